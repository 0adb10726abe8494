import type { Reader, Writer } from '@beside/bytes';

/** action of a Control PDU ([MS-RDPBCGR] 2.2.1.15.1). */
export const ControlAction = { request: 1, granted: 2, detach: 3, cooperate: 4 } as const;

/** Control PDU ([MS-RDPBCGR] 2.2.1.15, 2.2.1.16, 2.2.1.20, 2.2.1.21). */
export interface Control {
  readonly action: number;
  readonly grantId: number;
  readonly controlId: number;
}

/** SYNCMSGTYPE_SYNC */
const SYNCHRONIZE = 1;
/** FONTLIST_FIRST and FONTLIST_LAST: the whole list in one PDU. */
const WHOLE_LIST = 0x0003;
const FONT_ENTRY = 50;
const FONT_MAP_ENTRY = 4;

/** Synchronize PDU ([MS-RDPBCGR] 2.2.1.14, 2.2.1.19). */
export function encodeSynchronize(writer: Writer, targetUser: number): void {
  writer.u16(SYNCHRONIZE).u16(targetUser);
}

/** @throws ProtocolError */
export function decodeSynchronize(reader: Reader): number {
  if (reader.u16('messageType') !== SYNCHRONIZE) throw reader.error('messageType', 'must be 1');
  return reader.u16('targetUser');
}

export function encodeControl(writer: Writer, control: Control): void {
  writer.u16(control.action).u16(control.grantId).u32(control.controlId);
}

/** @throws ProtocolError */
export function decodeControl(reader: Reader): Control {
  return { action: reader.u16('action'), grantId: reader.u16('grantId'), controlId: reader.u32('controlId') };
}

/** Font List PDU ([MS-RDPBCGR] 2.2.1.18), always empty since RDP 5.0. */
export function encodeFontList(writer: Writer): void {
  writer.u16(0).u16(0).u16(WHOLE_LIST).u16(FONT_ENTRY);
}

/**
 * Only the form is checked: what fonts a client has is of no meaning.
 *
 * @throws ProtocolError
 */
export function decodeFontList(reader: Reader): void {
  reader.skip(4, 'numberFonts');
  reader.skip(2, 'listFlags');
  reader.skip(2, 'entrySize');
}

/** Font Map PDU ([MS-RDPBCGR] 2.2.1.22). */
export function encodeFontMap(writer: Writer): void {
  writer.u16(0).u16(0).u16(WHOLE_LIST).u16(FONT_MAP_ENTRY);
}

/** @throws ProtocolError */
export function decodeFontMap(reader: Reader): void {
  reader.skip(4, 'numberEntries');
  reader.skip(2, 'mapFlags');
  reader.skip(2, 'entrySize');
}
