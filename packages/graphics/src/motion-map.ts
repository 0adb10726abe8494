import type { Rect } from '@beside/desktop';

/** Side of a tile, in pixels; that of {@link Differ}'s tiles and of RemoteFX's. */
export const TILE = 64;
/** Changes that follow each other so closely belong to one movement, in ms. */
const MOVEMENT_GAP = 250;
/** So many changes in a row are a movement; fewer are a menu that opens, or a page that is turned. */
const MOVEMENT = 4;
/**
 * What moves on the screen, by tiles: a film, an animation, a window that is dragged. What moves may be sent with loss, since
 * nobody can look at one picture of it for long.
 *
 * It has no clock; times are ms of one that never goes back. For a frame it allocates the list of rectangles alone.
 */
export class MotionMap {
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #rows: number;
  /** When each tile changed last, and how many changes of it followed each other closely. */
  readonly #changedAt: Float64Array;
  readonly #changes: Uint16Array;
  /** 1 for each tile that is asked for by {@link cut}. */
  readonly #cut: Uint8Array;

  /** @param width of the screen, in pixels; `height` as well */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / TILE);
    this.#rows = Math.ceil(height / TILE);
    const tiles = this.#columns * this.#rows;
    this.#changedAt = new Float64Array(tiles).fill(Number.NEGATIVE_INFINITY);
    this.#changes = new Uint16Array(tiles);
    this.#cut = new Uint8Array(tiles);
  }

  /** Notes what a frame changes. */
  changed(rects: readonly Rect[], now: number): void {
    for (const rect of rects) {
      this.#each(rect, (tile) => {
        if (this.#changedAt[tile] === now) return;
        const close = now - this.#changedAt[tile]! <= MOVEMENT_GAP;
        this.#changes[tile] = close ? Math.min(this.#changes[tile]! + 1, MOVEMENT) : 1;
        this.#changedAt[tile] = now;
      });
    }
  }

  /** Whether anything of a rectangle moves. */
  moves(rect: Rect): boolean {
    let moves = false;
    this.#each(rect, (tile) => {
      moves ||= this.#changes[tile]! >= MOVEMENT;
    });
    return moves;
  }

  /**
   * Cuts whole tiles for an encoder that works by tiles: those that some rectangles touch, together in as few rectangles as a
   * glance finds.
   */
  cut(rects: readonly Rect[]): Rect[] {
    const cut = this.#cut.fill(0);
    for (const rect of rects) {
      this.#each(rect, (tile) => {
        cut[tile] = 1;
      });
    }
    return this.#collect(cut);
  }

  #each({ x, y, width, height }: Rect, visit: (tile: number) => void): void {
    const lastRow = Math.min(this.#rows, Math.ceil((y + height) / TILE));
    const lastColumn = Math.min(this.#columns, Math.ceil((x + width) / TILE));
    for (let row = Math.floor(y / TILE); row < lastRow; row++)
      for (let column = Math.floor(x / TILE); column < lastColumn; column++) visit(row * this.#columns + column);
  }

  /** Runs of tiles in a row, and runs below each other that begin and end alike, as one rectangle. */
  #collect(tiles: Uint8Array): Rect[] {
    const rects: { x: number; y: number; width: number; height: number }[] = [];
    let above = 0;
    for (let row = 0; row < this.#rows; row++) {
      const y = row * TILE;
      const height = Math.min(TILE, this.#height - y);
      const firstOfRow = rects.length;
      for (let column = 0; column < this.#columns; column++) {
        if (tiles[row * this.#columns + column] === 0) continue;
        const start = column;
        while (column < this.#columns && tiles[row * this.#columns + column] === 1) column++;
        const x = start * TILE;
        rects.push({ x, y, width: Math.min(column * TILE, this.#width) - x, height });
      }
      above = this.#join(rects, above, firstOfRow, y);
    }
    return rects;
  }

  /** Joins the runs of a row (from `first` on) with those of the rows above (from `above` on) when all of them fit. */
  #join(rects: { x: number; y: number; width: number; height: number }[], above: number, first: number, y: number): number {
    const count = rects.length - first;
    if (count === 0 || first - above !== count) return first;
    for (let i = 0; i < count; i++) {
      const upper = rects[above + i]!;
      const lower = rects[first + i]!;
      if (upper.x !== lower.x || upper.width !== lower.width || upper.y + upper.height !== y) return first;
    }
    for (let i = 0; i < count; i++) rects[above + i]!.height += rects[first + i]!.height;
    rects.length = first;
    return above;
  }
}
