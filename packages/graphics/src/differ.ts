import type { Capture, Rect } from '@beside/desktop';
import { words } from './words.js';

/** Side of a tile, in pixels. */
const TILE = 64;
/** Most tiles that are merged into one rectangle; it stays short enough for one coded rectangle of an update. */
const MAX_MERGED = 4;

/** A rectangle that is used again for the next frame. */
interface ReusedRect extends Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Finds what changed. It keeps the picture as it was last told to be sent, compares each capture with it inside the
 * capture's damage, and takes over what is different. For a frame it allocates nothing.
 *
 * The picture has the size of the other side's screen, which need not be the desktop's: of a larger desktop the upper left
 * part is in it, and what a smaller one does not cover is black.
 */
export class Differ {
  #width = 0;
  #height = 0;
  #columns = 0;
  /** Size of the last capture, and as much of it as is in the picture. */
  #captureWidth = 0;
  #captureHeight = 0;
  #coveredWidth = 0;
  #coveredHeight = 0;
  /** The picture as the other side has it once everything is sent, packed rows. */
  #sent = new Uint32Array(0);
  /** Bounds of what changed in each tile: left, top, right, bottom, exclusive at the end. Nothing where right is 0. */
  #bounds = new Int32Array(0);
  /** The same bytes, for comparing whole rows by the system's memory comparison. */
  #sentBytes: Buffer = Buffer.alloc(0);
  /** 1 for each row of the tile row at hand that is not byte for byte the same. */
  readonly #changedRow = new Uint8Array(TILE);
  #seen: Uint8Array | undefined;
  #seenBytes: Buffer = Buffer.alloc(0);
  #seenWords: Uint32Array = new Uint32Array(0);
  readonly #pool: ReusedRect[] = [];
  readonly #rects: ReusedRect[] = [];

  /** @param width of the other side's screen, in pixels; `height` as well */
  constructor(width: number, height: number) {
    this.resize(width, height);
  }

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** The other side's screen is another one, in pixels; the next {@link changed} names all of it. */
  resize(width: number, height: number): void {
    this.#captureWidth = 0;
    this.#captureHeight = 0;
    if (width === this.#width && height === this.#height) return;
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / TILE);
    this.#sent = new Uint32Array(width * height);
    this.#sentBytes = Buffer.from(this.#sent.buffer);
    this.#bounds = new Int32Array(this.#columns * Math.ceil(height / TILE) * 4);
  }

  /** The picture with all changes told so far (0xXXRRGGBB, `width` pixels a row); the next {@link changed} overwrites it. */
  get pixels(): Uint32Array {
    return this.#sent;
  }

  /** Makes {@link changed} name these areas (everything without them) even where nothing changed. */
  invalidate(areas?: readonly Rect[]): void {
    if (areas === undefined) this.#mark(0, 0, this.#width, this.#height);
    else for (const { x, y, width, height } of areas) this.#mark(x, y, x + width, y + height);
  }

  /**
   * Compares a capture with what was sent.
   *
   * @returns areas that hold every changed pixel and few others, apart from each other, `x` a multiple of 4; valid until the
   *   next call. They count as sent from now on: what cannot be sent must be given to {@link invalidate} again
   */
  changed(capture: Capture): readonly Rect[] {
    const { width, height, pixels, stride } = capture;
    if (pixels !== this.#seen) {
      this.#seen = pixels;
      this.#seenWords = words(pixels);
      this.#seenBytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length);
    }
    if (width !== this.#captureWidth || height !== this.#captureHeight) {
      this.#captureWidth = width;
      this.#captureHeight = height;
      this.#coveredWidth = Math.min(width, this.#width);
      this.#coveredHeight = Math.min(height, this.#height);
      this.#sent.fill(0);
      this.#compare(stride >> 2, 0, 0, width, height);
      this.invalidate();
    } else {
      for (const { x, y, width, height } of capture.damage) this.#compare(stride >> 2, x, y, x + width, y + height);
    }
    return this.#collect();
  }

