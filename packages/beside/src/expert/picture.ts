import type { Area, ReceivedRect } from '@beside/rdp';
import { PictureCanvas } from '@beside/rdp/codecs';
import type { PictureSink, PictureSource } from './picture-sink.js';

/** The novice's desktop as far as it has come, decoded here. It has no pointer: pictures are saved without. */
export class Picture implements PictureSink {
  readonly #source: Pick<PictureSource, 'acknowledge'>;
  #canvas = new PictureCanvas(1, 1);
  /** 1 for each pixel that was painted since {@link begin}; let go of once all are. */
  #painted: Uint8Array | undefined;
  #missing = 0;
  #paintings = 0;

  constructor(source: Pick<PictureSource, 'acknowledge'>) {
    this.#source = source;
  }

  get width(): number {
    return this.#canvas.width;
  }

  get height(): number {
    return this.#canvas.height;
  }

  /** 0xffRRGGBB, rows top down. */
  get pixels(): Uint32Array {
    return this.#canvas.pixels;
  }

  /** Counts up with everything that is painted. */
  get paintings(): number {
    return this.#paintings;
  }

  /** Every pixel was painted since {@link begin}. */
  get whole(): boolean {
    return this.#missing === 0;
  }

  reset(width: number, height: number): void {
    this.#canvas = new PictureCanvas(width, height);
    this.begin();
  }

  begin(): void {
    this.#missing = this.width * this.height;
    this.#painted = new Uint8Array(this.#missing);
  }

  setPalette(colors: Uint32Array): void {
    this.#canvas.setPalette(colors);
  }

  setPointer(): void {}

  movePointer(): void {}

  /** Painted is painted: decoding takes no time of its own. */
  endFrame(frameId: number): void {
    this.#source.acknowledge(frameId);
  }

  paint(rects: readonly ReceivedRect[]): void {
    this.#paintings++;
    for (const rect of rects) {
      const areas = this.#canvas.apply(rect);
      if (this.#painted) for (const area of areas) this.#count(area, this.#painted);
    }
    if (this.#missing === 0) this.#painted = undefined;
  }

  #count({ x, y, width, height }: Area, painted: Uint8Array): void {
    for (let row = y; row < y + height; row++) {
      for (let at = row * this.width + x; at < row * this.width + x + width; at++) {
        if (painted[at] === 0) this.#missing--;
        painted[at] = 1;
      }
    }
  }
}
