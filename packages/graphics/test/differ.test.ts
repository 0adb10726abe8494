import type { Rect } from '@beside/desktop';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Differ } from '../src/index.js';
import { FakeDesktop } from './fake-desktop.js';
import { expectSame } from './same.js';

async function started(width: number, height: number) {
  const desktop = new FakeDesktop(width, height);
  const differ = new Differ(width, height);
  differ.changed(await desktop.capture());
  return { desktop, differ };
}

const copy = (rects: readonly Rect[]) => rects.map((rect) => ({ ...rect }));
const pixelsOf = (rects: readonly Rect[]) => rects.reduce((sum, { width, height }) => sum + width * height, 0);

describe('Differ', () => {
  it('names the whole picture first, cut into rectangles apart from each other', async () => {
    const differ = new Differ(300, 130);
    const rects = differ.changed(await new FakeDesktop(300, 130).capture());
    expect(rects).toEqual([
      { x: 0, y: 0, width: 256, height: 64 },
      { x: 256, y: 0, width: 44, height: 64 },
      { x: 0, y: 64, width: 256, height: 64 },
      { x: 256, y: 64, width: 44, height: 64 },
      { x: 0, y: 128, width: 256, height: 2 },
      { x: 256, y: 128, width: 44, height: 2 },
    ]);
  });

  it('names nothing when the damage holds nothing new', async () => {
    const { desktop, differ } = await started(200, 200);
    desktop.paint({ x: 10, y: 10, width: 100, height: 100 }, 0x112233);
    expect(differ.changed(await desktop.capture())).not.toEqual([]);
    desktop.paint({ x: 10, y: 10, width: 100, height: 100 }, 0x112233);
    expect(differ.changed(await desktop.capture())).toEqual([]);
  });

  it('does not look at the unused byte', async () => {
    const { desktop, differ } = await started(100, 100);
    desktop.paint({ x: 0, y: 0, width: 50, height: 50 }, 0x7f000000);
    expect(differ.changed(await desktop.capture())).toEqual([]);
  });

  it('names little more than a small change, from a multiple of four on', async () => {
    const { desktop, differ } = await started(300, 300);
    desktop.paint({ x: 0, y: 0, width: 300, height: 300 }, 1);
    differ.changed(await desktop.capture());
    desktop.paint({ x: 0, y: 0, width: 300, height: 300 }, 1);
    desktop.paint({ x: 141, y: 70, width: 2, height: 9 }, 5);
    expect(differ.changed(await desktop.capture())).toEqual([{ x: 140, y: 70, width: 4, height: 9 }]);
  });

  it('merges what lies side by side, and not what lies apart', async () => {
    const { desktop, differ } = await started(640, 200);
    desktop.paint({ x: 30, y: 10, width: 170, height: 20 }, 5);
    expect(copy(differ.changed(await desktop.capture()))).toEqual([{ x: 28, y: 10, width: 172, height: 20 }]);
    desktop.paint({ x: 60, y: 3, width: 3, height: 3 }, 6);
    desktop.paint({ x: 64, y: 50, width: 3, height: 3 }, 6);
    expect(differ.changed(await desktop.capture())).toHaveLength(2);
  });

  it('names areas again when told to, also in parts and outside of the picture', async () => {
    const { desktop, differ } = await started(200, 100);
    differ.invalidate([{ x: 190, y: 60, width: 1000, height: 8 }]);
    expect(copy(differ.changed(await desktop.capture()))).toEqual([
      { x: 188, y: 60, width: 12, height: 4 },
      { x: 188, y: 64, width: 12, height: 4 },
    ]);
    differ.invalidate([{ x: 500, y: 500, width: 10, height: 10 }]);
    expect(differ.changed(await desktop.capture())).toEqual([]);
    differ.invalidate();
    expect(pixelsOf(differ.changed(await desktop.capture()))).toBe(200 * 100);
  });

  it('keeps its size when the desktop gets another, and names the whole picture', async () => {
    const { desktop, differ } = await started(200, 100);
    desktop.resize(120, 240);
    expect(pixelsOf(differ.changed(await desktop.capture()))).toBe(200 * 100);
    expect([differ.width, differ.height]).toEqual([200, 100]);
    desktop.paint({ x: 100, y: 90, width: 20, height: 150 }, 3);
    expect(copy(differ.changed(await desktop.capture()))).toEqual([{ x: 100, y: 90, width: 20, height: 10 }]);
    desktop.paint({ x: 0, y: 120, width: 20, height: 20 }, 3);
    expect(differ.changed(await desktop.capture())).toEqual([]);
  });

  it('starts anew with a new size', async () => {
    const { desktop, differ } = await started(200, 100);
    desktop.resize(120, 240);
    differ.resize(120, 240);
    expect(pixelsOf(differ.changed(await desktop.capture()))).toBe(120 * 240);
    expect([differ.width, differ.height]).toEqual([120, 240]);
  });

  it('holds every changed pixel in rectangles that never overlap (property)', async () => {
    const area = fc.record({
      x: fc.nat(299),
      y: fc.nat(199),
      width: fc.integer({ min: 1, max: 300 }),
      height: fc.integer({ min: 1, max: 90 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.tuple(area, fc.nat(3)), { maxLength: 5 }), { maxLength: 4 }), async (frames) => {
        const { desktop, differ } = await started(301, 203);
        for (const paints of frames) {
          const before = desktop.shown(32);
          for (const [rect, color] of paints) desktop.paint(rect, color);
          const rects = differ.changed(await desktop.capture());
          const after = desktop.shown(32);
          const covered = new Uint8Array(301 * 203);
          for (const { x, y, width, height } of rects) {
            expect(x % 4).toBe(0);
            for (let row = y; row < y + height; row++)
              for (let at = row * 301 + x; at < row * 301 + x + width; at++) covered[at]!++;
          }
          expect(covered.every((times) => times < 2)).toBe(true);
          expect(after.every((pixel, i) => pixel === before[i] || covered[i] === 1)).toBe(true);
          expectSame(
            differ.pixels.map((pixel) => (pixel | 0xff000000) >>> 0),
            after,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
