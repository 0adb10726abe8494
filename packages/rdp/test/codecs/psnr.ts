/** Peak signal-to-noise ratio of two pictures in dB, over red, green and blue; Infinity when they are the same. */
export function psnr(one: Uint32Array, other: Uint32Array): number {
  let squares = 0;
  for (let i = 0; i < one.length; i++) {
    for (const shift of [0, 8, 16]) squares += (((one[i]! >>> shift) & 0xff) - ((other[i]! >>> shift) & 0xff)) ** 2;
  }
  return 10 * Math.log10((255 ** 2 * 3 * one.length) / squares);
}

/** Largest difference of any colour of any pixel, in levels. */
export function largestError(one: Uint32Array, other: Uint32Array): number {
  let largest = 0;
  for (let i = 0; i < one.length; i++) {
    for (const shift of [0, 8, 16])
      largest = Math.max(largest, Math.abs(((one[i]! >>> shift) & 0xff) - ((other[i]! >>> shift) & 0xff)));
  }
  return largest;
}
