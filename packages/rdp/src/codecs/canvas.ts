import { ProtocolError } from '@beside/bytes';
import type { Area, ReceivedRect } from '../picture.js';
import { BitmapDecoder } from './decode.js';
import { NSCodecDecoder } from './nscodec-decoder.js';
import { RemoteFxDecoder } from './remotefx/decoder.js';

const NOTHING: readonly Area[] = [];

/** How far coded pixels may go beyond the canvas, in pixels: servers cut the screen into tiles of at most 64. */
const OVERHANG = 64;

/**
 * The picture as a client has it: rectangles in every codec are painted on it, in the order in which they came. One canvas
 * belongs to one activation; the next one may have another size, and its decoders begin anew.
 */
export class PictureCanvas {
  readonly width: number;
  readonly height: number;
  /** 0xffRRGGBB, rows top down, `width` pixels each; black at first. */
  readonly pixels: Uint32Array;
  readonly #bitmaps = new BitmapDecoder();
  readonly #nscodec = new NSCodecDecoder();
  readonly #remotefx = new RemoteFxDecoder();
  /** Decoded pixels of one rectangle, used again for the next. */
  #decoded = new Uint32Array(0);
  #palette: Uint32Array | undefined;

  /** Both in pixels. */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height).fill(0xff000000);
  }

  /** @param colors 256 of them, 0xffRRGGBB, for rectangles of 8 bits a pixel */
  setPalette(colors: Uint32Array): void {
    this.#palette = colors;
  }

  /**
   * Paints a rectangle, as far as it is on the canvas.
   *
   * @returns what was painted: of a RemoteFX message that is what it holds, whatever the rectangle says
   * @throws ProtocolError its data does not make it, or it is coded larger than the canvas
   */
  apply(rect: ReceivedRect): readonly Area[] {
    const { codec, codedWidth, codedHeight, data } = rect;
    if (codec === 'remotefx') return this.#remotefx.decode(data, this, rect.x, rect.y, rect);
    if (codedWidth > this.width + OVERHANG || codedHeight > this.height + OVERHANG)
      throw new ProtocolError('picture.rectangle', 'is coded larger than the desktop');
    if (this.#decoded.length < codedWidth * codedHeight) this.#decoded = new Uint32Array(codedWidth * codedHeight);
    if (codec === 'nscodec') this.#nscodec.decode(data, codedWidth, codedHeight, this.#decoded);
    else {
      if (rect.bitsPerPixel === 8 && this.#palette === undefined)
        throw new ProtocolError('picture.bitsPerPixel', 'is 8, and no palette has come');
      this.#bitmaps.decode(codec, data, rect.bitsPerPixel, codedWidth, codedHeight, this.#decoded, this.#palette);
    }
    return this.#paint(rect);
  }

  /** Copies what was decoded to its place. */
  #paint({ x, y, width, height, codedWidth }: ReceivedRect): readonly Area[] {
    const columns = Math.min(width, this.width - x);
    const rows = Math.min(height, this.height - y);
    if (columns <= 0 || rows <= 0) return NOTHING;
    for (let row = 0; row < rows; row++) {
      const from = row * codedWidth;
      this.pixels.set(this.#decoded.subarray(from, from + columns), (y + row) * this.width + x);
    }
    return [{ x, y, width: columns, height: rows }];
  }
}
