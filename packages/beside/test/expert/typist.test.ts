import type { InputEvent } from '@beside/rdp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Typist } from '../../src/expert/typist.js';

/** A novice that keeps what it is typed. */
class Desktop {
  controlling = true;
  paused = false;
  /** Between two sizes, it takes nothing. */
  resizing = false;
  readonly events: InputEvent[] = [];

  input(event: InputEvent): boolean {
    if (!this.controlling || this.paused || this.resizing) return false;
    this.events.push(event);
    return true;
  }

  get text(): string {
    const pressed = this.events.flatMap((event) => ('down' in event && event.down ? [event] : []));
    return pressed
      .map((event) => {
        if (event.type === 'unicode') return String.fromCharCode(event.unit);
        return event.type === 'key' ? (event.scancode === 0x1c ? '\n' : '\t') : '?';
      })
      .join('');
  }
}

let desktop: Desktop;
let typist: Typist;
let told: [text: string, all: boolean][];
const type = (text: string) => typist.type(text, (all) => told.push([text, all]));

beforeEach(() => {
  vi.useFakeTimers();
  desktop = new Desktop();
  typist = new Typist(desktop);
  told = [];
});
afterEach(() => {
  expect(vi.getTimerCount(), 'no timer is left').toBe(0);
  vi.useRealTimers();
});

describe('a text', () => {
  it('goes at 8 characters every 20 ms, and is told of once the last has gone', () => {
    type('0123456789abcdefghij');
    vi.advanceTimersByTime(1);
    expect(desktop.text).toBe('01234567');
    vi.advanceTimersByTime(20);
    expect(desktop.text).toBe('0123456789abcdef');
    expect(told).toEqual([]);
    vi.advanceTimersByTime(20);
    expect(desktop.text).toBe('0123456789abcdefghij');
    expect(told).toEqual([['0123456789abcdefghij', true]]);
  });

  it('has each key let go of before the next, both halves of an emoji pressed together, and Enter and Tab as keys', () => {
    type('a😀\r\n\t');
    vi.runAllTimers();
    const unit = (at: number, down: boolean) => ({ type: 'unicode', unit: at, down });
    const key = (scancode: number, down: boolean) => ({ type: 'key', scancode, down });
    expect(desktop.events).toEqual([
      ...[unit(0x61, true), unit(0x61, false)],
      ...[unit(0xd83d, true), unit(0xde00, true), unit(0xd83d, false), unit(0xde00, false)],
      ...[key(0x1c, true), key(0x1c, false), key(0x0f, true), key(0x0f, false)],
    ]);
  });

  it('is typed without control characters and halves of surrogate pairs, also when nothing else is in it', () => {
    type('a\u0000\u001bb\u007f\u009bc\ud83dd\ude00');
    type('\u0007');
    vi.runAllTimers();
    expect(desktop.text).toBe('abcd');
    expect(told.map(([, all]) => all)).toEqual([true, true]);
  });

  it('waits behind the one that is being typed', () => {
    type('first, and long');
    vi.advanceTimersByTime(1);
    type('second');
    vi.runAllTimers();
    expect(desktop.text).toBe('first, and longsecond');
    expect(told).toEqual([
      ['first, and long', true],
      ['second', true],
    ]);
  });

  it('waits for the end of a pause, however long that is', () => {
    type('0123456789');
    vi.advanceTimersByTime(1);
    desktop.paused = true;
    vi.advanceTimersByTime(3_600_000);
    expect(desktop.text).toBe('01234567');
    desktop.paused = false;
    vi.runAllTimers();
    expect(desktop.text).toBe('0123456789');
    expect(told).toEqual([['0123456789', true]]);
  });

  it('waits while the desktop gets another size, and loses no character', () => {
    desktop.resizing = true;
    type('0123456789');
    vi.advanceTimersByTime(1000);
    desktop.resizing = false;
    vi.runAllTimers();
    expect(desktop.text).toBe('0123456789');
  });

  it('is given up where the novice takes no such input', () => {
    desktop.resizing = true;
    type('0');
    vi.advanceTimersByTime(6000);
    expect(told).toEqual([['0', false]]);
  });
});

describe('the end of control', () => {
  it('stops everything that waits, each told once', () => {
    type('0123456789');
    type('second');
    vi.advanceTimersByTime(1);
    desktop.controlling = false;
    typist.stop();
    vi.runAllTimers();
    typist.stop();
    expect(desktop.text).toBe('01234567');
    expect(told).toEqual([
      ['0123456789', false],
      ['second', false],
    ]);
  });

  it('means that nothing more is typed', () => {
    desktop.controlling = false;
    type('late');
    expect(told).toEqual([['late', false]]);
  });

  it('may come from whoever is told that a text is typed', () => {
    typist.type('one', () => typist.stop());
    type('two');
    vi.runAllTimers();
    expect(desktop.text).toBe('one');
    expect(told).toEqual([['two', false]]);
  });
});
