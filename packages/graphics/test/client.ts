import type { ClientCapabilities, EncodedRect } from '@beside/rdp';
import { BitmapDecoder, codedWidth } from '@beside/rdp/codecs';

/** What xfreerdp says of itself, about. */
export const CLIENT: ClientCapabilities = {
  bitsPerPixel: 32,
  width: 800,
  height: 600,
  fastPathOutput: true,
  desktopResize: true,
  maxUpdateSize: 0x3fffff,
  surfaceCommands: { setSurfaceBits: true, streamSurfaceBits: true, frameMarker: true },
  framesInFlight: 2,
  remotefx: undefined,
  nscodec: undefined,
  pointer: { cacheSize: 20, newPointers: true, maxSize: 96 },
  planar: true,
};

/** A client's screen: decodes what it is sent and puts it in its place. */
export class Screen {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
  readonly #decoder = new BitmapDecoder();
  /** Bytes of coded pixels that arrived. */
  received = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
  }

  show(rects: readonly EncodedRect[]): void {
    for (const { x, y, width, height, codec, bitsPerPixel, data } of rects) {
      if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > this.width || y + height > this.height)
        throw new Error('a rectangle reaches out of the screen');
      if (codec === 'remotefx' || codec === 'nscodec') throw new Error(`${codec} was not asked for`);
      const coded = codedWidth(width);
      const out = new Uint32Array(coded * height);
      this.#decoder.decode(codec, data, bitsPerPixel, coded, height, out);
      for (let row = 0; row < height; row++)
        this.pixels.set(out.subarray(row * coded, row * coded + width), (y + row) * this.width + x);
      this.received += data.length;
    }
  }
}
