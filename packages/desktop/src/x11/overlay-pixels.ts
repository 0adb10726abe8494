import type { Size } from '../desktop.js';
import type { Setup } from './setup.js';

/** A picture in the server's own form, as PutImage takes it. */
export interface ServerPicture extends Size {
  readonly bytes: Uint8Array;
  /** Bytes from one row to the next. */
  readonly stride: number;
}

/**
 * Brings a drawn picture into the form in which the server holds the root window's pixels.
 *
 * @param bgrx rows of `width * 4` bytes: blue, green, red, unused
 */
export function toServer(setup: Setup, bgrx: Uint8Array, { width, height }: Size): ServerPicture {
  const { rootVisual: visual, rootDepth, littleEndianPixels: little } = setup;
  const { bitsPerPixel, scanlinePad } = setup.formats.get(rootDepth)!;
  const stride = (Math.ceil((width * bitsPerPixel) / scanlinePad) * scanlinePad) / 8;
  if (bitsPerPixel === 32 && little && visual.redMask === 0xff0000 && visual.blueMask === 0xff) {
    return { width, height, bytes: bgrx, stride };
  }
  const bytes = new Uint8Array(stride * height);
  const view = new DataView(bytes.buffer);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const pixel = pixelOf(setup, bgrx[from + 2]!, bgrx[from + 1]!, bgrx[from]!);
      if (bitsPerPixel === 16) view.setUint16(y * stride + x * 2, pixel, little);
      else view.setUint32(y * stride + x * 4, pixel, little);
    }
  }
  return { width, height, bytes, stride };
}

/** @param colour "#rrggbb" */
export function colourPixel(setup: Setup, colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return pixelOf(setup, value >> 16, (value >> 8) & 0xff, value & 0xff);
}

function pixelOf({ rootVisual: { redMask, greenMask, blueMask } }: Setup, red: number, green: number, blue: number): number {
  return (scaled(red, redMask) | scaled(green, greenMask) | scaled(blue, blueMask)) >>> 0;
}

/** One colour's 0 to 255 as the bits of its mask. */
function scaled(value: number, mask: number): number {
  const shift = 31 - Math.clz32(mask & -mask);
  return Math.round((value / 255) * (mask >>> shift)) << shift;
}
