import { describe, expect, it } from 'vitest';
import { contains, intersect } from '../../src/geometry.js';
import { until } from '../x-server.js';
import { centre, changed, differences, inked } from './pictures.js';
import { KEY, pause, type Trial } from './trial.js';

/** Capture and damage, and what injected input does. */
export function pictureAndInputSuite(trial: () => Trial): void {
  describe('its picture', () => {
    it('is damaged everywhere at first, and nowhere while nothing changes', async () => {
      const first = await trial().desktop.capture();
      expect(first.damage).toEqual([{ x: 0, y: 0, width: first.width, height: first.height }]);
      await trial().still();
      expect((await trial().desktop.capture()).damage).toEqual([]);
    });

    it('has the size that the desktop has, with all monitors inside and one of them primary', async () => {
      const { width, height, stride, pixels } = await trial().desktop.capture();
      expect({ width, height }).toEqual({ width: trial().desktop.size.width, height: trial().desktop.size.height });
      expect(stride).toBeGreaterThanOrEqual(width * 4);
      expect(pixels.length).toBeGreaterThanOrEqual(stride * (height - 1) + width * 4);
      expect(trial().desktop.monitors.filter((monitor) => monitor.primary)).toHaveLength(1);
      for (const monitor of trial().desktop.monitors) {
        expect(intersect(monitor, { x: 0, y: 0, width, height })).toMatchObject({
          width: monitor.width,
          height: monitor.height,
        });
      }
    });

    it('tells damage once until it is captured again', async () => {
      trial().click(centre(trial().candidate.paper));
      await trial().still();
      trial().notes.damages = 0;
      trial().desktop.input.character(0x41);
      await until('damage', () => trial().notes.damages > 0);
      trial().desktop.input.character(0x42);
      await pause();
      expect(trial().notes.damages).toBe(1);
      await trial().still();
      trial().notes.damages = 0;
      trial().desktop.input.character(0x43);
      await until('damage again', () => trial().notes.damages > 0);
    });

    it('changes nowhere but in the damage, which never overlaps', async () => {
      trial().click(centre(trial().candidate.paper));
      const { before, after, damage } = await trial().changing(() => {
        for (const letter of 'Hello') trial().desktop.input.character(letter.codePointAt(0)!);
      }, trial().candidate.paper);
      for (const [x, y] of differences(before, after)) {
        expect(damage.some((area) => contains(area, { x, y }))).toBe(true);
      }
      trial().desktop.input.character(0x21);
      const parts = await until('damage', async () => nonEmpty((await trial().desktop.capture()).damage));
      for (const [index, one] of parts.entries()) {
        for (const other of parts.slice(index + 1)) expect(intersect(one, other)).toBeUndefined();
        expect(intersect(one, { x: 0, y: 0, ...trial().desktop.size })).toEqual(one);
      }
    });
  });

  describe('its input', () => {
    it('types keys and characters, also ones that no key has', async () => {
      trial().click(centre(trial().candidate.paper));
      await trial().changing(() => trial().press(KEY.a), trial().candidate.paper);
      for (const character of ['é', 'Ж', '☺']) {
        await trial().changing(() => trial().desktop.input.character(character.codePointAt(0)!), trial().candidate.paper);
      }
    });

    it('tells where the pointer goes, and keeps it on the desktop', async () => {
      trial().desktop.input.pointer({ x: 41, y: 57 });
      await until('the move', () => trial().notes.points.some(({ x, y }) => x === 41 && y === 57));
      trial().desktop.input.pointer({ x: 1_000_000, y: -3 });
      const { width } = trial().desktop.size;
      await until('the corner', () => trial().notes.points.some(({ x, y }) => x === width - 1 && y === 0));
    });

    it('tells how the pointer looks, also when that changes', async () => {
      await until('a shape', () => trial().notes.shapes.length > 0);
      const before = trial().notes.shapes.length;
      trial().desktop.input.pointer(centre(trial().candidate.paper));
      const shape = await until('another shape', () =>
        trial().notes.shapes.length > before ? trial().notes.shapes.at(-1) : null,
      );
      expect(shape.pixels).toHaveLength(shape.width * shape.height * 4);
      expect(contains({ x: 0, y: 0, ...shape }, shape.hot)).toBe(true);
    });

    it('selects by dragging, and stops when everything is released', async () => {
      trial().click(centre(trial().candidate.paper));
      for (const letter of 'drag me') trial().desktop.input.character(letter.codePointAt(0)!);
      await trial().still();
      const { x, y, width, height } = trial().candidate.paper;
      await trial().changing(() => {
        trial().desktop.input.pointer({ x: x + 2, y: y + 2 });
        trial().desktop.input.button('left', true);
        trial().desktop.input.pointer({ x: x + width - 2, y: y + height - 2 });
      }, trial().candidate.paper);
      trial().desktop.input.releaseAll();
      const released = await trial().still();
      trial().desktop.input.pointer({ x: x + 2, y: y + Math.floor(height / 2) });
      expect(changed(released, await trial().still(), trial().candidate.paper)).toBe(false);
    });

    it('releases held keys: a Shift that was held no longer makes capitals', async () => {
      trial().click(centre(trial().candidate.paper));
      const plain = (await trial().changing(() => trial().press(KEY.a), trial().candidate.paper)).after;
      expect(plain).toBeDefined();
      trial().desktop.input.key(KEY.leftShift, true);
      trial().desktop.input.releaseAll();
      const { before, after } = await trial().changing(() => trial().press(KEY.a), trial().candidate.paper);
      trial().desktop.input.key(KEY.leftShift, true);
      const shifted = await trial().changing(() => trial().press(KEY.a), trial().candidate.paper);
      trial().desktop.input.key(KEY.leftShift, false);
      expect(inked(before, after)).not.toBe(inked(shifted.before, shifted.after));
    });

    it('does nothing for keys and characters that there are not', async () => {
      trial().click(centre(trial().candidate.paper));
      const before = await trial().still();
      for (const scancode of [0x7f, 0x1ff, 0x3ff, -1, 65536]) trial().press(scancode);
      for (const codePoint of [0xd800, 0x110000, -1]) trial().desktop.input.character(codePoint);
      expect(changed(before, await trial().still(), trial().candidate.paper)).toBe(false);
    });
  });
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | null {
  return list.length > 0 ? list : null;
}
