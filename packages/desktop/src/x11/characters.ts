import type { Connection } from './connection.js';
import { type Keymap, Keysym, Modifier } from './keymap.js';
import { SCANCODE_KEYCODES } from './scancodes.js';

/** Milliseconds for which programs may still look up what a lent key meant, after its last use. */
const LOOK_UP_TIME = 800;
/** Milliseconds from one lending to the next: each makes every program read the whole layout anew, which must not pile up. */
const LEND_INTERVAL = 20;
/** Milliseconds without typing after which the keys are given back. */
const IDLE_TIME = 5000;

/** What presses, knows what is pressed, and keeps the guard in the know. */
export interface Presser {
  press(keycode: number): boolean;
  release(keycode: number): void;
  /** Keys that Beside holds. */
  held(): ReadonlySet<number>;
  /** @returns false when it must not be lent */
  lend(keycode: number): boolean;
  giveBack(keycode: number): void;
}

/** A key and whether it needs Shift. */
interface Place {
  readonly keycode: number;
  readonly shift: boolean;
  /** What Caps Lock does to it: nothing, exchange its two symbols, or something that programs disagree on. */
  readonly capsLock: 'ignored' | 'exchanges' | 'confuses';
}

/**
 * Types characters. One that the present layout has, plain or shifted, is typed by its key; any other one is lent a key
 * that no keyboard has, of which there are a dozen or so. A program looks a key's meaning up when it gets to the event, so it
 * is lent to another character, or taken back, only much later.
 */
export class Characters {
  readonly #connection: Connection;
  readonly #keymap: Keymap;
  readonly #presser: Presser;
  /** By key symbol, the one used last at the end. */
  readonly #lent = new Map<number, { readonly keycode: number; readonly usedAt: number }>();
  #lentAt = Number.NEGATIVE_INFINITY;
  #idle: NodeJS.Timeout | null = null;

  constructor(connection: Connection, keymap: Keymap, presser: Presser) {
    this.#connection = connection;
    this.#keymap = keymap;
    this.#presser = presser;
  }

  /**
   * Types one character; nothing happens for what is none.
   *
   * @returns milliseconds after which it can be typed, since a key has to be lent and none can be yet; 0: it was typed
   */
  type(codePoint: number): number {
    const keysym = keysymOf(codePoint);
    if (keysym === null) return 0;
    const pointer = this.#connection.replyNow(this.#connection.core.query_pointer(this.#connection.root));
    if (!pointer) return 0;
    const state = pointer.u16(24);
    const place = this.#find(keysym, (state >> 13) & 3) ?? this.#lend(keysym, codePoint);
    if (typeof place === 'number') return place;
    if (place) this.#strike(place, state);
    return 0;
  }

