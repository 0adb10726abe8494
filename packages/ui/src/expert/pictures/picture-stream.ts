import { ProtocolError } from '@beside/bytes';
import { PictureCanvas, readPictureMessage } from '@beside/rdp/codecs';
import type { PictureNote } from 'beside/protocol';
import { Damage } from './damage.js';
import type { PictureNews } from './news.js';
import { readPointer } from './pointer-picture.js';
import { copyExchanged, type Raster } from './raster.js';
import { PictureStatistics } from './statistics.js';

/** Largest side of a desktop, in pixels: what a canvas takes in every browser, and RDP's largest is half of it. */
const MAX_SIDE = 16384;
/** And most pixels: 8K. */
const MAX_PIXELS = 7680 * 4320;

export interface PictureStreamOptions {
  readonly raster: Raster;
  readonly tell: (news: PictureNews) => void;
  /** The frame is on the raster. */
  readonly painted: (frameId: number) => void;
  /** Calls back soon: what belongs to no frame is painted then. */
  readonly later: (paint: () => void) => void;
  /** ms, of a clock that goes evenly. */
  readonly now: () => number;
}

/**
 * One session's pictures, from the program's messages to the raster. Nothing waits in here: what comes is decoded at once, and
 * painted when its frame is whole. Servers that mark no frames have it painted soon after.
 */
export class PictureStream {
  readonly #options: PictureStreamOptions;
  readonly #damage = new Damage();
  readonly #statistics: PictureStatistics;
  #canvas: PictureCanvas | undefined;
  #pixels: Uint32Array = new Uint32Array(0);
  #framed = false;
  #shown = false;
  #due = false;

  constructor(options: PictureStreamOptions) {
    this.#options = options;
    this.#statistics = new PictureStatistics(options.now());
  }

  /** @throws ProtocolError it makes no sense */
  note(note: PictureNote): void {
    switch (note.note) {
      case 'reset':
        this.#reset(note.width, note.height);
        break;
      case 'palette':
        this.#begun().setPalette(Uint32Array.from(note.colors));
        break;
      case 'pointer':
        this.#options.tell({ news: 'pointer', pointer: readPointer(note) });
        break;
      case 'pointer-position':
        this.#options.tell({ news: 'pointer-position', x: note.x, y: note.y });
        break;
      case 'frame-end':
        this.#framed = true;
        this.#paint();
        this.#options.painted(note.frameId);
        break;
    }
  }

  /**
   * Takes one picture message.
   *
   * @throws ProtocolError it does not make a picture of this desktop
   */
  picture(message: Uint8Array): void {
    const began = this.#options.now();
    const canvas = this.#begun();
    const rects = readPictureMessage(message);
    for (const rect of rects) for (const area of canvas.apply(rect)) this.#damage.add(area);
    this.#statistics.decoded(rects, message.length, this.#options.now() - began);
    if (!this.#framed) this.#paintSoon();
  }

  /** Tells how pictures came since the last time. */
  tellFigures(): void {
    this.#options.tell({ news: 'figures', figures: this.#statistics.read(this.#options.now()) });
  }

  #begun(): PictureCanvas {
    if (!this.#canvas) throw new ProtocolError('picture', 'comes before the size of the desktop');
    return this.#canvas;
  }

  #reset(width: number, height: number): void {
    const possible = [width, height].every((side) => Number.isInteger(side) && side > 0 && side <= MAX_SIDE);
    if (!possible || width * height > MAX_PIXELS) throw new ProtocolError('picture.size', 'is none that a desktop has');
    this.#canvas = new PictureCanvas(width, height);
    this.#pixels = this.#options.raster.resize(width, height);
    this.#damage.take();
    this.#framed = false;
    this.#shown = false;
    this.#options.tell({ news: 'size', width, height });
  }

  #paintSoon(): void {
    if (this.#due) return;
    this.#due = true;
    this.#options.later(() => {
      this.#due = false;
      if (!this.#framed) this.#paint();
    });
  }

  #paint(): void {
    const canvas = this.#canvas;
    if (!canvas || this.#damage.empty) return;
    const began = this.#options.now();
    for (const area of this.#damage.take()) {
      copyExchanged(canvas.pixels, this.#pixels, canvas.width, area);
      this.#options.raster.show(area);
    }
    this.#statistics.painted(this.#options.now() - began);
    if (this.#shown) return;
    this.#shown = true;
    this.#options.tell({ news: 'shown' });
  }
}
