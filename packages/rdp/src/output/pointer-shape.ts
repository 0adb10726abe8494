import type { Writer } from '@beside/bytes';
import type { PointerImage } from '../picture.js';

/**
 * Writes cacheIndex to andMaskData, which all three pointer updates with a picture share: TS_COLORPOINTERATTRIBUTE
 * ([MS-RDPBCGR] 2.2.9.1.1.4.4), TS_POINTERATTRIBUTE (2.2.9.1.1.4.5) and TS_FP_LARGEPOINTERATTRIBUTE (2.2.9.1.2.1.11).
 *
 * @param bitsPerPixel of the XOR mask: 32 has straight alpha; in 24 a pixel is there or not
 * @param wideLengths the large update's lengths have 32 bits
 */
export function writePointerShape(
  writer: Writer,
  image: PointerImage,
  cacheIndex: number,
  bitsPerPixel: 24 | 32,
  wideLengths: boolean,
): void {
  const { width, height, hotX, hotY, pixels } = image;
  const xorRow = bitsPerPixel === 32 ? width * 4 : even(width * 3);
  const andRow = even((width + 7) >> 3);
  writer
    .u16(cacheIndex)
    .u16(Math.min(hotX, width - 1))
    .u16(Math.min(hotY, height - 1))
    .u16(width)
    .u16(height);
  if (wideLengths) writer.u32(andRow * height).u32(xorRow * height);
  else writer.u16(andRow * height).u16(xorRow * height);

  for (let y = height - 1; y >= 0; y--) {
    for (let at = y * width * 4, end = at + width * 4; at < end; at += 4) {
      // A pixel that is not there is black in the XOR mask, or it would invert the picture below it.
      const there = isThere(pixels[at + 3]!, bitsPerPixel);
      writer
        .u8(there ? pixels[at]! : 0)
        .u8(there ? pixels[at + 1]! : 0)
        .u8(there ? pixels[at + 2]! : 0);
      if (bitsPerPixel === 32) writer.u8(pixels[at + 3]!);
    }
    writer.zeros(xorRow - (width * bitsPerPixel) / 8);
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let byte = 0; byte < andRow; byte++) {
      let bits = 0;
      for (let bit = 0; bit < 8; bit++) {
        const x = byte * 8 + bit;
        if (x >= width || !isThere(pixels[(y * width + x) * 4 + 3]!, bitsPerPixel)) bits |= 0x80 >> bit;
      }
      writer.u8(bits);
    }
  }
}

/** Rows of both masks end on a 2-byte boundary. */
function even(bytes: number): number {
  return (bytes + 1) & ~1;
}

function isThere(alpha: number, bitsPerPixel: 24 | 32): boolean {
  return bitsPerPixel === 32 ? alpha > 0 : alpha >= 0x80;
}

/**
 * The picture made as small as the client can show it, by the mean of the pixels that fall together; itself when it fits.
 *
 * @param maxSize longest side, in pixels
 */
export function fitPointer(image: PointerImage, maxSize: number): PointerImage {
  const longest = Math.max(image.width, image.height);
  if (longest <= maxSize) return image;
  const width = Math.max(1, Math.floor((image.width * maxSize) / longest));
  const height = Math.max(1, Math.floor((image.height * maxSize) / longest));
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * image.height) / height);
    const bottom = Math.floor(((y + 1) * image.height) / height);
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * image.width) / width);
      const right = Math.floor(((x + 1) * image.width) / width);
      meanPixel(image, left, top, right, bottom, pixels, (y * width + x) * 4);
    }
  }
  return {
    width,
    height,
    hotX: Math.floor((image.hotX * width) / image.width),
    hotY: Math.floor((image.hotY * height) / image.height),
    pixels,
  };
}

/** Mean of the colours weighted by alpha, so that what is behind transparent pixels does not bleed in. */
function meanPixel(
  image: PointerImage,
  left: number,
  top: number,
  right: number,
  bottom: number,
  out: Uint8Array,
  at: number,
): void {
  let blue = 0;
  let green = 0;
  let red = 0;
  let alpha = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const from = (y * image.width + x) * 4;
      const weight = image.pixels[from + 3]!;
      blue += image.pixels[from]! * weight;
      green += image.pixels[from + 1]! * weight;
      red += image.pixels[from + 2]! * weight;
      alpha += weight;
    }
  }
  if (alpha === 0) return;
  out[at] = blue / alpha;
  out[at + 1] = green / alpha;
  out[at + 2] = red / alpha;
  out[at + 3] = alpha / ((right - left) * (bottom - top));
}
