import type { Reader, Writer } from '@beside/bytes';

/** pduType, its four bits of type ([MS-RDPBCGR] 2.2.8.1.1.1.1). */
export const ShareControlType = { demandActive: 1, confirmActive: 3, deactivateAll: 6, data: 7, serverRedirection: 10 } as const;

/** TS_PROTOCOL_VERSION, the other twelve bits of pduType. */
const VERSION = 0x10;
const HEADER = 6;
/** totalLength of a flow PDU, which old clients send and nobody answers ([MS-RDPBCGR] 2.2.8.1.1.1.1, [T128] 8.5). */
const FLOW_MARKER = 0x8000;
const FLOW_LENGTH = 8;

/** One PDU with a Share Control Header. */
export interface ShareControlPdu {
  /** {@link ShareControlType}, or a type that is not known. */
  readonly type: number;
  /** MCS id of the sender. */
  readonly source: number;
  readonly body: Reader;
}

/** Starts a PDU; {@link endShareControl} fills its length in. */
export function beginShareControl(writer: Writer, type: number, source: number): number {
  const start = writer.length;
  writer
    .u16(0)
    .u16(VERSION | type)
    .u16(source);
  return start;
}

export function endShareControl(writer: Writer, start: number): void {
  writer.patchU16(start, writer.length - start);
}

/**
 * Reads the next PDU; several may stand one after another.
 *
 * @returns undefined for a flow PDU, which is passed over
 * @throws ProtocolError
 */
export function decodeShareControl(reader: Reader): ShareControlPdu | undefined {
  const length = reader.u16('shareControlHeader.totalLength');
  if (length === FLOW_MARKER) {
    reader.skip(FLOW_LENGTH - 2, 'flowPdu');
    return undefined;
  }
  if (length < HEADER) throw reader.error('shareControlHeader.totalLength', 'is shorter than the header');
  const type = reader.u16('shareControlHeader.pduType') & 0x0f;
  const source = reader.u16('shareControlHeader.pduSource');
  return { type, source, body: reader.nested(length - HEADER, TYPE_NAMES.get(type) ?? 'shareControlPdu') };
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(ShareControlType).map(([name, type]) => [type, name]));
