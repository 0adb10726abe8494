import type { Point, Rect } from './desktop.js';

/** @returns whether a place is inside a rectangle */
export function contains(area: Rect, at: Point): boolean {
  return at.x >= area.x && at.y >= area.y && at.x < area.x + area.width && at.y < area.y + area.height;
}

/** @returns the pixels that two rectangles share, or undefined: none */
export function intersect(one: Rect, other: Rect): Rect | undefined {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  const width = Math.min(one.x + one.width, other.x + other.width) - x;
  const height = Math.min(one.y + one.height, other.y + other.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** @returns a place as near as can be from which a rectangle of this size lies inside `room`; its top left corner where it is too large */
export function keptInside(at: Point, size: { readonly width: number; readonly height: number }, room: Rect): Point {
  return {
    x: Math.max(room.x, Math.min(at.x, room.x + room.width - size.width)),
    y: Math.max(room.y, Math.min(at.y, room.y + room.height - size.height)),
  };
}
