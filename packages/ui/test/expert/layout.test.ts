import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut, pointAt, shownPart } from '../../src/expert/view/layout.js';

const DESKTOP = { width: 1920, height: 1080 };
const ALL = shownPart(DESKTOP, undefined);

test('fitted, all of it is seen, in the middle of the room', () => {
  const layout = layOut(DESKTOP, ALL, { width: 960, height: 700 }, 1, 'fit');
  expect(layout.scale).toBe(0.5);
  expect(layout.frame).toEqual({ x: 0, y: 80, width: 960, height: 540 });
  expect(layout.crisp).toBe(false);
});

test('1:1 a pixel of theirs is a pixel of the screen, also where a CSS pixel is two', () => {
  const layout = layOut(DESKTOP, ALL, { width: 800, height: 600 }, 2, 'actual');
  expect(layout.scale).toBe(0.5);
  expect(layout.frame).toEqual({ x: 0, y: 30, width: 960, height: 540 });
  expect(layout.crisp).toBe(true);
});

test('a little more room than the desktop needs does not blur it', () => {
  const layout = layOut(DESKTOP, ALL, { width: 2000, height: 1200 }, 1, 'fit');
  expect(layout.scale).toBe(1);
  expect(layout.crisp).toBe(true);
});

test('of two monitors one is shown alone, and the pointer lands on it', () => {
  const desktop = { width: 3840, height: 1080 };
  const part = shownPart(desktop, { x: 1920, y: 0, width: 1920, height: 1080 });
  const layout = layOut(desktop, part, { width: 1920, height: 1080 }, 1, 'fit');
  expect(layout.frame).toEqual({ x: 0, y: 0, width: 1920, height: 1080 });
  expect(layout.picture).toEqual({ x: -1920, y: -0, width: 3840, height: 1080 });
  expect(pointAt(layout, part, 0, 0)).toEqual({ x: 1920, y: 0 });
  expect(pointAt(layout, part, 1919.9, 1079.9)).toEqual({ x: 3839, y: 1079 });
});

test('a monitor is cut to the desktop, and one that is not on it shows all', () => {
  expect(shownPart(DESKTOP, { x: -100, y: 0, width: 500, height: 2000 })).toEqual({ x: 0, y: 0, width: 400, height: 1080 });
  expect(shownPart(DESKTOP, { x: 1920, y: 0, width: 1920, height: 1080 })).toEqual(ALL);
});

const sizes = fc.record({ width: fc.integer({ min: 1, max: 8000 }), height: fc.integer({ min: 1, max: 8000 }) });
const rooms = fc.record({ width: fc.integer({ min: 1, max: 4000 }), height: fc.integer({ min: 1, max: 3000 }) });
const ratios = fc.constantFrom(0.5, 1, 1.25, 1.5, 2, 3);

test('fitted, no picture is larger than the room', () => {
  fc.assert(
    fc.property(sizes, rooms, ratios, (desktop, room, ratio) => {
      const { frame } = layOut(desktop, shownPart(desktop, undefined), room, ratio, 'fit');
      expect(frame.width).toBeLessThanOrEqual(room.width + 1e-6);
      expect(frame.height).toBeLessThanOrEqual(room.height + 1e-6);
    }),
  );
});

test('the middle of every pixel that is shown is that pixel, and every place is a pixel of the part', () => {
  const scene = fc
    .record({ desktop: sizes, room: rooms, ratio: ratios, mode: fc.constantFrom('fit' as const, 'actual' as const) })
    .chain((fields) =>
      fc.record({
        fields: fc.constant(fields),
        monitor: fc.record({
          x: fc.nat(fields.desktop.width - 1),
          y: fc.nat(fields.desktop.height - 1),
          width: fc.integer({ min: 1, max: 8000 }),
          height: fc.integer({ min: 1, max: 8000 }),
        }),
        pixel: fc.record({ x: fc.nat(8000), y: fc.nat(8000) }),
        anywhere: fc.record({ x: fc.integer({ min: -9000, max: 9000 }), y: fc.integer({ min: -9000, max: 9000 }) }),
      }),
    );
  fc.assert(
    fc.property(scene, ({ fields: { desktop, room, ratio, mode }, monitor, pixel, anywhere }) => {
      const part = shownPart(desktop, monitor);
      const layout = layOut(desktop, part, room, ratio, mode);
      const x = pixel.x % part.width;
      const y = pixel.y % part.height;
      expect(pointAt(layout, part, (x + 0.5) * layout.scale, (y + 0.5) * layout.scale)).toEqual({ x: part.x + x, y: part.y + y });
      const point = pointAt(layout, part, anywhere.x, anywhere.y);
      expect(point.x).toBeGreaterThanOrEqual(part.x);
      expect(point.x).toBeLessThan(part.x + part.width);
      expect(point.y).toBeGreaterThanOrEqual(part.y);
      expect(point.y).toBeLessThan(part.y + part.height);
    }),
  );
});