  /** Compares an area, as far as it is in the picture: row by row first and then, where rows differ, tile by tile. */
  #compare(stride: number, left: number, top: number, right: number, bottom: number): void {
    right = Math.min(right, this.#coveredWidth);
    bottom = Math.min(bottom, this.#coveredHeight);
    if (left >= right) return;
    for (let y = top; y < bottom; ) {
      const end = Math.min(bottom, nextTile(y));
      if (this.#compareRows(stride, left, y, right, end))
        for (let x = left; x < right; x = nextTile(x)) this.#compareTile(stride, x, y, Math.min(right, nextTile(x)), end);
      y = end;
    }
  }

  /** @returns whether any of the rows, all of one tile row, differs */
  #compareRows(stride: number, left: number, top: number, right: number, bottom: number): boolean {
    const length = (right - left) * 4;
    let any = false;
    for (let y = top; y < bottom; y++) {
      const from = (y * stride + left) * 4;
      const to = (y * this.#width + left) * 4;
      const differs = this.#seenBytes.compare(this.#sentBytes, to, to + length, from, from + length) !== 0;
      this.#changedRow[y % TILE] = differs ? 1 : 0;
      any ||= differs;
    }
    return any;
  }

  /** Compares the part of a tile that is damaged, and copies what is different. */
  #compareTile(stride: number, left: number, top: number, right: number, bottom: number): void {
    const pixels = this.#seenWords;
    const sent = this.#sent;
    let minX = right;
    let maxX = left;
    let minY = bottom;
    let maxY = top;
    for (let y = top; y < bottom; y++) {
      if (this.#changedRow[y % TILE] === 0) continue;
      const to = y * this.#width;
      const from = y * stride;
      let first = left;
      while (first < right && ((pixels[from + first]! ^ sent[to + first]!) & 0xffffff) === 0) first++;
      if (first === right) continue;
      let last = right;
      while (((pixels[from + last - 1]! ^ sent[to + last - 1]!) & 0xffffff) === 0) last--;
      for (let x = first; x < last; x++) sent[to + x] = pixels[from + x]!;
      if (first < minX) minX = first;
      if (last > maxX) maxX = last;
      if (y < minY) minY = y;
      maxY = y + 1;
    }
    if (maxX > minX) this.#markTile(minX, minY, maxX, maxY);
  }

  /** Marks an area of any size, as far as it is inside the picture. */
  #mark(left: number, top: number, right: number, bottom: number): void {
    left = Math.max(0, left);
    top = Math.max(0, top);
    right = Math.min(this.#width, right);
    bottom = Math.min(this.#height, bottom);
    for (let y = top; y < bottom; y = nextTile(y))
      for (let x = left; x < right; x = nextTile(x))
        this.#markTile(x, y, Math.min(right, nextTile(x)), Math.min(bottom, nextTile(y)));
  }

  /** Marks an area inside one tile. */
  #markTile(left: number, top: number, right: number, bottom: number): void {
    const bounds = this.#bounds;
    const at = (Math.floor(top / TILE) * this.#columns + Math.floor(left / TILE)) * 4;
    const fresh = bounds[at + 2] === 0;
    bounds[at] = fresh ? left : Math.min(bounds[at]!, left);
    bounds[at + 1] = fresh ? top : Math.min(bounds[at + 1]!, top);
    bounds[at + 2] = Math.max(bounds[at + 2]!, right);
    bounds[at + 3] = fresh ? bottom : Math.max(bounds[at + 3]!, bottom);
  }

  /** Makes rectangles of the marked tiles and clears the marks. */
  #collect(): readonly Rect[] {
    const bounds = this.#bounds;
    this.#rects.length = 0;
    let open: ReusedRect | undefined;
    let merged = 0;
    for (let at = 0, column = 0; at < bounds.length; at += 4, column = column + 1 === this.#columns ? 0 : column + 1) {
      if (column === 0 || bounds[at + 2] === 0) open = undefined;
      if (bounds[at + 2] === 0) continue;
      const left = bounds[at]! & ~3;
      const top = bounds[at + 1]!;
      const right = Math.min(this.#width, (bounds[at + 2]! + 3) & ~3);
      const bottom = bounds[at + 3]!;
      bounds[at + 2] = 0;
      if (open !== undefined && merged < MAX_MERGED && extend(open, left, top, right, bottom)) {
        merged++;
        continue;
      }
      open = this.#next();
      merged = 1;
      open.x = left;
      open.y = top;
      open.width = right - left;
      open.height = bottom - top;
    }
    return this.#rects;
  }

  #next(): ReusedRect {
    const index = this.#rects.length;
    const rect = this.#pool[index] ?? { x: 0, y: 0, width: 0, height: 0 };
    this.#pool[index] = rect;
    this.#rects.push(rect);
    return rect;
  }
}

/** Where the next tile begins. */
function nextTile(at: number): number {
  return at - (at % TILE) + TILE;
}

/** Takes the area to the right into the rectangle if both together are not much larger than each alone. */
function extend(rect: ReusedRect, left: number, top: number, right: number, bottom: number): boolean {
  const unionTop = Math.min(rect.y, top);
  const unionBottom = Math.max(rect.y + rect.height, bottom);
  const union = (right - rect.x) * (unionBottom - unionTop);
  const apart = rect.width * rect.height + (right - left) * (bottom - top);
  if (union * 4 > apart * 5) return false;
  rect.width = right - rect.x;
  rect.y = unionTop;
  rect.height = unionBottom - unionTop;
  return true;
}
