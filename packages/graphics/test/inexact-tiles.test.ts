import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InexactTiles } from '../src/inexact-tiles.js';
import { TILE } from '../src/motion-map.js';

const WIDTH = 300;
const HEIGHT = 200;
const FILM = { x: 70, y: 70, width: 100, height: 30 };
const PATIENCE = { still: 200, tilesPerFrame: 100 };

describe('InexactTiles', () => {
  it('has what was sent inexactly due once it is still, and only once', () => {
    const tiles = new InexactTiles(WIDTH, HEIGHT, PATIENCE);
    expect(tiles.due(0)).toBe(Number.POSITIVE_INFINITY);
    for (let at = 0; at <= 300; at += 33) tiles.mark(FILM, at, true);
    expect(tiles.due(300)).toBe(197);
    expect(tiles.take(496)).toEqual([]);
    expect(tiles.take(497)).toEqual([{ x: 64, y: 64, width: 128, height: 64 }]);
    expect(tiles.due(497)).toBe(Number.POSITIVE_INFINITY);
    expect(tiles.take(1000)).toEqual([]);
  });

  it('leaves what moves inexact as long as it does, and nothing else for more than three seconds', () => {
    for (const [moves, taken] of [
      [true, 0],
      [false, 3],
    ] as const) {
      const tiles = new InexactTiles(WIDTH, HEIGHT, PATIENCE);
      let times = 0;
      for (let at = 0; at < 10_000; at += 50) {
        tiles.mark(FILM, at, moves);
        if (tiles.take(at).length > 0) times++;
      }
      expect(times).toBe(taken);
    }
  });

  it('makes no more exact in a frame than it may, and leaves none for good', () => {
    const tiles = new InexactTiles(1920, 1080, { still: 200, tilesPerFrame: 7 });
    tiles.mark({ x: 0, y: 0, width: 1920, height: 1080 }, 0, false);
    let pixels = 0;
    for (let frame = 0; tiles.due(200) === 0; frame++) {
      const area = tiles.take(200).reduce((sum, { width, height }) => sum + width * height, 0);
      expect(area).toBeLessThanOrEqual(7 * TILE * TILE);
      pixels += area;
      expect(frame).toBeLessThan(100);
    }
    expect(pixels).toBe(1920 * 1080);
  });

  it('gives back exactly the tiles that were marked, inside the screen (property)', () => {
    const rect = fc
      .record({
        x: fc.nat(WIDTH - 1),
        y: fc.nat(HEIGHT - 1),
        width: fc.integer({ min: 1, max: WIDTH }),
        height: fc.integer({ min: 1, max: HEIGHT }),
      })
      .map(({ x, y, width, height }) => ({ x, y, width: Math.min(width, WIDTH - x), height: Math.min(height, HEIGHT - y) }));
    const tilesOf = (rects: readonly { x: number; y: number; width: number; height: number }[]) => {
      const found = new Set<string>();
      for (const { x, y, width, height } of rects)
        for (let row = Math.floor(y / TILE); row * TILE < y + height; row++)
          for (let column = Math.floor(x / TILE); column * TILE < x + width; column++) found.add(`${column} ${row}`);
      return found;
    };
    fc.assert(
      fc.property(fc.array(rect, { maxLength: 5 }), (rects) => {
        const tiles = new InexactTiles(WIDTH, HEIGHT, PATIENCE);
        for (const one of rects) tiles.mark(one, 0, false);
        const taken = tiles.take(200);
        expect(tilesOf(taken)).toEqual(tilesOf(rects));
        for (const { x, y, width, height } of taken) expect(x + width <= WIDTH && y + height <= HEIGHT).toBe(true);
        expect(tiles.due(200)).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });
});
