import type { PageInput } from 'beside/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Keyboard, type KeyStroke, textInput } from '../../src/expert/input/keyboard.js';
import { SCAN_CODES } from '../../src/expert/input/scan-codes.js';

const NO_LOCKS = { scroll: false, num: false, caps: false, kana: false };

function stroke(code: string, key: string, more: Partial<KeyStroke> = {}): KeyStroke {
  return { code, key, ctrl: false, alt: false, meta: false, altGraph: false, composing: false, locks: NO_LOCKS, ...more };
}

/** A keyboard whose lock keys are told already. */
function keyboard(mac = false): Keyboard {
  const made = new Keyboard({ mac });
  made.locks(NO_LOCKS);
  return made;
}

function key(scancode: number, down: boolean): PageInput {
  return { type: 'key', scancode, down };
}

function unit(character: string, down: boolean): PageInput {
  return { type: 'unicode', unit: character.charCodeAt(0), down };
}

test('a key that writes arrives as its character, pressed and let go at once', () => {
  const keys = keyboard();
  expect(keys.down(stroke('KeyQ', 'й'))).toEqual({ input: [unit('й', true), unit('й', false)], taken: true });
  expect(keys.up(stroke('KeyQ', 'й')).input).toEqual([]);
});

test('a character outside of the basic plane is both its units, then both let go', () => {
  const [high, low] = ['\ud83d', '\ude00'];
  expect(keyboard().down(stroke('KeyA', '😀')).input).toEqual([
    unit(high, true),
    unit(low, true),
    unit(high, false),
    unit(low, false),
  ]);
});

test.each(['ctrl', 'alt', 'meta'] as const)('with %s a letter is its key, for shortcuts', (modifier) => {
  const keys = keyboard();
  expect(keys.down(stroke('KeyC', 'c', { [modifier]: true })).input).toEqual([key(0x2e, true)]);
  expect(keys.up(stroke('KeyC', 'c')).input).toEqual([key(0x2e, false)]);
});

test('what AltGr writes is text, and neither AltGr nor the Ctrl that Windows adds stays held', () => {
  const keys = keyboard();
  expect(keys.down(stroke('ControlLeft', 'Control', { ctrl: true })).input).toEqual([key(0x1d, true)]);
  expect(keys.down(stroke('AltRight', 'AltGraph', { ctrl: true, alt: true, altGraph: true })).input).toEqual([key(0x1d, false)]);
  const written = keys.down(stroke('KeyQ', '@', { ctrl: true, alt: true, altGraph: true }));
  expect(written.input).toEqual([unit('@', true), unit('@', false)]);
  expect(keys.releaseAll()).toEqual([]);
});

test('a space is a key: it presses buttons', () => {
  expect(keyboard().down(stroke('Space', ' ')).input).toEqual([key(0x39, true)]);
});

test('a key that is held repeats its press, and is let go once', () => {
  const keys = keyboard();
  for (let i = 0; i < 3; i++) expect(keys.down(stroke('ArrowDown', 'ArrowDown')).input).toEqual([key(0x150, true)]);
  expect(keys.up(stroke('ArrowDown', 'ArrowDown')).input).toEqual([key(0x150, false)]);
  expect(keys.up(stroke('ArrowDown', 'ArrowDown')).input).toEqual([]);
});

test('Pause goes as the two codes that keyboards send', () => {
  expect(keyboard().down(stroke('Pause', 'Pause')).input).toEqual([key(0x21d, true), key(0x45, true)]);
});

test('dead keys and input methods are left to the browser; their text comes whole', () => {
  const keys = keyboard();
  for (const name of ['Dead', 'Process', 'Unidentified'])
    expect(keys.down(stroke('Quote', name))).toEqual({ input: [], taken: false });
  expect(keys.down(stroke('KeyA', 'a', { composing: true }))).toEqual({ input: [], taken: false });
  expect(keys.text('é')).toEqual([unit('é', true), unit('é', false)]);
});

