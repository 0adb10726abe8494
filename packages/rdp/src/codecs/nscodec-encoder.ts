import { LONG_RUN, MAX_COLOR_LOSS, NSCODEC_HEADER, PLANE_TAIL, planeSizes } from './nscodec.js';
import { put32 } from './put.js';

/** Runs from here on are written as long ones ([MS-RDPNSC] 3.1.8.2). */
const LONG = 256;

export interface NSCodecEncoderOptions {
  /** 1 to 7: bits that each chroma value loses, the first of which costs a level of a colour at most. */
  readonly colorLoss: number;
  /** Chroma is the mean of two by two pixels. The client has to allow it. */
  readonly subsampled: boolean;
}

/** Most bytes that NSCodec makes of a rectangle, whatever the options: three planes without runs, luma as wide as it gets. */
export function nscodecBound(width: number, height: number): number {
  return NSCODEC_HEADER + planeSizes(width, height, true).luma * 3;
}

/**
 * Encodes rectangles by NSCodec ([MS-RDPNSC] 3.1.8), without alpha. It keeps working memory; what it is given it does not keep.
 *
 * With colour loss 1 and no subsampling, greys are exact, blue is, and red and green are exact or one level less. The
 * document's own transformation loses more; decoders do not mind how luma and chroma were found.
 */
export class NSCodecEncoder {
  readonly #shift: number;
  readonly #subsampled: boolean;
  #planes = new Uint8Array(0);

  /** @throws RangeError a colour loss there is not */
  constructor({ colorLoss, subsampled }: NSCodecEncoderOptions) {
    if (!(colorLoss >= 1 && colorLoss <= MAX_COLOR_LOSS)) throw new RangeError('colour loss is from 1 to 7');
    this.#shift = colorLoss - 1;
    this.#subsampled = subsampled;
  }

  /**
   * @param pixels the picture, 0xXXRRGGBB
   * @param first index of the rectangle's top left pixel
   * @param stride pixels from one row to the next
   * @param out has {@link nscodecBound} bytes of room from `at` on
   * @returns the offset after the last byte
   */
  encode(pixels: Uint32Array, first: number, stride: number, width: number, height: number, out: Uint8Array, at: number): number {
    const { lumaWidth, luma, chromaWidth, chroma } = planeSizes(width, height, this.#subsampled);
    // Chroma is split at full size, and made smaller where it is.
    const fullChroma = lumaWidth * (this.#subsampled ? (height + 1) & ~1 : height);
    const orange = luma;
    const green = luma + fullChroma;
    if (this.#planes.length < luma + fullChroma * 2) this.#planes = new Uint8Array(luma + fullChroma * 2);
    this.#split(pixels, first, stride, width, height, lumaWidth, orange, green);
    if (this.#subsampled) {
      this.#halve(orange, chromaWidth, chroma);
      this.#halve(green, chromaWidth, chroma);
    }

    const lumaStart = at + NSCODEC_HEADER;
    const orangeStart = writePlane(this.#planes, 0, luma, out, lumaStart);
    const greenStart = writePlane(this.#planes, orange, chroma, out, orangeStart);
    const end = writePlane(this.#planes, green, chroma, out, greenStart);
    at = put32(orangeStart - lumaStart, out, at);
    at = put32(greenStart - orangeStart, out, at);
    at = put32(end - greenStart, out, at);
    // No alpha plane: all is opaque.
    at = put32(0, out, at);
    out[at++] = this.#shift + 1;
    out[at++] = this.#subsampled ? 1 : 0;
    out[at++] = 0;
    out[at] = 0;
    return end;
  }

  /**
   * Takes the rectangle apart into luma and chroma, bottom row first. The transformation is YCoCg-R, a lossless one, with the
   * lowest bit of both chroma values dropped: decoders double them.
   */
  #split(
    pixels: Uint32Array,
    first: number,
    stride: number,
    width: number,
    height: number,
    lumaWidth: number,
    orange: number,
    green: number,
  ): void {
    const planes = this.#planes;
    const shift = this.#shift;
    const half = (1 << shift) >> 1;
    let at = 0;
    for (let y = height - 1; y >= 0; y--) {
      const row = first + y * stride;
      for (let x = 0; x < width; x++, at++) {
        const pixel = pixels[row + x]!;
        const b = pixel & 0xff;
        const co = (((pixel >>> 16) & 0xff) - b) >> 1;
        const middle = b + co;
        const cg = (((pixel >>> 8) & 0xff) - middle) >> 1;
        planes[at] = middle + cg;
        planes[orange + at] = lose(co, shift, half);
        planes[green + at] = lose(cg, shift, half);
      }
      for (let x = width; x < lumaWidth; x++, at++) {
        planes[at] = planes[at - 1]!;
        planes[orange + at] = planes[orange + at - 1]!;
        planes[green + at] = planes[green + at - 1]!;
      }
    }
    if (this.#subsampled && (height & 1) !== 0) {
      planes.copyWithin(orange + at, orange + at - lumaWidth, orange + at);
      planes.copyWithin(green + at, green + at - lumaWidth, green + at);
    }
  }

  /** Subsamples a plane of chroma in place, by the mean of two by two values ([MS-RDPEGDI] 3.1.9.1.3). */
  #halve(start: number, width: number, size: number): void {
    const planes = this.#planes;
    for (let i = 0, from = start; i < size; from += width * 2) {
      for (let x = 0; x < width; x++, i++, from += 2) {
        const below = from + width * 2;
        const sum = signed(planes[from]!) + signed(planes[from + 1]!) + signed(planes[below]!) + signed(planes[below + 1]!);
        planes[start + i] = (sum + 2) >> 2;
      }
    }
  }
}

/** Colour loss ([MS-RDPEGDI] 3.1.9.1.4), rounded, except where the decoder could not tell the result from a negative one. */
function lose(chroma: number, shift: number, half: number): number {
  const rounded = (chroma + half) >> shift;
  return rounded << shift > 127 ? rounded - 1 : rounded;
}

function signed(byte: number): number {
  return (byte << 24) >> 24;
}

/** Writes a plane with runs, or without where that is as short ([MS-RDPNSC] 3.1.8.2). @returns the offset after it */
function writePlane(plane: Uint8Array, from: number, size: number, out: Uint8Array, at: number): number {
  const start = from;
  const end = at + size;
  const runsEnd = from + size - PLANE_TAIL;
  while (from < runsEnd) {
    const value = plane[from]!;
    let next = from + 1;
    while (next < runsEnd && plane[next] === value) next++;
    const run = next - from;
    if (at + 7 + PLANE_TAIL >= end) return writeBare(plane, start, size, out, end - size);
    out[at++] = value;
    if (run > 1) {
      out[at++] = value;
      if (run < LONG) {
        out[at++] = run - 2;
      } else {
        out[at++] = LONG_RUN;
        at = put32(run, out, at);
      }
    }
    from = next;
  }
  if (size < PLANE_TAIL || at + PLANE_TAIL >= end) return writeBare(plane, start, size, out, end - size);
  for (let i = 0; i < PLANE_TAIL; i++) out[at++] = plane[from++]!;
  return at;
}

function writeBare(plane: Uint8Array, from: number, size: number, out: Uint8Array, at: number): number {
  for (const end = at + size; at < end; ) out[at++] = plane[from++]!;
  return at;
}
