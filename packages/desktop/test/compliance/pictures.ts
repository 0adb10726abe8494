import type { Capture, Point, Rect, Size } from '../../src/desktop.js';

/** A capture that stays. */
export interface Picture extends Size {
  readonly pixels: Uint8Array;
  readonly stride: number;
}

export function centre({ x, y, width, height }: Rect): Point {
  return { x: x + Math.floor(width / 2), y: y + Math.floor(height / 2) };
}

export function around({ x, y }: Point, reach: number): Rect {
  return { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach };
}

export function copied({ width, height, stride, pixels }: Capture): Picture {
  return { width, height, stride, pixels: pixels.slice() };
}

export function colourAt({ pixels, stride }: Picture, { x, y }: Point): number {
  const at = y * stride + x * 4;
  return (pixels[at + 2]! << 16) | (pixels[at + 1]! << 8) | pixels[at]!;
}

/** Places where two pictures differ. */
export function* differences(one: Picture, other: Picture, within?: Rect): Generator<[number, number]> {
  const { x: left, y: top, width, height } = within ?? { x: 0, y: 0, width: one.width, height: one.height };
  for (let y = top; y < top + height; y++) {
    if (Buffer.compare(row(one, left, y, width), row(other, left, y, width)) === 0) continue;
    for (let x = left; x < left + width; x++) {
      if (colourAt(one, { x, y }) !== colourAt(other, { x, y })) yield [x, y];
    }
  }
}

function row({ pixels, stride }: Picture, x: number, y: number, width: number): Uint8Array {
  return pixels.subarray(y * stride + x * 4, y * stride + (x + width) * 4);
}

export function changed(one: Picture, other: Picture, within?: Rect): boolean {
  return !differences(one, other, within).next().done;
}

/** How many pixels a change has touched. */
export function inked(one: Picture, other: Picture): number {
  return [...differences(one, other)].length;
}
