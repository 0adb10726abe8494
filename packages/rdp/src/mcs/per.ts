import type { Reader, Writer } from '@beside/bytes';

/** Longest content whose length {@link endPerLength} can say, in bytes. */
const PER_LONGEST = 0x3fff;

/**
 * Leaves room for a length determinant of the Packed Encoding Rules ([X691] 10.9), to be filled in by {@link endPerLength}.
 * The two-byte form is used for short contents too: decoders take it, FreeRDP and Windows write it, and it can be filled in afterwards.
 */
export function beginPerLength(writer: Writer): number {
  writer.u16BE(0);
  return writer.length;
}

/** @throws RangeError more than {@link PER_LONGEST} bytes were written since */
export function endPerLength(writer: Writer, start: number): void {
  const length = writer.length - start;
  if (length > PER_LONGEST) throw new RangeError(`${length} bytes do not fit a PER length`);
  writer.patchU16BE(start - 2, 0x8000 | length);
}

/** @throws ProtocolError the length is in the fragmented form, which RDP does not use */
export function readPerLength(reader: Reader, field: string): number {
  const first = reader.u8(field);
  if (first < 0x80) return first;
  if ((first & 0x40) !== 0) throw reader.error(field, 'must not be fragmented');
  return ((first & 0x3f) << 8) | reader.u8(field);
}
