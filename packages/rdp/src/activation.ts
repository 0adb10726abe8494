import type { Reader, Writer } from '@beside/bytes';
import { type CapabilitySet, decodeCapabilitySets, encodeCapabilitySets } from './capabilities/set.js';

/** originatorId of a Confirm Active PDU: the server's channel ([MS-RDPBCGR] 2.2.1.13.2.1). */
const ORIGINATOR = 0x03ea;

/** Server Demand Active PDU ([MS-RDPBCGR] 2.2.1.13.1), after its Share Control Header. */
export interface DemandActive {
  readonly shareId: number;
  readonly capabilities: readonly CapabilitySet[];
}

/** Client Confirm Active PDU ([MS-RDPBCGR] 2.2.1.13.2), after its Share Control Header. */
export interface ConfirmActive {
  readonly shareId: number;
  readonly capabilities: readonly CapabilitySet[];
}

export function encodeDemandActive(writer: Writer, pdu: DemandActive): void {
  writer.u32(pdu.shareId);
  writeCapabilities(writer, pdu.capabilities);
  writer.u32(0); // sessionId
}

/** @throws ProtocolError */
export function decodeDemandActive(reader: Reader): DemandActive {
  const shareId = reader.u32('shareId');
  const capabilities = readCapabilities(reader);
  reader.skip(4, 'sessionId');
  return { shareId, capabilities };
}

export function encodeConfirmActive(writer: Writer, pdu: ConfirmActive): void {
  writer.u32(pdu.shareId).u16(ORIGINATOR);
  writeCapabilities(writer, pdu.capabilities);
}

/** @throws ProtocolError */
export function decodeConfirmActive(reader: Reader): ConfirmActive {
  const shareId = reader.u32('shareId');
  reader.skip(2, 'originatorId');
  return { shareId, capabilities: readCapabilities(reader) };
}

/** Server Deactivate All PDU ([MS-RDPBCGR] 2.2.3.1), after its Share Control Header. */
export function encodeDeactivateAll(writer: Writer, shareId: number): void {
  writer.u32(shareId).u16(1).u8(0);
}

/**
 * @returns the share's id
 * @throws ProtocolError
 */
export function decodeDeactivateAll(reader: Reader): number {
  return reader.u32('shareId');
}

/** Source descriptor, lengths and sets; the same in both PDUs. */
function writeCapabilities(writer: Writer, sets: readonly CapabilitySet[]): void {
  const lengths = writer.length;
  writer.u16(4).u16(0);
  writer.u8(0x52).u8(0x44).u8(0x50).u8(0); // "RDP"
  const start = writer.length;
  writer.u16(sets.length).u16(0);
  encodeCapabilitySets(writer, sets);
  writer.patchU16(lengths + 2, writer.length - start);
}

function readCapabilities(reader: Reader): CapabilitySet[] {
  const descriptor = reader.u16('lengthSourceDescriptor');
  const length = reader.u16('lengthCombinedCapabilities');
  reader.skip(descriptor, 'sourceDescriptor');
  const sets = reader.nested(length, 'capabilitySets');
  const count = sets.u16('numberCapabilities');
  sets.skip(2, 'pad2Octets');
  return decodeCapabilitySets(sets, count);
}
