import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Damage } from '../../src/expert/pictures/damage.js';

function damageOf(...areas: readonly (readonly [number, number, number, number])[]): Damage {
  const damage = new Damage();
  for (const [x, y, width, height] of areas) damage.add({ x, y, width, height });
  return damage;
}

test('bands that lie below each other are one', () => {
  expect(damageOf([0, 0, 10, 4], [0, 4, 10, 4], [0, 8, 10, 2]).take()).toEqual([{ x: 0, y: 0, width: 10, height: 10 }]);
});

test('tiles of a row are one, in either direction', () => {
  expect(damageOf([0, 0, 4, 4], [4, 0, 4, 4]).take()).toEqual([{ x: 0, y: 0, width: 8, height: 4 }]);
  expect(damageOf([4, 0, 4, 4], [0, 0, 4, 4]).take()).toEqual([{ x: 0, y: 0, width: 8, height: 4 }]);
});

test('rows of tiles are one', () => {
  const tiles = [0, 4].flatMap((y) => [0, 4, 8].map((x) => [x, y, 4, 4] as const));
  expect(damageOf(...tiles).take().length).toBeLessThanOrEqual(2);
});

test('areas apart stay apart, so that what lies between is not painted', () => {
  expect(damageOf([0, 0, 4, 4], [100, 100, 4, 4]).take()).toHaveLength(2);
});

test('what was taken is damaged no more', () => {
  const damage = damageOf([0, 0, 4, 4]);
  expect(damage.empty).toBe(false);
  damage.take();
  expect(damage.empty).toBe(true);
  expect(damage.take()).toEqual([]);
});

test('every damaged pixel is in an area, and there are never more than 64 of them', () => {
  const area = fc.tuple(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(area, { maxLength: 200 }), (all) => {
      const areas = damageOf(...all).take();
      expect(areas.length).toBeLessThanOrEqual(64);
      const covered = new Uint8Array(64 * 64);
      for (const { x, y, width, height } of areas)
        for (let row = y; row < y + height; row++) covered.fill(1, row * 64 + x, row * 64 + x + width);
      for (const [x, y, width, height] of all)
        for (let row = y; row < y + height; row++)
          expect(covered.subarray(row * 64 + x, row * 64 + x + width).every((one) => one === 1)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
