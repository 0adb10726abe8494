/**
 * The pixels of a picture as one number each (0xXXRRGGBB), for loops that compare and copy them whole.
 *
 * @param pixels blue, green, red, unused; starts at a multiple of 4 bytes in its buffer, as every array of its own does
 * @returns a view into the same memory
 * @throws RangeError it starts elsewhere
 */
export function words(pixels: Uint8Array): Uint32Array {
  return new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length >> 2);
}