  /** Gives the lent keys back, once every program had the time to look them up. */
  async close(): Promise<void> {
    const last = [...this.#lent.values()].at(-1);
    if (!last) return;
    const wait = last.usedAt + LOOK_UP_TIME - performance.now();
    if (wait > 0 && !this.#connection.lost) await new Promise((resolve) => setTimeout(resolve, wait));
    this.#giveAllBack();
  }

  /** Presses and releases a key with just the Shift it needs; other modifiers that Beside holds and that choose symbols are let go meanwhile. */
  #strike({ keycode, shift, capsLock }: Place, state: number): void {
    const locked = (state & Modifier.Lock) !== 0;
    const wantsShift = shift !== (capsLock === 'exchanges' && locked);
    const lockKey = capsLock === 'confuses' && locked ? this.#keymap.keycodesOf(Keysym.CapsLock)[0] : undefined;
    const choosing = [Keysym.Level3Shift, Keysym.Level5Shift, Keysym.ModeSwitch]
      .map((symbol) => this.#keymap.modifierOf(symbol))
      .reduce((all, mask) => all | mask, wantsShift ? 0 : Modifier.Shift);
    const inTheWay = [...this.#presser.held()].filter((key) => (this.#keymap.modifiersOf(key) & choosing) !== 0);
    const shiftKey = wantsShift && (state & Modifier.Shift) === 0 ? this.#keymap.keycodesOf(Keysym.ShiftL)[0] : undefined;

    for (const key of inTheWay) this.#presser.release(key);
    this.#tap(lockKey);
    if (shiftKey !== undefined) this.#presser.press(shiftKey);
    this.#tap(keycode);
    if (shiftKey !== undefined) this.#presser.release(shiftKey);
    this.#tap(lockKey);
    for (const key of inTheWay) this.#presser.press(key);
  }

  #tap(keycode: number | undefined): void {
    if (keycode === undefined) return;
    // Held by the expert as a key at the same time, it is struck anew.
    if (this.#presser.held().has(keycode)) this.#presser.release(keycode);
    if (this.#presser.press(keycode)) this.#presser.release(keycode);
  }

  /** Looks for a symbol among the plain and shifted ones of the active group. Groups beyond the second are not in the core map. */
  #find(keysym: number, group: number): Place | null {
    if (group > 1) return null;
    for (const keycode of this.#keymap.keycodesOf(keysym)) {
      const own = group === 1 && this.#keymap.symbol(keycode, 2) !== Keysym.None;
      if (group === 1 && !own && this.#keymap.symbol(keycode, 3) !== Keysym.None) continue;
      const column = own ? 2 : 0;
      const plain = this.#keymap.symbol(keycode, column);
      // A letter alone stands for both its cases (X Window System Protocol, section 5, "Keyboards").
      const shifted = this.#keymap.symbol(keycode, column + 1) || otherCase(plain, 'upper');
      const capsLock = otherCase(plain, 'upper') === shifted ? withCapsLock(plain, shifted) : 'ignored';
      if (plain === keysym) return { keycode, shift: false, capsLock };
      if (shifted === keysym) return { keycode, shift: true, capsLock };
    }
    return null;
  }

  /** @returns milliseconds to wait for a key; null when none can be lent at all */
  #lend(keysym: number, codePoint: number): Place | number | null {
    if (codePoint < 0x20) return null;
    const lower = otherCase(keysym, 'lower');
    const upper = otherCase(keysym, 'upper');
    let keycode = this.#stillLent(lower);
    if (keycode === null) {
      const free = this.#freeKey();
      if (free.wait > 0) return free.wait;
      keycode = free.keycode;
      if (keycode === null || !this.#presser.lend(keycode)) return null;
      this.#keymap.bind(keycode, lower, upper);
      this.#lentAt = performance.now();
    }
    // Put at the end: the first one is the one unused longest.
    this.#lent.delete(lower);
    this.#lent.set(lower, { keycode, usedAt: performance.now() });
    this.#idle?.refresh();
    this.#idle ??= setTimeout(() => this.#giveAllBack(), IDLE_TIME).unref();
    return { keycode, shift: keysym !== lower, capsLock: withCapsLock(lower, upper) };
  }

  /** The key lent to a symbol, unless another program has loaded a layout over it. */
  #stillLent(lower: number): number | null {
    const lent = this.#lent.get(lower);
    if (!lent) return null;
    if (this.#keymap.symbol(lent.keycode, 0) === lower) return lent.keycode;
    this.#lent.delete(lower);
    this.#presser.giveBack(lent.keycode);
    return null;
  }

  #freeKey(): { readonly keycode: number | null; readonly wait: number } {
    const wait = this.#lentAt + LEND_INTERVAL - performance.now();
    if (wait > 0) return { keycode: null, wait };
    const keycode = this.#keymap.unused().find((key) => !SCANCODE_KEYCODES.has(key));
    return keycode === undefined ? this.#takeOldest() : { keycode, wait: 0 };
  }

  #takeOldest(): { readonly keycode: number | null; readonly wait: number } {
    const [oldest] = this.#lent;
    if (!oldest) return { keycode: null, wait: 0 };
    const [symbol, { keycode, usedAt }] = oldest;
    const wait = usedAt + LOOK_UP_TIME - performance.now();
    if (wait > 0) return { keycode: null, wait };
    this.#lent.delete(symbol);
    return { keycode, wait: 0 };
  }

  #giveAllBack(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    for (const [lower, { keycode }] of this.#lent) {
      if (this.#keymap.symbol(keycode, 0) === lower) this.#keymap.bind(keycode, Keysym.None, Keysym.None);
      this.#presser.giveBack(keycode);
    }
    this.#lent.clear();
  }
}

/**
 * The key symbol of a character (X Window System Protocol, appendix A: Latin 1 as it is, others as Unicode symbols).
 *
 * @returns null for what cannot be typed
 */
export function keysymOf(codePoint: number): number | null {
  if (codePoint === 8) return Keysym.BackSpace;
  if (codePoint === 9) return Keysym.Tab;
  if (codePoint === 10 || codePoint === 13) return Keysym.Return;
  if (codePoint === 27) return Keysym.Escape;
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return null;
  if (codePoint < 0x100) return codePoint;
  if ((codePoint >= 0xd800 && codePoint < 0xe000) || codePoint > 0x10ffff) return null;
  return 0x0100_0000 + codePoint;
}

/** What Caps Lock does to a key with a letter in both cases: servers and programs agree on Latin 1, and on Unicode symbols they do not. */
function withCapsLock(lower: number, upper: number): Place['capsLock'] {
  if (lower === upper) return 'ignored';
  return lower <= 0xff && upper <= 0xff ? 'exchanges' : 'confuses';
}

/** The symbol of the same letter in the other case; the symbol itself when there is none. */
function otherCase(keysym: number, which: 'upper' | 'lower'): number {
  const unicode = keysym >= 0x0100_0100 && keysym <= 0x0110_ffff;
  if (!unicode && (keysym < 0x20 || keysym > 0xff)) return keysym;
  const letter = String.fromCodePoint(unicode ? keysym - 0x0100_0000 : keysym);
  const other = which === 'upper' ? letter.toUpperCase() : letter.toLowerCase();
  // Letters like ß become two, and a case that does not lead back belongs to another letter.
  if ([...other].length !== 1) return keysym;
  const back = which === 'upper' ? other.toLowerCase() : other.toUpperCase();
  return back === letter ? (keysymOf(other.codePointAt(0)!) ?? keysym) : keysym;
}