test('the Shift of a dead key is let go although the browser composes by then', () => {
  const keys = keyboard();
  expect(keys.down(stroke('ShiftLeft', 'Shift')).input).toEqual([key(0x2a, true)]);
  expect(keys.down(stroke('Equal', 'Dead'))).toEqual({ input: [], taken: false });
  expect(keys.up(stroke('ShiftLeft', 'Shift', { composing: true }))).toEqual({ input: [key(0x2a, false)], taken: false });
  expect(keys.releaseAll()).toEqual([]);
});

test('lock keys are told by how they stand, once', () => {
  const keys = new Keyboard({ mac: false });
  const locks = { ...NO_LOCKS, caps: true };
  expect(keys.down(stroke('CapsLock', 'CapsLock', { locks })).input).toEqual([{ type: 'locks', ...locks }]);
  expect(keys.up(stroke('CapsLock', 'CapsLock', { locks })).input).toEqual([]);
  expect(keys.down(stroke('KeyA', 'A', { locks })).input).toEqual([unit('A', true), unit('A', false)]);
});

test('CapsLock that the system takes for another key is that key', () => {
  const keys = keyboard();
  expect(keys.down(stroke('CapsLock', 'Control', { ctrl: true })).input).toEqual([key(0x1d, true)]);
  expect(keys.up(stroke('CapsLock', 'Control')).input).toEqual([key(0x1d, false)]);
});

test('after it was left, how the lock keys stand is told anew', () => {
  const keys = keyboard();
  keys.releaseAll();
  expect(keys.locks(NO_LOCKS)).toEqual([{ type: 'locks', ...NO_LOCKS }]);
});

test('a key without a code is left to the browser', () => {
  expect(keyboard().down(stroke('Fn', 'Fn'))).toEqual({ input: [], taken: false });
});

test('on a Mac, Option writes, and keys pressed with Command do not wait for a release that is never told', () => {
  const keys = keyboard(true);
  keys.down(stroke('AltLeft', 'Alt', { alt: true }));
  expect(keys.down(stroke('KeyL', '@', { alt: true })).input).toEqual([key(0x38, false), unit('@', true), unit('@', false)]);
  keys.down(stroke('MetaLeft', 'Meta', { meta: true }));
  expect(keys.down(stroke('KeyC', 'c', { meta: true })).input).toEqual([key(0x2e, true), key(0x2e, false)]);
  expect(keys.up(stroke('MetaLeft', 'Meta')).input).toEqual([key(0x15b, false)]);
});

test('every press is followed by a release, whatever is struck', () => {
  const codes = [...SCAN_CODES.keys(), 'Pause', 'Fn', ''];
  const strokes = fc.record({
    down: fc.boolean(),
    stroke: fc
      .record({
        code: fc.constantFrom(...codes),
        key: fc.constantFrom('a', 'ß', '😀', ' ', 'Enter', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead', 'ArrowUp'),
        ctrl: fc.boolean(),
        alt: fc.boolean(),
        meta: fc.boolean(),
        altGraph: fc.boolean(),
        composing: fc.boolean(),
      })
      .map((fields): KeyStroke => ({ ...fields, locks: NO_LOCKS })),
  });
  fc.assert(
    fc.property(fc.boolean(), fc.array(strokes, { maxLength: 60 }), (mac, all) => {
      const keys = new Keyboard({ mac });
      const input = all.flatMap((one) => (one.down ? keys.down(one.stroke) : keys.up(one.stroke)).input);
      input.push(...keys.releaseAll());
      const held = new Set<string>();
      for (const event of input) {
        if (event.type !== 'key' && event.type !== 'unicode') continue;
        const name = event.type === 'key' ? `key ${event.scancode}` : `unit ${event.unit}`;
        if (event.down) held.add(name);
        else {
          expect(held.has(name)).toBe(true);
          held.delete(name);
        }
      }
      expect(held.size).toBe(0);
    }),
  );
});

test('a text is its characters, with line ends and tabs as keys, and without what is no text', () => {
  expect(textInput('a\r\n\tb\u0007\ud800')).toEqual([
    unit('a', true),
    unit('a', false),
    key(0x1c, true),
    key(0x1c, false),
    key(0x0f, true),
    key(0x0f, false),
    unit('b', true),
    unit('b', false),
  ]);
});
