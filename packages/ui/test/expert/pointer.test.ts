import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PointerInput } from '../../src/expert/input/pointer.js';

test('of several moves the last one goes, once', () => {
  const pointer = new PointerInput();
  pointer.move({ x: 1, y: 1 });
  pointer.move({ x: 2, y: 3 });
  expect(pointer.moved).toBe(true);
  expect(pointer.flush()).toEqual([{ type: 'pointer', x: 2, y: 3 }]);
  expect(pointer.flush()).toEqual([]);
  pointer.move({ x: 2, y: 3 });
  expect(pointer.moved).toBe(false);
});

test('a button carries the place, so that the move before it need not go', () => {
  const pointer = new PointerInput();
  pointer.move({ x: 1, y: 1 });
  expect(pointer.press(2, { x: 5, y: 6 })).toEqual([{ type: 'button', button: 'right', down: true, x: 5, y: 6 }]);
  expect(pointer.flush()).toEqual([]);
  expect(pointer.dragging).toBe(true);
});

test.each([
  [0, 'left'],
  [1, 'middle'],
  [2, 'right'],
  [3, 'back'],
  [4, 'forward'],
])('button %i is %s', (number, button) => {
  expect(new PointerInput().press(number, { x: 0, y: 0 })).toMatchObject([{ button }]);
});

test('a button without a name is nothing', () => {
  const pointer = new PointerInput();
  expect(pointer.press(5, { x: 0, y: 0 })).toEqual([]);
  expect(pointer.release(5, { x: 0, y: 0 })).toEqual([]);
});

test('every press is followed by a release, whatever happens', () => {
  const action = fc.record({
    what: fc.constantFrom('move', 'press', 'release', 'leave'),
    button: fc.integer({ min: -1, max: 6 }),
    at: fc.record({ x: fc.nat(2000), y: fc.nat(2000) }),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const pointer = new PointerInput();
      const input = actions.flatMap(({ what, button, at }) => {
        if (what === 'press') return pointer.press(button, at);
        if (what === 'release') return pointer.release(button, at);
        if (what === 'leave') return pointer.releaseAll();
        pointer.move(at);
        return pointer.flush();
      });
      input.push(...pointer.releaseAll());
      const held = new Set<string>();
      for (const event of input) {
        if (event.type !== 'button') continue;
        expect(held.has(event.button)).toBe(!event.down);
        if (event.down) held.add(event.button);
        else held.delete(event.button);
      }
      expect(held.size).toBe(0);
      expect(pointer.dragging).toBe(false);
    }),
  );
});
