import { DesktopError } from '../desktop.js';
import type { Setup } from './setup.js';

/** From the server's way to hold pixels to {@link Capture}'s: blue, green, red, unused. */
export interface PixelFormat {
  /** Bytes from one row to the next as the server writes them. */
  stride(width: number): number;
  /** Converts rows `top` up to, not including, `bottom` of a picture; null: the server's way is ours, nothing is to be done. */
  readonly convert: ((from: Uint8Array, to: Uint8Array, width: number, top: number, bottom: number) => void) | null;
}

/** Colour classes whose pixels are made of red, green and blue bits. */
const TRUE_COLOUR = 4;
const DIRECT_COLOUR = 5;

/**
 * How the server's screen is to be read.
 *
 * @throws DesktopError `missing-part` for screens whose pixels are indices into a palette, or of an odd size
 */
export function pixelFormat(setup: Setup): PixelFormat {
  const { rootVisual: visual, rootDepth, littleEndianPixels } = setup;
  const format = setup.formats.get(rootDepth);
  const coloured = visual.colourClass === TRUE_COLOUR || visual.colourClass === DIRECT_COLOUR;
  if (!coloured || !format || (format.bitsPerPixel !== 16 && format.bitsPerPixel !== 32)) {
    throw new DesktopError(
      'missing-part',
      `The X display has ${rootDepth} bits a pixel in a form that Beside cannot read. Set the display to 24 bits a pixel.`,
    );
  }
  const { bitsPerPixel, scanlinePad } = format;
  const stride = (width: number) => (Math.ceil((width * bitsPerPixel) / scanlinePad) * scanlinePad) / 8;
  if (bitsPerPixel === 32 && littleEndianPixels && visual.redMask === 0xff0000 && visual.blueMask === 0xff) {
    return { stride, convert: null };
  }

  const red = channel(visual.redMask);
  const green = channel(visual.greenMask);
  const blue = channel(visual.blueMask);
  const step = bitsPerPixel / 8;
  return {
    stride,
    convert: (from, to, width, top, bottom) => {
      const view = new DataView(from.buffer, from.byteOffset, from.byteLength);
      for (let y = top; y < bottom; y++) {
        let source = y * stride(width);
        let target = y * width * 4;
        for (let x = 0; x < width; x++, source += step, target += 4) {
          const pixel = step === 2 ? view.getUint16(source, littleEndianPixels) : view.getUint32(source, littleEndianPixels);
          to[target] = blue(pixel);
          to[target + 1] = green(pixel);
          to[target + 2] = red(pixel);
        }
      }
    },
  };
}

/** Reads one colour of a pixel, spread over 0 to 255 so that all its bits set is 255. */
function channel(mask: number): (pixel: number) => number {
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  const table = Uint8Array.from({ length: most + 1 }, (_, value) => Math.round((value * 255) / most));
  return (pixel) => table[(pixel & mask) >>> shift]!;
}
