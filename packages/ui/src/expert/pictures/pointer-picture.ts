import { ProtocolError } from '@beside/bytes';
import type { PictureNote } from 'beside/protocol';
import type { PointerPicture } from './news.js';

/** Largest side of a pointer, in pixels ([MS-RDPBCGR] 2.2.9.1.2.1.11: large pointers have 384). */
const MAX_SIDE = 384;

type PointerNote = Extract<PictureNote, { note: 'pointer' }>;

/**
 * The pointer that a note tells of.
 *
 * @throws ProtocolError it has other pixels than its size says
 */
export function readPointer({ image }: PointerNote): PointerPicture | null | 'default' {
  if (image === null || image === 'default') return image;
  const { width, height, hotX, hotY } = image;
  if (width === 0 || height === 0) return null;
  if (![width, height].every((side) => Number.isInteger(side) && side > 0 && side <= MAX_SIDE))
    throw new ProtocolError('pointer.size', 'is beyond 384 by 384');
  const pixels = new Uint8ClampedArray(width * height * 4);
  const bytes = atob(image.pixels);
  if (bytes.length !== pixels.length) throw new ProtocolError('pointer.pixels', 'are not as many as its size says');
  for (let i = 0; i < pixels.length; i += 4) {
    pixels[i] = bytes.charCodeAt(i + 2);
    pixels[i + 1] = bytes.charCodeAt(i + 1);
    pixels[i + 2] = bytes.charCodeAt(i);
    pixels[i + 3] = bytes.charCodeAt(i + 3);
  }
  return { width, height, hotX, hotY, pixels };
}
