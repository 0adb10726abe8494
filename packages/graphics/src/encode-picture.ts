import type { Rect } from '@beside/desktop';
import type { ClientCapabilities, EncodedRect } from '@beside/rdp';
import { FrameEncoder } from './frame-encoder.js';
import { words } from './words.js';

/** Size of the rectangles a whole picture is cut into, in pixels. */
const WIDTH = 256;
const HEIGHT = 64;

/**
 * Encodes a whole picture that does not come from a desktop, such as the one shown before consent.
 *
 * @param pixels rows top down, blue, green, red, unused
 * @param stride bytes from one row to the next, a multiple of 4
 */
export function encodePicture(
  client: ClientCapabilities,
  pixels: Uint8Array,
  width: number,
  height: number,
  stride: number,
): EncodedRect[] {
  const rects: Rect[] = [];
  for (let y = 0; y < height; y += HEIGHT)
    for (let x = 0; x < width; x += WIDTH)
      rects.push({ x, y, width: Math.min(WIDTH, width - x), height: Math.min(HEIGHT, height - y) });
  return new FrameEncoder(client).encode(words(pixels), stride >> 2, rects);
}
