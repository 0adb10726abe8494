import type { Rect, Size } from '../desktop.js';

/** Rectangles of damage that a capture tells at most; more are merged, since each costs its reader a turn. */
export const RECTANGLE_LIMIT = 32;
/** Rows that are read along rather than asked for separately. */
const ROW_GAP = 16;

/** Rows of a picture: `top` up to, not including, `bottom`. */
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

/**
 * Cuts rectangles to the picture, and merges them when they are many. What comes in does not overlap and is sorted by rows
 * with all rectangles of a row equally high, as X regions are; what goes out covers it and does not overlap either.
 */
export function boundedRectangles(region: readonly Rect[], { width, height }: Size, limit = RECTANGLE_LIMIT): Rect[] {
  const inside: Rect[] = [];
  for (const rect of region) {
    const x = Math.max(rect.x, 0);
    const y = Math.max(rect.y, 0);
    const right = Math.min(rect.x + rect.width, width);
    const bottom = Math.min(rect.y + rect.height, height);
    if (x < right && y < bottom) inside.push({ x, y, width: right - x, height: bottom - y });
  }
  if (inside.length <= limit) return inside;
  // One rectangle a row of the region; then neighbouring rows together, in as few as allowed.
  const rows: Rect[] = [];
  for (const rect of inside) {
    const last = rows.at(-1);
    if (last && last.y === rect.y) rows[rows.length - 1] = around(last, rect);
    else rows.push(rect);
  }
  const group = Math.ceil(rows.length / limit);
  const merged: Rect[] = [];
  for (let i = 0; i < rows.length; i += group) merged.push(rows.slice(i, i + group).reduce(around));
  return merged;
}

/** The rows that rectangles lie in, as few bands as make sense, top down. */
export function bandsOf(rectangles: readonly Rect[]): Band[] {
  const bands: { top: number; bottom: number }[] = [];
  const sorted = rectangles.map(({ y, height }) => ({ top: y, bottom: y + height })).sort((a, b) => a.top - b.top);
  for (const rows of sorted) {
    const last = bands.at(-1);
    if (last && rows.top <= last.bottom + ROW_GAP) last.bottom = Math.max(last.bottom, rows.bottom);
    else bands.push(rows);
  }
  return bands;
}

function around(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const width = Math.max(a.x + a.width, b.x + b.width) - x;
  return { x, y, width, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
