import { Reader } from '@beside/bytes';
import { codedWidth } from './coded-width.js';
import { type BitmapDepth, bytesPerPixel, type EncodedDepth, packPixel } from './pixel-format.js';

/** Bytes of an uncompressed rectangle; `width` is the rectangle's own. */
export function rawSize(width: number, height: number, bitsPerPixel: BitmapDepth): number {
  return codedWidth(width) * height * bytesPerPixel(bitsPerPixel);
}

/**
 * Writes a rectangle uncompressed ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.2, flags 0): rows bottom up, pixels little-endian.
 *
 * @param pixels the picture, 0xXXRRGGBB
 * @param first index of the rectangle's top left pixel
 * @param stride pixels from one row to the next
 * @param out has {@link rawSize} bytes of room from `at` on
 * @returns the offset after the last byte
 */
export function encodeRaw(
  pixels: Uint32Array,
  first: number,
  stride: number,
  width: number,
  height: number,
  bitsPerPixel: EncodedDepth,
  out: Uint8Array,
  at: number,
): number {
  const coded = codedWidth(width);
  for (let y = height - 1; y >= 0; y--) {
    const row = first + y * stride;
    for (let x = 0; x < coded; x++) {
      const pixel = pixels[row + (x < width ? x : width - 1)]!;
      if (bitsPerPixel >= 24) {
        out[at++] = pixel;
        out[at++] = pixel >>> 8;
        out[at++] = pixel >>> 16;
        if (bitsPerPixel === 32) out[at++] = 0xff;
      } else {
        const packed = packPixel(pixel, bitsPerPixel as 15 | 16);
        out[at++] = packed;
        out[at++] = packed >>> 8;
      }
    }
  }
  return at;
}

/**
 * Reads an uncompressed rectangle.
 *
 * @param width pixels in a coded row; it and `height` were checked against a limit
 * @param out gets rows top down, `width` pixels each; below 32 bits a pixel still of the rectangle's depth
 * @throws ProtocolError the data is too short
 */
export function decodeRaw(data: Uint8Array, bitsPerPixel: BitmapDepth, width: number, height: number, out: Uint32Array): void {
  const size = bytesPerPixel(bitsPerPixel);
  // Only here, where rows need not be a multiple of four pixels, can a row have padding of its own.
  const rowSize = (width * size + 3) & ~3;
  const bytes = new Reader(data, 'bitmap.raw').take(rowSize * height, 'pixels');
  for (let y = 0; y < height; y++) {
    let from = (height - 1 - y) * rowSize;
    for (let x = 0, to = y * width; x < width; x++, to++, from += size) {
      let pixel = bytes[from]!;
      if (size > 1) pixel |= bytes[from + 1]! << 8;
      if (size > 2) pixel |= bytes[from + 2]! << 16;
      out[to] = size === 4 ? pixel | 0xff000000 : pixel;
    }
  }
}
