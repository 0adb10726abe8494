import type { ClientCapabilities, EncodedRect } from '@beside/rdp';
import { codedWidth, PictureCanvas } from '@beside/rdp/codecs';

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

/** A client's screen: what it is sent arrives as it does over RDP, and is painted as an expert of Beside paints it. */
export class Screen {
  readonly #canvas: PictureCanvas;
  /** Bytes of coded pixels that arrived. */
  received = 0;

  /** Both in pixels. */
  constructor(width: number, height: number) {
    this.#canvas = new PictureCanvas(width, height);
  }

  get width(): number {
    return this.#canvas.width;
  }

  get height(): number {
    return this.#canvas.height;
  }

  /** 0xffRRGGBB. */
  get pixels(): Uint32Array {
    return this.#canvas.pixels;
  }

  show(rects: readonly EncodedRect[]): void {
    for (const rect of rects) {
      const { x, y, width, height, codec, data } = rect;
      if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > this.width || y + height > this.height)
        throw new Error('a rectangle reaches out of the screen');
      const padded = codec !== 'remotefx' && codec !== 'nscodec';
      this.#canvas.apply({ ...rect, codedWidth: padded ? codedWidth(width) : width, codedHeight: height });
      this.received += data.length;
    }
  }
}
