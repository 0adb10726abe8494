import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect, Size } from '../src/desktop.js';
import { bandsOf, boundedRectangles, RECTANGLE_LIMIT } from '../src/x11/rectangles.js';

const size: Size = { width: 60, height: 50 };

/** Regions as X has them: rows top down, in each of them rectangles left to right that do not touch. */
const region = fc
  .array(
    fc.record({
      gap: fc.nat(3),
      height: fc.integer({ min: 1, max: 4 }),
      spans: fc.array(fc.record({ gap: fc.integer({ min: 1, max: 5 }), width: fc.integer({ min: 1, max: 9 }) }), {
        maxLength: 8,
      }),
    }),
    { maxLength: 25 },
  )
  .map((rows) => {
    const rectangles: Rect[] = [];
    let y = -5;
    for (const { gap, height, spans } of rows) {
      y += gap;
      let x = -6;
      for (const span of spans) {
        x += span.gap;
        rectangles.push({ x, y, width: span.width, height });
        x += span.width;
      }
      y += height;
    }
    return rectangles;
  });

/** How many rectangles lie over each pixel of the picture. */
function cover(rectangles: readonly Rect[]): Uint8Array {
  const counts = new Uint8Array(size.width * size.height);
  for (const { x, y, width, height } of rectangles) {
    for (let row = Math.max(y, 0); row < Math.min(y + height, size.height); row++) {
      for (let column = Math.max(x, 0); column < Math.min(x + width, size.width); column++) counts[row * size.width + column]!++;
    }
  }
  return counts;
}

describe('rectangles of damage', () => {
  it('stay as they are when they are few and inside', () => {
    const few = [
      { x: 0, y: 0, width: 60, height: 1 },
      { x: 3, y: 10, width: 4, height: 5 },
    ];
    expect(boundedRectangles(few, size)).toEqual(few);
  });

  it('are few, inside the picture, without overlap, and cover all that changed', () => {
    fc.assert(
      fc.property(region, fc.integer({ min: 1, max: 12 }), (rectangles, limit) => {
        const bounded = boundedRectangles(rectangles, size, limit);
        expect(bounded.length).toBeLessThanOrEqual(limit);
        for (const { x, y, width, height } of bounded) {
          expect(Math.min(x, y, size.width - x - width, size.height - y - height, width - 1, height - 1)).toBeGreaterThanOrEqual(
            0,
          );
        }
        const before = cover(rectangles);
        const after = cover(bounded);
        expect(Math.max(0, ...after)).toBeLessThanOrEqual(1);
        expect(before.every((count, pixel) => count === 0 || after[pixel] === 1)).toBe(true);
      }),
    );
  });

  it('lie in bands of rows that do not touch and leave no row of them out', () => {
    fc.assert(
      fc.property(region, (rectangles) => {
        const bands = bandsOf(boundedRectangles(rectangles, size, RECTANGLE_LIMIT));
        for (const [index, band] of bands.entries()) {
          expect(band.top).toBeLessThan(band.bottom);
          expect(band.top).toBeGreaterThan(bands[index - 1]?.bottom ?? -1);
        }
        for (const { y, height } of boundedRectangles(rectangles, size)) {
          expect(bands.some(({ top, bottom }) => top <= y && y + height <= bottom)).toBe(true);
        }
      }),
    );
  });
});
