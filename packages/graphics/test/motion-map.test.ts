import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MotionMap, TILE } from '../src/motion-map.js';

const WIDTH = 300;
const HEIGHT = 200;
const FILM = { x: 70, y: 70, width: 100, height: 30 };
const TYPED = { x: 10, y: 10, width: 8, height: 16 };

function film(map: MotionMap, frames: number, from = 0): number {
  for (let i = 0; i < frames; i++) map.changed([FILM], from + i * 33);
  return from + (frames - 1) * 33;
}

describe('MotionMap', () => {
  it('takes for moving what changes again and again, and nothing beside it', () => {
    const map = new MotionMap(WIDTH, HEIGHT);
    film(map, 3);
    expect(map.moves(FILM)).toBe(false);
    film(map, 1, 99);
    expect(map.moves(FILM)).toBe(true);
    expect(map.moves(TYPED)).toBe(false);
  });

  it('does not take slow typing for a movement', () => {
    const map = new MotionMap(WIDTH, HEIGHT);
    for (let i = 0; i < 20; i++) map.changed([TYPED], i * 300);
    expect(map.moves(TYPED)).toBe(false);
  });

  it('counts one frame once, however many of its rectangles touch a tile', () => {
    const map = new MotionMap(WIDTH, HEIGHT);
    map.changed([FILM, FILM, FILM, FILM, FILM], 10);
    expect(map.moves(FILM)).toBe(false);
  });

  it('cuts whole tiles, inside the screen', () => {
    const map = new MotionMap(WIDTH, HEIGHT);
    expect(map.cut([FILM])).toEqual([{ x: 64, y: 64, width: 128, height: 64 }]);
    expect(map.cut([{ x: 250, y: 190, width: 50, height: 10 }])).toEqual([{ x: 192, y: 128, width: 108, height: 72 }]);
  });

  it('cuts exactly the tiles that rectangles touch, none twice (property)', () => {
    const rect = fc
      .record({
        x: fc.nat(WIDTH - 1),
        y: fc.nat(HEIGHT - 1),
        width: fc.integer({ min: 1, max: WIDTH }),
        height: fc.integer({ min: 1, max: HEIGHT }),
      })
      .map(({ x, y, width, height }) => ({ x, y, width: Math.min(width, WIDTH - x), height: Math.min(height, HEIGHT - y) }));
    fc.assert(
      fc.property(fc.array(rect, { maxLength: 5 }), (rects) => {
        const map = new MotionMap(WIDTH, HEIGHT);
        map.changed(rects, 0);
        const cut = map.cut(rects);
        for (let y = 0; y < HEIGHT; y += 7) {
          for (let x = 0; x < WIDTH; x += 7) {
            const tile = { x: Math.floor(x / TILE), y: Math.floor(y / TILE) };
            const touched = rects.some(
              (one) =>
                Math.floor(one.x / TILE) <= tile.x &&
                Math.floor((one.x + one.width - 1) / TILE) >= tile.x &&
                Math.floor(one.y / TILE) <= tile.y &&
                Math.floor((one.y + one.height - 1) / TILE) >= tile.y,
            );
            const covering = cut.filter((one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height);
            expect(covering.length).toBe(touched ? 1 : 0);
          }
        }
        for (const { x, y, width, height } of cut) expect(x + width <= WIDTH && y + height <= HEIGHT).toBe(true);
      }),
    );
  });
});
