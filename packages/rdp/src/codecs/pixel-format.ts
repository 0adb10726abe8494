/** Colour depths a bitmap update may have ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.2), as far as they are encoded. */
export type EncodedDepth = 15 | 16 | 24 | 32;
/** Colour depths a bitmap update may have; 8 needs a palette. */
export type BitmapDepth = 8 | EncodedDepth;

export function bytesPerPixel(bitsPerPixel: BitmapDepth): number {
  return (bitsPerPixel + 7) >> 3;
}

/**
 * Makes a picture's pixel (0xXXRRGGBB) one of a lower depth.
 *
 * @returns 24: 0x00RRGGBB; 16: 5 bits red, 6 green, 5 blue; 15: 5 bits each
 */
export function packPixel(pixel: number, bitsPerPixel: 15 | 16 | 24): number {
  if (bitsPerPixel === 24) return pixel & 0xffffff;
  if (bitsPerPixel === 16) return ((pixel >>> 8) & 0xf800) | ((pixel >>> 5) & 0x07e0) | ((pixel >>> 3) & 0x001f);
  return ((pixel >>> 9) & 0x7c00) | ((pixel >>> 6) & 0x03e0) | ((pixel >>> 3) & 0x001f);
}

/**
 * Turns pixels of a lower depth into a picture's (0xffRRGGBB), where they are. Fewer than 8 bits a colour are stretched to
 * the whole range by repeating the upper bits, so that white stays white.
 *
 * @param palette 256 pixels, for 8 bits a pixel
 */
export function unpackPixels(pixels: Uint32Array, count: number, bitsPerPixel: 8 | 15 | 16 | 24, palette?: Uint32Array): void {
  if (bitsPerPixel === 24) {
    for (let i = 0; i < count; i++) pixels[i] = pixels[i]! | 0xff000000;
  } else if (bitsPerPixel === 8) {
    if (palette === undefined) throw new RangeError('8 bits a pixel need a palette');
    for (let i = 0; i < count; i++) pixels[i] = palette[pixels[i]! & 0xff]! | 0xff000000;
  } else {
    const redShift = bitsPerPixel - 5;
    const greenBits = bitsPerPixel - 10;
    for (let i = 0; i < count; i++) {
      const pixel = pixels[i]!;
      const red = (pixel >>> redShift) & 0x1f;
      const green = ((pixel >>> 5) & ((1 << greenBits) - 1)) << (8 - greenBits);
      const blue = pixel & 0x1f;
      pixels[i] =
        0xff000000 | (((red << 3) | (red >>> 2)) << 16) | ((green | (green >>> greenBits)) << 8) | ((blue << 3) | (blue >>> 2));
    }
  }
}
