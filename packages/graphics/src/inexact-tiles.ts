import type { Rect } from '@beside/desktop';
import { TILE } from './motion-map.js';

/** Most tiles of a row that are made exact by one rectangle: it stays short enough for one coded rectangle of an update. */
const MAX_MERGED = 4;
/** Longest that a tile stays inexact, in ms, also where something changes all the time: a blinking caret beside a line of text. */
const LONGEST = 3000;
/** In place of a time: the client has the tile exactly. */
const EXACT = -1;

/** How soon tiles become exact. */
export interface Patience {
  /** A tile that was not sent inexactly for so long is due, in ms: longer than the time between two frames of a moving picture. */
  readonly still: number;
  /** Most tiles that a frame makes exact: what they need must not keep what changes waiting. */
  readonly tilesPerFrame: number;
}

/**
 * Book of what a client has only about: tiles that were sent with loss or with fewer colours. Each becomes due to be sent exactly once
 * it is still. It has no clock; times are ms of one that never goes back.
 */
export class InexactTiles {
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #patience: Patience;
  /** Of each tile, when it was last sent inexactly, or {@link EXACT}. */
  readonly #sentAt: Float64Array;
  /** Of each that is inexact, since when; Infinity: it moves, and may stay so. */
  readonly #since: Float64Array;
  #count = 0;
  /** Where the search for due tiles begins: behind the last, so that none waits for good. */
  #from = 0;
  readonly #rects: Rect[] = [];

  /** @param width of the client's screen, in pixels; `height` as well */
  constructor(width: number, height: number, patience: Patience) {
    this.#width = width;
    this.#height = height;
    this.#patience = patience;
    this.#columns = Math.ceil(width / TILE);
    this.#sentAt = new Float64Array(this.#columns * Math.ceil(height / TILE)).fill(EXACT);
    this.#since = new Float64Array(this.#sentAt.length);
  }

  /**
   * An area is sent inexactly.
   *
   * @param moves it is part of a moving picture, of which nobody can look at one for long: it need not be exact before it is still
   */
  mark({ x, y, width, height }: Rect, now: number, moves: boolean): void {
    for (let row = Math.floor(y / TILE); row * TILE < y + height; row++)
      for (let column = Math.floor(x / TILE); column * TILE < x + width; column++) {
        const tile = row * this.#columns + column;
        if (this.#sentAt[tile] === EXACT) this.#count++;
        if (moves) this.#since[tile] = Number.POSITIVE_INFINITY;
        else if (this.#sentAt[tile] === EXACT || this.#since[tile] === Number.POSITIVE_INFINITY) this.#since[tile] = now;
        this.#sentAt[tile] = now;
      }
  }

  /** How long it is until tiles are due, in ms: 0 where some are, Infinity where the client has all exactly. */
  due(now: number): number {
    if (this.#count === 0) return Number.POSITIVE_INFINITY;
    let soonest = Number.POSITIVE_INFINITY;
    for (let tile = 0; tile < this.#sentAt.length; tile++)
      if (this.#sentAt[tile] !== EXACT) soonest = Math.min(soonest, this.#dueAt(tile));
    return Math.max(0, soonest - now);
  }

  /**
   * Tiles that are due, as many as a frame may make exact; they count as exact from now on.
   *
   * @returns whole tiles; valid until the next call
   */
  take(now: number): readonly Rect[] {
    const rects = this.#rects;
    rects.length = 0;
    const tiles = this.#count > 0 ? this.#sentAt.length : 0;
    let left = this.#patience.tilesPerFrame;
    for (let step = 0; step < tiles && left > 0; ) {
      const tile = (this.#from + step) % tiles;
      const run = Math.min(this.#dueRun(tile, now), left, tiles - step);
      if (run > 0) rects.push(this.#cut(tile, run));
      left -= run;
      step += Math.max(run, 1);
      if (left === 0) this.#from = (tile + run) % tiles;
    }
    return rects;
  }

  #dueAt(tile: number): number {
    return Math.min(this.#sentAt[tile]! + this.#patience.still, this.#since[tile]! + LONGEST);
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
  #cut(tile: number, run: number): Rect {
    this.#sentAt.fill(EXACT, tile, tile + run);
    this.#count -= run;
    const x = (tile % this.#columns) * TILE;
    const y = Math.floor(tile / this.#columns) * TILE;
    return { x, y, width: Math.min(run * TILE, this.#width - x), height: Math.min(TILE, this.#height - y) };
  }
}
