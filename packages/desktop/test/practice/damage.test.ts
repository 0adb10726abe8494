import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from '../../src/desktop.js';
import { intersect } from '../../src/geometry.js';
import { Damage } from '../../src/practice/damage.js';

const SIZE = { width: 60, height: 40 };
const rects = fc.record({
  x: fc.integer({ min: -20, max: 70 }),
  y: fc.integer({ min: -20, max: 50 }),
  width: fc.integer({ min: 0, max: 40 }),
  height: fc.integer({ min: 0, max: 40 }),
});

function pixelsOf(areas: readonly Rect[]): Set<number> {
  const pixels = new Set<number>();
  for (const area of areas) {
    const inside = intersect(area, { x: 0, y: 0, ...SIZE });
    if (!inside) continue;
    for (let y = inside.y; y < inside.y + inside.height; y++) {
      for (let x = inside.x; x < inside.x + inside.width; x++) pixels.add(y * SIZE.width + x);
    }
  }
  return pixels;
}

describe('damage', () => {
  it('covers what was added, never overlaps, never leaves the picture and stays few', () => {
    fc.assert(
      fc.property(fc.array(rects, { maxLength: 40 }), (added) => {
        const damage = new Damage(SIZE);
        for (const area of added) damage.add(area);
        const taken = damage.take();
        const covered = pixelsOf(taken);
        for (const pixel of pixelsOf(added)) expect(covered.has(pixel)).toBe(true);
        expect(taken.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(covered.size);
        expect(taken.length).toBeLessThanOrEqual(20);
        expect(damage.empty).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is exact for a few rectangles', () => {
    const damage = new Damage(SIZE);
    const added = [
      { x: 0, y: 0, width: 60, height: 2 },
      { x: 20, y: 0, width: 10, height: 10 },
      { x: 0, y: 2, width: 2, height: 38 },
    ];
    for (const area of added) damage.add(area);
    expect(pixelsOf(damage.take())).toEqual(pixelsOf(added));
  });

  it('rounds fractions outwards', () => {
    const damage = new Damage(SIZE);
    damage.add({ x: 1.5, y: 2.2, width: 3, height: 1 });
    expect(damage.take()).toEqual([{ x: 1, y: 2, width: 4, height: 2 }]);
  });
});
