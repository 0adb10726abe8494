import type { Reader } from '@beside/bytes';
import { type BitmapDepth, bytesPerPixel, unpackPixels } from '../../codecs/pixel-format.js';
import type { PointerImage } from '../../picture.js';

/** Longest side of a pointer, in pixels ([MS-RDPBCGR] 2.2.7.2.7); the updates with short lengths have 96 at most. */
export const LARGE = 384;
export const NORMAL = 96;

/** Depths of XOR masks, in bits a pixel. */
const DEPTHS = [1, 8, 15, 16, 24, 32] as const;

/** A pointer's picture and the slot of the cache it belongs to. */
export interface PointerShape {
  readonly cacheIndex: number;
  /** Null when it has no pixels, and `default` when its depth is none that is known: a pointer is not worth a session. */
  readonly image: PointerImage | null | 'default';
}

/**
 * Reads cacheIndex to andMaskData, which TS_COLORPOINTERATTRIBUTE ([MS-RDPBCGR] 2.2.9.1.1.4.4), TS_POINTERATTRIBUTE (2.2.9.1.1.4.5)
 * and TS_FP_LARGEPOINTERATTRIBUTE (2.2.9.1.2.1.11) share.
 *
 * @param bitsPerPixel of the XOR mask: 1, 8, 15, 16, 24 or 32
 * @param palette 256 pixels, for 8 bits a pixel
 * @param limit longest side, in pixels; {@link LARGE} comes with lengths of 32 bits
 * @throws ProtocolError
 */
export function readPointerShape(
  reader: Reader,
  bitsPerPixel: number,
  palette: Uint32Array,
  limit: typeof NORMAL | typeof LARGE,
): PointerShape {
  const cacheIndex = reader.u16('cacheIndex');
  const hotX = reader.u16('hotSpot.x');
  const hotY = reader.u16('hotSpot.y');
  const width = reader.u16('width');
  const height = reader.u16('height');
  if (width > limit || height > limit) throw reader.error('size', `is more than ${limit} pixels`);
  const [andLength, xorLength] =
    limit === LARGE
      ? [reader.u32('lengthAndMask'), reader.u32('lengthXorMask')]
      : [reader.u16('lengthAndMask'), reader.u16('lengthXorMask')];
  const xor = reader.take(xorLength, 'xorMaskData');
  const and = reader.take(andLength, 'andMaskData');
  if (width === 0 || height === 0) return { cacheIndex, image: null };
  const depth = DEPTHS.find((known) => known === bitsPerPixel);
  if (depth === undefined) return { cacheIndex, image: 'default' };
  const colors = xorColors(reader, xor, depth, width, height, palette);
  const image = { width, height, hotX: Math.min(hotX, width - 1), hotY: Math.min(hotY, height - 1) };
  return { cacheIndex, image: { ...image, pixels: combine(reader, colors, and, depth, width, height) } };
}

/** Rows of both masks end on a 2-byte boundary. */
function even(bytes: number): number {
  return (bytes + 1) & ~1;
}

/** The XOR mask as 0xAARRGGBB, rows top down; alpha is 0xff below 32 bits a pixel. */
function xorColors(
  reader: Reader,
  mask: Uint8Array,
  depth: 1 | BitmapDepth,
  width: number,
  height: number,
  palette: Uint32Array,
): Uint32Array {
  const size = depth === 1 ? 0 : bytesPerPixel(depth);
  const row = even(depth === 1 ? (width + 7) >> 3 : width * size);
  if (mask.length < row * height) throw reader.error('lengthXorMask', 'is less than the picture needs');
  const colors = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = rowOf(y, height, depth) * row;
    for (let x = 0; x < width; x++) {
      let value = 0;
      if (depth === 1) value = bitAt(mask, from, x) ? 0xffffffff : 0xff000000;
      else for (let i = size - 1; i >= 0; i--) value = (value << 8) | mask[from + x * size + i]!;
      colors[y * width + x] = value;
    }
  }
  if (depth !== 1 && depth !== 32) unpackPixels(colors, colors.length, depth, palette);
  return colors;
}

/**
 * Where a row of the picture stands in both masks: bottom up, but for pointers of 1 bit. The document makes no difference; FreeRDP
 * reads those top down, as Windows' servers, whose masks for `CreateCursor` they are, have been seen to send them.
 */
function rowOf(y: number, height: number, bitsPerPixel: number): number {
  return bitsPerPixel === 1 ? y : height - 1 - y;
}

function bitAt(mask: Uint8Array, row: number, x: number): boolean {
  return ((mask[row + (x >> 3)]! >> (7 - (x & 7))) & 1) !== 0;
}

/**
 * The picture that both masks make: where the AND mask is set, a black pixel is not there and any other inverts the screen
 * ([MS-RDPBCGR] 2.2.9.1.1.4.4). With 32 bits a pixel alpha says it instead, unless there is none at all.
 *
 * A picture that is kept cannot invert what will be below it. A chequer of black and white stands for that, which is seen on every
 * ground: it is what a text cursor is made of.
 *
 * @returns rows top down, blue, green, red, alpha
 */
function combine(
  reader: Reader,
  colors: Uint32Array,
  and: Uint8Array,
  bitsPerPixel: number,
  width: number,
  height: number,
): Uint8Array {
  const row = even((width + 7) >> 3);
  const masked = and.length > 0 || bitsPerPixel !== 32;
  if (masked && and.length < row * height) throw reader.error('lengthAndMask', 'is less than the picture needs');
  const alphaSays = bitsPerPixel === 32 && colors.some((color) => color >>> 24 !== 0);
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = rowOf(y, height, bitsPerPixel) * row;
    for (let x = 0; x < width; x++) {
      const color = colors[y * width + x]!;
      const kept = masked && bitAt(and, from, x);
      const at = (y * width + x) * 4;
      const inverts = kept && !alphaSays && (color & 0xffffff) !== 0;
      const shown = inverts ? ((x + y) & 1) * 0xffffff : color;
      pixels[at] = shown;
      pixels[at + 1] = shown >>> 8;
      pixels[at + 2] = shown >>> 16;
      pixels[at + 3] = alphaSays ? color >>> 24 : kept && !inverts ? 0 : 0xff;
    }
  }
  return pixels;
}
