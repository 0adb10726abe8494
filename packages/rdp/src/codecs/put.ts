/** Writes 16 bits, little-endian. @returns the offset after them */
export function put16(value: number, out: Uint8Array, at: number): number {
  out[at] = value;
  out[at + 1] = value >>> 8;
  return at + 2;
}

/** Writes 32 bits, little-endian. @returns the offset after them */
export function put32(value: number, out: Uint8Array, at: number): number {
  return put16(value >>> 16, out, put16(value, out, at));
}
