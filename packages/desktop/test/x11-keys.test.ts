import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysymOf } from '../src/x11/characters.js';
import { keycodeOf, SCANCODE_KEYCODES } from '../src/x11/scancodes.js';

describe('scan codes', () => {
  it.each([
    ['Esc', 0x01, 9],
    ['Q', 0x10, 24],
    ['F11', 0x57, 95],
    ['the key between left Shift and Z', 0x56, 94],
    ['keypad Enter', 0x11c, 104],
    ['left Windows', 0x15b, 133],
    ['right Ctrl', 0x11d, 105],
    ['PrintScreen', 0x137, 107],
    ['Pause', 0x21d, 127],
    ['Break', 0x146, 127],
    ['F13', 0x64, 191],
    ['Yen', 0x7d, 132],
  ])('have the place of %s', (_, scancode, keycode) => {
    expect(keycodeOf(scancode)).toBe(keycode);
  });

  it('are bytes of X, or none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (scancode) => {
        const keycode = keycodeOf(scancode);
        expect(keycode === null || (keycode >= 9 && keycode <= 255 && SCANCODE_KEYCODES.has(keycode))).toBe(true);
      }),
    );
  });
});

describe('characters', () => {
  it.each([
    [0x41, 0x41],
    [0xe9, 0xe9],
    [0x20ac, 0x010020ac],
    [0x1f600, 0x0101f600],
    [0x0a, 0xff0d],
    [0x0d, 0xff0d],
    [0x09, 0xff09],
  ])('U+%s have their key symbol', (codePoint, keysym) => {
    expect(keysymOf(codePoint)).toBe(keysym);
  });

  it.each([0x00, 0x03, 0x7f, 0x9f, 0xd800, 0xdfff, 0x110000])('do not exist at %i', (codePoint) => {
    expect(keysymOf(codePoint)).toBeNull();
  });
});
