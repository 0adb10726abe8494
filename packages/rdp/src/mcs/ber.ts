import type { Reader, Writer } from '@beside/bytes';

/** Tags of the Basic Encoding Rules ([X690]) that the MCS connect PDUs use. */
export const BerTag = { boolean: 0x01, integer: 0x02, octetString: 0x04, enumerated: 0x0a, sequence: 0x30 } as const;

/** Writes an identifier of one byte, or of two where `tag` is larger than a byte ([APPLICATION n], n above 30), and the length. */
export function writeBerHeader(writer: Writer, tag: number, length: number): void {
  if (tag > 0xff) writer.u16BE(tag);
  else writer.u8(tag);
  if (length < 0x80) writer.u8(length);
  else if (length < 0x100) writer.u8(0x81).u8(length);
  else writer.u8(0x82).u16BE(length);
}

/** Writes a number below 2^31 in as few bytes as it takes; never with the top bit set, which would make it negative. */
export function writeBerInteger(writer: Writer, value: number, tag: number = BerTag.integer): void {
  const length = value < 0x80 ? 1 : value < 0x8000 ? 2 : value < 0x800000 ? 3 : 4;
  writeBerHeader(writer, tag, length);
  for (let shift = 8 * (length - 1); shift >= 0; shift -= 8) writer.u8((value >>> shift) & 0xff);
}

export function writeBerOctets(writer: Writer, bytes: Uint8Array): void {
  writeBerHeader(writer, BerTag.octetString, bytes.length);
  writer.bytes(bytes);
}

/**
 * Opens one element.
 *
 * @returns a reader of its contents
 * @throws ProtocolError another tag, an indefinite length, or more than there is
 */
export function readBer(reader: Reader, tag: number, field: string): Reader {
  const found = tag > 0xff ? reader.u16BE(`${field}.tag`) : reader.u8(`${field}.tag`);
  if (found !== tag) throw reader.error(`${field}.tag`, `must be 0x${tag.toString(16)}`);
  return reader.nested(readBerLength(reader, field), field);
}

/** @throws ProtocolError not a number of one to four bytes, or negative */
export function readBerInteger(reader: Reader, field: string, tag: number = BerTag.integer): number {
  const content = readBer(reader, tag, field);
  const length = content.remaining;
  if (length < 1 || length > 4) throw reader.error(field, 'must be a number of one to four bytes');
  let value = 0;
  while (content.remaining > 0) value = value * 256 + content.u8('value');
  if (value >= 2 ** (8 * length - 1)) throw reader.error(field, 'must not be negative');
  return value;
}

function readBerLength(reader: Reader, field: string): number {
  const first = reader.u8(`${field}.length`);
  if (first < 0x80) return first;
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw reader.error(`${field}.length`, 'must be definite and at most four bytes');
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + reader.u8(`${field}.length`);
  return length;
}
