import type { Rect, Size } from '../desktop.js';
import { intersect } from '../geometry.js';

/** More rectangles than this are not worth their bookkeeping: they are joined. */
const MOST = 16;

/** What changed of a picture: a few rectangles that never overlap and never leave it. */
export class Damage {
  #size: Size;
  #rects: Rect[] = [];

  constructor(size: Size) {
    this.#size = size;
  }

  get empty(): boolean {
    return this.#rects.length === 0;
  }

  /** Adds a rectangle; its part outside of the picture does not count. Fractions are rounded outwards. */
  add(area: Rect): void {
    const clipped = intersect(outwards(area), { x: 0, y: 0, ...this.#size });
    if (!clipped) return;
    this.#rects = this.#rects.filter((rect) => !covers(clipped, rect));
    let pieces: Rect[] = [clipped];
    for (const rect of this.#rects) pieces = pieces.flatMap((piece) => without(piece, rect));
    this.#rects.push(...pieces);
    if (this.#rects.length > MOST) this.#joinCheapest();
  }

  /** @returns what was added since the last call */
  take(): readonly Rect[] {
    const taken = this.#rects;
    this.#rects = [];
    return taken;
  }

  /** Joins the pair whose union adds the fewest pixels. */
  #joinCheapest(): void {
    let best: { one: Rect; other: Rect; cost: number } | undefined;
    for (const one of this.#rects) {
      for (const other of this.#rects) {
        if (one === other) continue;
        const cost = area(union(one, other)) - area(one) - area(other);
        if (!best || cost < best.cost) best = { one, other, cost };
      }
    }
    if (!best) return;
    const { one, other } = best;
    this.#rects = this.#rects.filter((rect) => rect !== one && rect !== other);
    this.add(union(one, other));
  }
}

function covers(outer: Rect, inner: Rect): boolean {
  const shared = intersect(outer, inner);
  return shared !== undefined && area(shared) === area(inner);
}

/** What is left of a rectangle without the pixels that it shares with another: up to four rectangles. */
function without(rect: Rect, taken: Rect): Rect[] {
  const hole = intersect(rect, taken);
  if (!hole) return [rect];
  const right = hole.x + hole.width;
  const bottom = hole.y + hole.height;
  return [
    { x: rect.x, y: rect.y, width: rect.width, height: hole.y - rect.y },
    { x: rect.x, y: bottom, width: rect.width, height: rect.y + rect.height - bottom },
    { x: rect.x, y: hole.y, width: hole.x - rect.x, height: hole.height },
    { x: right, y: hole.y, width: rect.x + rect.width - right, height: hole.height },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

function union(one: Rect, other: Rect): Rect {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}

function outwards({ x, y, width, height }: Rect): Rect {
  const left = Math.floor(x);
  const top = Math.floor(y);
  return { x: left, y: top, width: Math.ceil(x + width) - left, height: Math.ceil(y + height) - top };
}

function area(rect: Rect): number {
  return rect.width * rect.height;
}
