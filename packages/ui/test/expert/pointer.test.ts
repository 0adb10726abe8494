import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PointerInput } from '../../src/expert/input/pointer.js';

test('of several moves the last one goes, once', () => {
  const pointer = new PointerInput();
  expect(pointer.to({ x: 1, y: 1 }, 0)).toEqual([]);
  pointer.to({ x: 2, y: 3 }, 0);
  expect(pointer.moved).toBe(true);
  expect(pointer.flush()).toEqual([{ type: 'pointer', x: 2, y: 3 }]);
  expect(pointer.flush()).toEqual([]);
  pointer.to({ x: 2, y: 3 }, 0);
  expect(pointer.moved).toBe(false);
});

test('a button carries the place, so that the move before it need not go', () => {
  const pointer = new PointerInput();
  pointer.to({ x: 1, y: 1 }, 0);
  expect(pointer.to({ x: 5, y: 6 }, 2)).toEqual([{ type: 'button', button: 'right', down: true, x: 5, y: 6 }]);
  expect(pointer.flush()).toEqual([]);
});

test('a second button, pressed while the first is held, is told', () => {
  const pointer = new PointerInput();
  const at = { x: 5, y: 6 };
  pointer.to(at, 1);
  expect(pointer.to(at, 5)).toEqual([{ type: 'button', button: 'middle', down: true, ...at }]);
  expect(pointer.to(at, 4)).toEqual([{ type: 'button', button: 'left', down: false, ...at }]);
});

test.each([
  [1, 'left'],
  [2, 'right'],
  [4, 'middle'],
  [8, 'back'],
  [16, 'forward'],
])('bit %i is the button %s', (buttons, button) => {
  expect(new PointerInput().to({ x: 0, y: 0 }, buttons)).toMatchObject([{ button, down: true }]);
});

test('a button without a name is nothing', () => {
  expect(new PointerInput().to({ x: 0, y: 0 }, 32)).toEqual([]);
});

test('every press is followed by a release, whatever happens', () => {
  const action = fc.record({
    leave: fc.boolean(),
    buttons: fc.nat(63),
    at: fc.record({ x: fc.nat(2000), y: fc.nat(2000) }),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const pointer = new PointerInput();
      const input = actions.flatMap(({ leave, buttons, at }) => (leave ? pointer.releaseAll() : pointer.to(at, buttons)));
      input.push(...pointer.releaseAll());
      const held = new Set<string>();
      for (const event of input) {
        if (event.type !== 'button') continue;
        expect(held.has(event.button)).toBe(!event.down);
        if (event.down) held.add(event.button);
        else held.delete(event.button);
      }
      expect(held.size).toBe(0);
    }),
  );
});
