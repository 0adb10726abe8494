import type { PageInput } from 'beside/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { specialKeyInput } from '../../src/expert/input/special-keys.js';
import { Typing } from '../../src/expert/input/typing.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const unbroken = () => {
  throw new Error('it was told that something was not sent');
};

function typed(input: readonly PageInput[]): string {
  return String.fromCharCode(...input.flatMap((event) => (event.type === 'unicode' && event.down ? [event.unit] : [])));
}

test('a text is typed in order, eight characters at once and no more', () => {
  const bursts: string[] = [];
  const typing = new Typing((input) => bursts.push(typed(input)) > 0, unbroken);
  typing.type('Pa55wörd 🔑 and');
  typing.type(' more');
  vi.advanceTimersByTime(20);
  expect(bursts).toEqual(['Pa55wörd']);
  vi.advanceTimersByTime(1000);
  expect(bursts.join('')).toBe('Pa55wörd 🔑 and more');
});

test('at the end of control the rest is not typed', () => {
  let count = 0;
  const typing = new Typing(() => ++count > 0, unbroken);
  typing.type('x'.repeat(100));
  vi.advanceTimersByTime(40);
  typing.stop();
  vi.advanceTimersByTime(1000);
  expect(count).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('what could not be sent is the end of it, and is told: a command without its middle is another one', () => {
  const bursts: string[] = [];
  const broken = vi.fn();
  const typing = new Typing((input) => bursts.push(typed(input)) < 3, broken);
  typing.type('x'.repeat(100));
  vi.advanceTimersByTime(1000);
  expect(bursts).toHaveLength(3);
  expect(broken).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

test('a combination is pressed in order, and let go in the opposite one', () => {
  expect(specialKeyInput('ctrl-alt-delete')).toEqual(
    [
      [0x1d, true],
      [0x38, true],
      [0x153, true],
      [0x153, false],
      [0x38, false],
      [0x1d, false],
    ].map(([scancode, down]) => ({ type: 'key', scancode, down })),
  );
});
