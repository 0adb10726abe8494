import type { Locks } from '../desktop.js';

/** Keys that do something other than write. */
export type NamedKey =
  | 'Enter'
  | 'Backspace'
  | 'Delete'
  | 'Tab'
  | 'Escape'
  | 'Left'
  | 'Right'
  | 'Up'
  | 'Down'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown';

/** A key press as a window sees it. */
export type Key =
  | { readonly type: 'character'; readonly text: string }
  | { readonly type: 'named'; readonly name: NamedKey; readonly shift: boolean }
  /** Ctrl and a letter, in lower case. */
  | { readonly type: 'command'; readonly letter: string };

const ESCAPE = 0x01;
const LEFT_SHIFT = 0x2a;
const RIGHT_SHIFT = 0x36;
const LEFT_CTRL = 0x1d;
const RIGHT_CTRL = 0x11d;
const LEFT_ALT = 0x38;
const RIGHT_ALT = 0x138;
const CAPS_LOCK = 0x3a;
const NUM_LOCK = 0x45;

/** Scan code set 1 of the keys that write, as on a keyboard of the United States: what they write without and with Shift. */
const WRITING = new Map<number, readonly [string, string]>();
for (const [first, plain, shifted] of [
  [0x02, '1234567890-=', '!@#$%^&*()_+'],
  [0x10, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [0x1e, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [0x2b, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
  [0x39, ' ', ' '],
  [0x56, '\\', '|'],
] as const) {
  for (let index = 0; index < plain.length; index++) WRITING.set(first + index, [plain[index]!, shifted[index]!]);
}

const NAMED = new Map<number, NamedKey>([
  [ESCAPE, 'Escape'],
  [0x0e, 'Backspace'],
  [0x0f, 'Tab'],
  [0x1c, 'Enter'],
  [0x11c, 'Enter'],
  [0x147, 'Home'],
  [0x148, 'Up'],
  [0x149, 'PageUp'],
  [0x14b, 'Left'],
  [0x14d, 'Right'],
  [0x14f, 'End'],
  [0x150, 'Down'],
  [0x151, 'PageDown'],
  [0x153, 'Delete'],
]);

/** The numeric keypad: what it writes with Num Lock, and what it does without. */
const KEYPAD = new Map<number, readonly [string, NamedKey | null]>([
  [0x47, ['7', 'Home']],
  [0x48, ['8', 'Up']],
  [0x49, ['9', 'PageUp']],
  [0x4b, ['4', 'Left']],
  [0x4c, ['5', null]],
  [0x4d, ['6', 'Right']],
  [0x4f, ['1', 'End']],
  [0x50, ['2', 'Down']],
  [0x51, ['3', 'PageDown']],
  [0x52, ['0', null]],
  [0x53, ['.', 'Delete']],
]);
const KEYPAD_SIGNS = new Map([
  [0x37, '*'],
  [0x4a, '-'],
  [0x4e, '+'],
  [0x135, '/'],
]);

/** What one keyboard's keys mean, given which of them are held. */
export class Keyboard {
  #held = new Set<number>();
  #caps = false;
  #num = true;

  /**
   * @param scancode set 1, as {@link DesktopInput.key} has it
   * @returns what the press means to the window that has the focus; undefined: nothing
   */
  press(scancode: number): Key | undefined {
    const repeated = this.#held.has(scancode);
    this.#held.add(scancode);
    if (scancode === CAPS_LOCK && !repeated) this.#caps = !this.#caps;
    if (scancode === NUM_LOCK && !repeated) this.#num = !this.#num;
    const shift = this.#held.has(LEFT_SHIFT) || this.#held.has(RIGHT_SHIFT);
    const writing = WRITING.get(scancode);
    if (this.#held.has(LEFT_CTRL) || this.#held.has(RIGHT_CTRL)) {
      return writing && /[a-z]/.test(writing[0]) ? { type: 'command', letter: writing[0] } : undefined;
    }
    if (this.#held.has(LEFT_ALT) || this.#held.has(RIGHT_ALT)) return undefined;
    if (writing) {
      const upper = /[a-z]/.test(writing[0]) ? shift !== this.#caps : shift;
      return { type: 'character', text: writing[upper ? 1 : 0] };
    }
    const sign = KEYPAD_SIGNS.get(scancode);
    if (sign) return { type: 'character', text: sign };
    const keypad = KEYPAD.get(scancode);
    if (keypad && this.#num) return { type: 'character', text: keypad[0] };
    const name = keypad ? keypad[1] : NAMED.get(scancode);
    return name ? { type: 'named', name, shift } : undefined;
  }

  release(scancode: number): void {
    this.#held.delete(scancode);
  }

  releaseAll(): void {
    this.#held.clear();
  }

  locks(locks: Locks): void {
    this.#caps = locks.caps;
    this.#num = locks.num;
  }
}

/**
 * What a character means that was typed whole.
 *
 * @returns undefined for what is not a character: half a surrogate pair, control characters without a key
 */
export function keyOfCharacter(codePoint: number): Key | undefined {
  if (codePoint === 0x0a || codePoint === 0x0d) return { type: 'named', name: 'Enter', shift: false };
  if (codePoint === 0x08) return { type: 'named', name: 'Backspace', shift: false };
  if (codePoint === 0x09) return { type: 'named', name: 'Tab', shift: false };
  if (codePoint === 0x1b) return { type: 'named', name: 'Escape', shift: false };
  if (!(codePoint >= 0x20 && codePoint <= 0x10ffff) || (codePoint >= 0x7f && codePoint < 0xa0)) return undefined;
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return undefined;
  return { type: 'character', text: String.fromCodePoint(codePoint) };
}
