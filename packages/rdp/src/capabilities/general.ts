import type { Reader, Writer } from '@beside/bytes';

/** extraFlags of the General Capability Set ([MS-RDPBCGR] 2.2.7.1.1). */
export const GeneralFlag = {
  fastPathOutput: 0x0001,
  longCredentials: 0x0004,
  autoReconnect: 0x0008,
  saltedChecksum: 0x0010,
  noBitmapCompressionHeader: 0x0400,
} as const;

/** General Capability Set ([MS-RDPBCGR] 2.2.7.1.1). */
export interface GeneralCapability {
  readonly type: 'general';
  readonly osMajorType: number;
  readonly osMinorType: number;
  readonly extraFlags: number;
  readonly refreshRect: boolean;
  readonly suppressOutput: boolean;
}

/** Share Capability Set ([MS-RDPBCGR] 2.2.7.2.4). */
export interface ShareCapability {
  readonly type: 'share';
  /** MCS id of the sender. */
  readonly nodeId: number;
}

/** TS_CAPS_PROTOCOLVERSION, the only one there is. */
const PROTOCOL_VERSION = 0x0200;

export function encodeGeneral(writer: Writer, set: GeneralCapability): void {
  writer.u16(set.osMajorType).u16(set.osMinorType).u16(PROTOCOL_VERSION).u16(0).u16(0).u16(set.extraFlags);
  writer.u16(0).u16(0).u16(0); // updateCapabilityFlag, remoteUnshareFlag, generalCompressionLevel: must be 0
  writer.u8(set.refreshRect ? 1 : 0).u8(set.suppressOutput ? 1 : 0);
}

/** @throws ProtocolError */
export function decodeGeneral(reader: Reader): GeneralCapability {
  const osMajorType = reader.u16('osMajorType');
  const osMinorType = reader.u16('osMinorType');
  reader.skip(6, 'protocolVersion');
  const extraFlags = reader.u16('extraFlags');
  reader.skip(6, 'updateCapabilityFlag');
  const refreshRect = reader.u8('refreshRectSupport') !== 0;
  return {
    type: 'general',
    osMajorType,
    osMinorType,
    extraFlags,
    refreshRect,
    suppressOutput: reader.u8('suppressOutputSupport') !== 0,
  };
}

export function encodeShare(writer: Writer, set: ShareCapability): void {
  writer.u16(set.nodeId).u16(0);
}

/** @throws ProtocolError */
export function decodeShare(reader: Reader): ShareCapability {
  return { type: 'share', nodeId: reader.u16('nodeId') };
}
