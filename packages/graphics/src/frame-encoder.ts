import type { Rect } from '@beside/desktop';
import type { ClientCapabilities, EncodedRect, PictureCodec } from '@beside/rdp';
import {
  bytesPerPixel,
  codedWidth,
  encodeRaw,
  InterleavedEncoder,
  largestRect,
  PlanarEncoder,
  planarBound,
  rawSize,
} from '@beside/rdp/codecs';

type Encode = (pixels: Uint32Array, first: number, stride: number, width: number, height: number) => PictureCodec;

/**
 * Encodes the rectangles of a frame, each without loss in the best codec the client has: planar at 32 bits a pixel (if the
 * client may be sent no alpha), interleaved RLE below, uncompressed where that is shorter.
 */
export class FrameEncoder {
  readonly #client: ClientCapabilities;
  readonly #encode: Encode;
  /** Coded pixels that a rectangle can have so that it is not too long for the client however badly it compresses. */
  readonly #maxPixels: number;
  #out = new Uint8Array(0);
  #at = 0;

  constructor(client: ClientCapabilities) {
    this.#client = client;
    this.#encode = this.#chooseCodec();
    const bytes = this.#planar ? 3 : bytesPerPixel(client.bitsPerPixel);
    this.#maxPixels = Math.floor((largestRect(client.maxUpdateSize) - 2) / bytes);
  }

  get #planar(): boolean {
    return this.#client.bitsPerPixel === 32 && this.#client.planar;
  }

  /**
   * @param pixels the picture, 0xXXRRGGBB
   * @param stride pixels from one row to the next
   * @param rects inside the picture
   * @returns the same rectangles, cut where they are too long for the client; their data is valid until the next call
   */
  encode(pixels: Uint32Array, stride: number, rects: readonly Rect[]): EncodedRect[] {
    this.#reserve(rects);
    const encoded: EncodedRect[] = [];
    for (const { x, y, width, height } of rects) {
      const rows = Math.floor(this.#maxPixels / codedWidth(width));
      if (rows === 0) throw new RangeError(`a rectangle ${width} pixels wide is too wide for one row of an update`);
      for (let top = y; top < y + height; top += rows) {
        const part = Math.min(rows, y + height - top);
        const from = this.#at;
        const codec = this.#encode(pixels, top * stride + x, stride, width, part);
        encoded.push({
          x,
          y: top,
          width,
          height: part,
          codec,
          bitsPerPixel: this.#client.bitsPerPixel,
          data: this.#out.subarray(from, this.#at),
        });
      }
    }
    return encoded;
  }

  /** Makes room for the frame as if nothing would compress, so that it never has to be moved. */
  #reserve(rects: readonly Rect[]): void {
    let bytes = 0;
    for (const { width, height } of rects) {
      // Each part of a cut rectangle has header and pad of its own.
      bytes += this.#planar ? planarBound(width, height) + height * 2 : rawSize(width, height, this.#client.bitsPerPixel);
    }
    this.#at = 0;
    if (bytes > this.#out.length) this.#out = new Uint8Array(bytes + (bytes >> 2));
  }

  #chooseCodec(): Encode {
    const { bitsPerPixel } = this.#client;
    const raw: Encode = (pixels, first, stride, width, height) => {
      this.#at = encodeRaw(pixels, first, stride, width, height, bitsPerPixel, this.#out, this.#at);
      return 'raw';
    };
    if (bitsPerPixel === 32) {
      if (!this.#planar) return raw;
      const planar = new PlanarEncoder();
      return (pixels, first, stride, width, height) => {
        this.#at = planar.encode(pixels, first, stride, width, height, this.#out, this.#at);
        return 'planar';
      };
    }
    const interleaved = new InterleavedEncoder(bitsPerPixel);
    return (pixels, first, stride, width, height) => {
      const end = interleaved.encode(pixels, first, stride, width, height, this.#out, this.#at);
      if (end < 0) return raw(pixels, first, stride, width, height);
      this.#at = end;
      return 'interleaved';
    };
  }
}
