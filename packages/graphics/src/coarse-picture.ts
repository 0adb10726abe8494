import type { Rect } from '@beside/desktop';
import type { Coarseness } from './bandwidth.js';

/** Side of a tile, in pixels. */
const TILE = 64;
/** Most tiles of a row that are made exact by one rectangle. */
const MAX_MERGED = 4;
/** A tile in which nothing changed for so long is made exact, in ms: longer than the time between two frames of a moving picture. */
const STILL = 400;
/** Longest that a tile is coarse, in ms, also where something changes all the time: a blinking caret beside a line of text. */
const LONGEST = 3000;
/** Changes of no more pixels are sent as they are: typed letters, a pointed-at button. They are small however they are coded. */
const SMALL = 128 * 128;
/** In place of the time at which a tile was last sent coarsely: the client has it exactly. */
const EXACT = -1;

/**
 * The picture as a client on a slow line is to be sent it: what changes much is coarse at first, with fewer bits a colour, and
 * becomes exact tile by tile once it is still. It keeps book of what the client has only coarsely.
 *
 * Black, white and the other extremes of each colour are exact at once, and dark text on a light ground is not touched.
 */
export class CoarsePicture {
  readonly #bits: Coarseness['bits'];
  readonly #tilesPerFrame: number;
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #pixels: Uint32Array;
  /** Of each tile, when it was last sent coarsely, or {@link EXACT}. */
  readonly #sentAt: Float64Array;
  /** Of each tile that is coarse, since when. */
  readonly #since: Float64Array;
  /** How many tiles are coarse. */
  #count = 0;
  /** Where the search for tiles to make exact begins: behind the last, so that none waits for good. */
  #from = 0;
  readonly #rects: Rect[] = [];

  /** @param width of the client's screen, in pixels; `height` as well */
  constructor(width: number, height: number, { bits, tilesPerFrame }: Coarseness) {
    this.#bits = bits;
    this.#tilesPerFrame = tilesPerFrame;
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / TILE);
    this.#pixels = new Uint32Array(width * height);
    this.#sentAt = new Float64Array(this.#columns * Math.ceil(height / TILE)).fill(EXACT);
    this.#since = new Float64Array(this.#sentAt.length);
  }

  /** What is to be sent inside the rectangles that {@link next} gave, 0xXXRRGGBB, `width` pixels a row. */
  get pixels(): Uint32Array {
    return this.#pixels;
  }

  /**
   * What the next frame is made of; it counts as sent.
   *
   * @param exact the picture as it is, of the same size
   * @param changed where it changed
   * @param now ms
   * @returns the changed areas, and behind them tiles that become exact; valid until the next call
   */
  next(exact: Uint32Array, changed: readonly Rect[], now: number): readonly Rect[] {
    const rects = this.#rects;
    rects.length = 0;
    let area = 0;
    for (const { width, height } of changed) area += width * height;
    for (const rect of changed) {
      if (area <= SMALL) this.#copy(exact, rect);
      else if (this.#reduce(exact, rect)) this.#mark(rect, now);
      rects.push(rect);
    }
    if (this.#count > 0) this.#sharpen(exact, now);
    return rects;
  }

  /** How long it is until tiles are to be made exact, in ms: 0 where some are due, Infinity where all are. */
  due(now: number): number {
    if (this.#count === 0) return Number.POSITIVE_INFINITY;
    let soonest = Number.POSITIVE_INFINITY;
    for (let tile = 0; tile < this.#sentAt.length; tile++)
      if (this.#sentAt[tile] !== EXACT) soonest = Math.min(soonest, this.#dueAt(tile));
    return Math.max(0, soonest - now);
  }

  #dueAt(tile: number): number {
    return Math.min(this.#sentAt[tile]! + STILL, this.#since[tile]! + LONGEST);
  }

  #copy(exact: Uint32Array, { x, y, width, height }: Rect): void {
    for (let at = y * this.#width + x, end = at + height * this.#width; at < end; at += this.#width)
      this.#pixels.set(exact.subarray(at, at + width), at);
  }

  /** Takes an area over with fewer bits a colour; the upper bits are repeated in the lower ones. @returns whether that changed anything */
  #reduce(exact: Uint32Array, { x, y, width, height }: Rect): boolean {
    const pixels = this.#pixels;
    const bits = this.#bits;
    const upper = 0x010101 * (0x100 - (1 << (8 - bits)));
    const lower = 0x010101 * ((1 << (8 - bits)) - 1);
    let lost = 0;
    for (let row = y * this.#width + x, end = row + height * this.#width; row < end; row += this.#width)
      for (let at = row; at < row + width; at++) {
        const pixel = exact[at]!;
        const reduced = (pixel & upper) | ((pixel >>> bits) & lower);
        lost |= pixel ^ reduced;
        pixels[at] = reduced;
      }
    return (lost & 0xffffff) !== 0;
  }

  #mark({ x, y, width, height }: Rect, now: number): void {
    for (let row = Math.floor(y / TILE); row * TILE < y + height; row++)
      for (let column = Math.floor(x / TILE); column * TILE < x + width; column++) {
        const tile = row * this.#columns + column;
        if (this.#sentAt[tile] === EXACT) {
          this.#since[tile] = now;
          this.#count++;
        }
        this.#sentAt[tile] = now;
      }
  }

  /** Adds tiles that are due, as they are. */
  #sharpen(exact: Uint32Array, now: number): void {
    const tiles = this.#sentAt.length;
    let left = this.#tilesPerFrame;
    for (let step = 0; step < tiles && left > 0; ) {
      const tile = (this.#from + step) % tiles;
      const run = Math.min(this.#dueRun(tile, now), left, tiles - step);
      if (run > 0) {
        const rect = this.#take(tile, run);
        this.#copy(exact, rect);
        this.#rects.push(rect);
      }
      left -= run;
      step += Math.max(run, 1);
      if (left === 0) this.#from = (tile + run) % tiles;
    }
  }

  /** How many tiles from this one on, in its row, are due. */
  #dueRun(tile: number, now: number): number {
    let run = 0;
    while (
      run < MAX_MERGED &&
      (tile % this.#columns) + run < this.#columns &&
      this.#sentAt[tile + run] !== EXACT &&
      this.#dueAt(tile + run) <= now
    )
      run++;
    return run;
  }

  /** The rectangle of some tiles, which are exact from now on. */
  #take(tile: number, run: number): Rect {
    this.#sentAt.fill(EXACT, tile, tile + run);
    this.#count -= run;
    const x = (tile % this.#columns) * TILE;
    const y = Math.floor(tile / this.#columns) * TILE;
    return { x, y, width: Math.min(run * TILE, this.#width - x), height: Math.min(TILE, this.#height - y) };
  }
}
