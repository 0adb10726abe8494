import { TILE_SIDE } from './tile.js';

/** Three components of a tile: samples, or what the transforms made of them. Five bits are after the point. */
export interface Components {
  readonly y: Int16Array;
  readonly cb: Int16Array;
  readonly cr: Int16Array;
}

/** Which components of a tile have the same value everywhere. */
export const Flat = { y: 1, cb: 2, cr: 4 } as const;

// Math.imul says that products fit 32 bits, which makes these loops almost twice as fast.

/** The matrix of [MS-RDPRFX] 3.1.8.1.3, times 2^15; ten of these bits are taken away again, five stay after the point. */
const FORWARD_SHIFT = 10;
const FORWARD_HALF = 1 << (FORWARD_SHIFT - 1);
/** Y is shifted down by 128, so that black is -128. */
const LEVEL_SHIFT = 128 << 5;

/**
 * Converts pixels into the components of a tile, Y level-shifted ([MS-RDPRFX] 3.1.8.1.3). A tile that is not full is filled
 * up with its last column and row.
 *
 * @param pixels the picture, 0xXXRRGGBB
 * @param first index of the tile's top left pixel
 * @param stride pixels from one row to the next
 * @param width of what the tile shows, 1 to 64 pixels; `height` likewise
 * @returns the bits of {@link Flat} for components that are the same everywhere
 */
export function toYCbCr(
  pixels: Uint32Array,
  first: number,
  stride: number,
  width: number,
  height: number,
  { y, cb, cr }: Components,
): number {
  let pixel = ~pixels[first]!;
  let luma = 0;
  let blue = 0;
  let red = 0;
  let firstLuma = 0;
  let firstBlue = 0;
  let firstRed = 0;
  let changed = 0;
  let at = 0;
  for (let row = 0; row < height; row++) {
    const end = first + width;
    for (let from = first; from < end; from++, at++) {
      const next = pixels[from]! | 0;
      if (next !== pixel) {
        pixel = next;
        const r = (next >>> 16) & 0xff;
        const g = (next >>> 8) & 0xff;
        const b = next & 0xff;
        luma = ((Math.imul(9798, r) + Math.imul(19235, g) + Math.imul(3735, b) + FORWARD_HALF) >> FORWARD_SHIFT) - LEVEL_SHIFT;
        blue = (Math.imul(16403, b) - Math.imul(5535, r) - Math.imul(10868, g) + FORWARD_HALF) >> FORWARD_SHIFT;
        red = (Math.imul(16377, r) - Math.imul(13714, g) - Math.imul(2663, b) + FORWARD_HALF) >> FORWARD_SHIFT;
        if (at === 0) {
          firstLuma = luma;
          firstBlue = blue;
          firstRed = red;
        }
        if (luma !== firstLuma) changed |= Flat.y;
        if (blue !== firstBlue) changed |= Flat.cb;
        if (red !== firstRed) changed |= Flat.cr;
      }
      y[at] = luma;
      cb[at] = blue;
      cr[at] = red;
    }
    for (const rowEnd = (row + 1) * TILE_SIDE; at < rowEnd; at++) {
      y[at] = luma;
      cb[at] = blue;
      cr[at] = red;
    }
    first += stride;
  }
  if (height < TILE_SIDE) {
    repeatLastRow(y, at);
    repeatLastRow(cb, at);
    repeatLastRow(cr, at);
  }
  return changed ^ (Flat.y | Flat.cb | Flat.cr);
}

function repeatLastRow(component: Int16Array, at: number): void {
  for (; at < component.length; at++) component[at] = component[at - TILE_SIDE]!;
}

/** The matrix of [MS-RDPRFX] 3.1.8.2.5, times 2^13: of 16-bit components the sums still fit 32 bits. */
const INVERSE_SHIFT = 13;
const CR_TO_RED = Math.round(1.402525 * 2 ** INVERSE_SHIFT);
const CB_TO_GREEN = Math.round(0.34373 * 2 ** INVERSE_SHIFT);
const CR_TO_GREEN = Math.round(0.714401 * 2 ** INVERSE_SHIFT);
const CB_TO_BLUE = Math.round(1.769905 * 2 ** INVERSE_SHIFT);
const TO_LEVEL = INVERSE_SHIFT + 5;
/** Undoes the level shift, and rounds. */
const INVERSE_OFFSET = (LEVEL_SHIFT << INVERSE_SHIFT) + (1 << (TO_LEVEL - 1));

/**
 * Converts a part of a tile back into pixels 0xffRRGGBB ([MS-RDPRFX] 3.1.8.2.5).
 *
 * @param left of the part, in pixels of the tile; `top`, `right` and `bottom` likewise, the last two exclusive
 * @param at where the part's first pixel goes in `out`
 * @param stride pixels from one row of `out` to the next
 */
export function toPixels(
  { y, cb, cr }: Components,
  left: number,
  top: number,
  right: number,
  bottom: number,
  out: Uint32Array,
  at: number,
  stride: number,
): void {
  for (let row = top; row < bottom; row++, at += stride) {
    const end = row * TILE_SIDE + right;
    for (let from = row * TILE_SIDE + left, to = at; from < end; from++, to++) {
      const luma = (y[from]! << INVERSE_SHIFT) + INVERSE_OFFSET;
      const blue = cb[from]!;
      const red = cr[from]!;
      let r = (luma + Math.imul(CR_TO_RED, red)) >> TO_LEVEL;
      let g = (luma - Math.imul(CB_TO_GREEN, blue) - Math.imul(CR_TO_GREEN, red)) >> TO_LEVEL;
      let b = (luma + Math.imul(CB_TO_BLUE, blue)) >> TO_LEVEL;
      if (((r | g | b) & ~0xff) !== 0) {
        if (r < 0) r = 0;
        else if (r > 255) r = 255;
        if (g < 0) g = 0;
        else if (g > 255) g = 255;
        if (b < 0) b = 0;
        else if (b > 255) b = 255;
      }
      out[to] = 0xff000000 | (r << 16) | (g << 8) | b;
    }
  }
}
