import type { DesktopInput } from '@beside/desktop';
import type { InputEvent } from '@beside/rdp';
import { expect, it } from 'vitest';
import { ExpertInput } from '../src/novice/expert-input.js';

/** What a desktop was told to do, in order. */
function play(events: readonly InputEvent[]): { done: unknown[][]; input: ExpertInput } {
  const done: unknown[][] = [];
  const record =
    (name: string) =>
    (...values: unknown[]) =>
      void done.push([name, ...values]);
  const names = ['pointer', 'button', 'wheel', 'key', 'character', 'locks', 'releaseAll'] as const;
  const desktop = Object.fromEntries(names.map((name) => [name, record(name)])) as unknown as DesktopInput;
  const input = new ExpertInput(desktop);
  for (const event of events) input.apply(event);
  return { done, input };
}

it('moves the pointer to where a button is pressed before it presses', () => {
  const { done } = play([{ type: 'button', button: 'left', down: true, x: 3, y: 4 }]);
  expect(done).toEqual([
    ['pointer', { x: 3, y: 4 }],
    ['button', 'left', true],
  ]);
});

it('turns the wheel by its axis', () => {
  const { done } = play([
    { type: 'wheel', axis: 'vertical', rotation: -120 },
    { type: 'wheel', axis: 'horizontal', rotation: 40 },
  ]);
  expect(done).toEqual([
    ['wheel', 0, -120],
    ['wheel', 40, 0],
  ]);
});

it('puts the two halves of a character together and types it once', () => {
  const units = [0xd83d, 0xde00].flatMap((unit) => [
    { type: 'unicode' as const, unit, down: true },
    { type: 'unicode' as const, unit, down: false },
  ]);
  expect(play([{ type: 'unicode', unit: 0xe9, down: true }, ...units]).done).toEqual([
    ['character', 0xe9],
    ['character', 0x1f600],
  ]);
});

it('types nothing for half a character', () => {
  const unit = (value: number): InputEvent => ({ type: 'unicode', unit: value, down: true });
  expect(play([unit(0xde00), unit(0xd83d), unit(0x61), unit(0xde00)]).done).toEqual([['character', 0x61]]);
});

it('knows where the expert put the pointer, so that only the novice’s own moves are told', () => {
  const { input } = play([{ type: 'pointer', x: 7, y: 8 }]);
  expect(input.isAt({ x: 7, y: 8 })).toBe(true);
  expect(input.isAt({ x: 7, y: 9 })).toBe(false);
});

it('forgets a half character when everything is let go', () => {
  const { input, done } = play([{ type: 'unicode', unit: 0xd83d, down: true }]);
  input.release();
  input.apply({ type: 'unicode', unit: 0xde00, down: true });
  expect(done).toEqual([['releaseAll']]);
});
