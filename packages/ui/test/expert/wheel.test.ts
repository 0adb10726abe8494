import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Wheel } from '../../src/expert/input/wheel.js';

test('a notch towards the person is 120 down, whether the browser counts pixels, lines or pages', () => {
  const down = [{ type: 'wheel', axis: 'vertical', rotation: -120 }];
  expect(new Wheel().turn({ deltaX: 0, deltaY: 100, deltaMode: 0 })).toEqual(down);
  expect(new Wheel().turn({ deltaX: 0, deltaY: 3, deltaMode: 1 })).toEqual(down);
  expect(new Wheel().turn({ deltaX: 0, deltaY: 1, deltaMode: 2 })).toEqual(down);
});

test('both axes are told, right is positive', () => {
  expect(new Wheel().turn({ deltaX: 50, deltaY: -100, deltaMode: 0 })).toEqual([
    { type: 'wheel', axis: 'vertical', rotation: 120 },
    { type: 'wheel', axis: 'horizontal', rotation: 60 },
  ]);
});

test('a turn is at most what the field of the message takes', () => {
  expect(new Wheel().turn({ deltaX: 0, deltaY: 100_000, deltaMode: 0 })).toEqual([
    { type: 'wheel', axis: 'vertical', rotation: -255 },
  ]);
});

test('after a change of direction nothing is left of the other one', () => {
  const wheel = new Wheel();
  wheel.turn({ deltaX: 0, deltaY: 0.8, deltaMode: 0 });
  expect(wheel.turn({ deltaX: 0, deltaY: -1, deltaMode: 0 })).toEqual([{ type: 'wheel', axis: 'vertical', rotation: 1 }]);
});

test('many small turns of a touchpad are as much as one large one', () => {
  const turns = fc.array(fc.double({ min: 0.01, max: 20, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(turns, (deltas) => {
      const wheel = new Wheel();
      const told = deltas
        .flatMap((deltaY) => wheel.turn({ deltaX: 0, deltaY, deltaMode: 0 }))
        .reduce((sum, event) => sum + (event.type === 'wheel' ? event.rotation : Number.NaN), 0);
      const turned = deltas.reduce((sum, delta) => sum + delta * 1.2, 0);
      expect(Math.abs(told + turned)).toBeLessThan(1 + 1e-6);
    }),
  );
});

test('what is left over is forgotten on reset', () => {
  const wheel = new Wheel();
  wheel.turn({ deltaX: 0.8, deltaY: 0.8, deltaMode: 0 });
  wheel.reset();
  expect(wheel.turn({ deltaX: 0.1, deltaY: 0.1, deltaMode: 0 })).toEqual([]);
});
