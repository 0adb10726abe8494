import { describe, expect, it } from 'vitest';
import { Keyboard, keyOfCharacter } from '../../src/practice/keyboard.js';

const SHIFT = 0x2a;
const CTRL = 0x1d;
const CAPS = 0x3a;
const A = 0x1e;

describe('the practice keyboard', () => {
  it('writes small and capital letters, digits and signs', () => {
    const keyboard = new Keyboard();
    const typed = (scancode: number) => keyboard.press(scancode);
    expect(typed(A)).toEqual({ type: 'character', text: 'a' });
    expect(typed(0x02)).toEqual({ type: 'character', text: '1' });
    keyboard.press(SHIFT);
    expect(typed(A)).toEqual({ type: 'character', text: 'A' });
    expect(typed(0x02)).toEqual({ type: 'character', text: '!' });
    keyboard.release(SHIFT);
    keyboard.press(CAPS);
    expect(typed(A)).toEqual({ type: 'character', text: 'A' });
    expect(typed(0x02)).toEqual({ type: 'character', text: '1' });
  });

  it('turns Caps Lock once for a key that repeats', () => {
    const keyboard = new Keyboard();
    for (let time = 0; time < 4; time++) keyboard.press(CAPS);
    expect(keyboard.press(A)).toEqual({ type: 'character', text: 'A' });
    keyboard.locks({ scroll: false, num: false, caps: false, kana: false });
    expect(keyboard.press(A)).toEqual({ type: 'character', text: 'a' });
  });

  it('has a keypad that follows Num Lock', () => {
    const keyboard = new Keyboard();
    expect(keyboard.press(0x47)).toEqual({ type: 'character', text: '7' });
    keyboard.locks({ scroll: false, num: false, caps: false, kana: false });
    expect(keyboard.press(0x47)).toEqual({ type: 'named', name: 'Home', shift: false });
    expect(keyboard.press(0x4c)).toBeUndefined();
  });

  it('makes commands with Ctrl until everything is released', () => {
    const keyboard = new Keyboard();
    keyboard.press(CTRL);
    expect(keyboard.press(A)).toEqual({ type: 'command', letter: 'a' });
    expect(keyboard.press(0x02)).toBeUndefined();
    keyboard.releaseAll();
    expect(keyboard.press(A)).toEqual({ type: 'character', text: 'a' });
  });
});

describe('a character typed whole', () => {
  it('is one, or the key that makes it, or nothing', () => {
    expect(keyOfCharacter(0x1f600)).toEqual({ type: 'character', text: '😀' });
    expect(keyOfCharacter(0x0d)).toEqual({ type: 'named', name: 'Enter', shift: false });
    for (const nothing of [0, 0x1f, 0x7f, 0x9f, 0xd800, 0xdfff, 0x110000, -1, Number.NaN]) {
      expect(keyOfCharacter(nothing)).toBeUndefined();
    }
  });
});
