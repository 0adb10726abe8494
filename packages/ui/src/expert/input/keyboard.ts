import type { PageInput } from 'beside/protocol';
import { type LockStates, sameLocks } from './locks.js';
import { PAUSE, SCAN_CODES } from './scan-codes.js';

/** What of a `KeyboardEvent` counts. */
export interface KeyStroke {
  /** Where the key is: `KeyQ`. Empty when a screen keyboard does not say. */
  readonly code: string;
  /** What it means in the expert's layout: `a`, `Enter`, `Dead`. */
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** AltGr, or what stands for it, is held. */
  readonly altGraph: boolean;
  /** An input method is at work on it. */
  readonly composing: boolean;
  readonly locks: LockStates;
}

/** What becomes of a stroke: what is sent, and whether the browser must do nothing of its own with it. */
export interface KeyOutcome {
  readonly input: readonly PageInput[];
  readonly taken: boolean;
}

/** Their state is sent, and not the key: systems disagree on when they press and release it. */
const LOCK_KEYS: ReadonlySet<string> = new Set(['CapsLock', 'NumLock', 'ScrollLock']);
/** The browser goes on with these: they begin or continue a text that comes whole later, see {@link Keyboard.text}. */
const BEGIN_TEXT: ReadonlySet<string> = new Set(['Dead', 'Process', 'Compose', 'Unidentified']);
/** Places that a key taken for something else is sent as, by its meaning; CapsLock is what people exchange most. */
const EXCHANGED: Readonly<Record<string, string>> = { Control: 'ControlLeft', Escape: 'Escape', Backspace: 'Backspace' };
const NOTHING: KeyOutcome = { input: [], taken: true };

/**
 * The expert's keyboard, as input for the novice's desktop.
 *
 * A key that writes something is sent as the characters, which arrive as typed whatever layout and script either side has. All
 * others, and those held with Ctrl, Alt or Super, are sent by their place, so that shortcuts work. Every key that is sent as
 * pressed is sent as let go, by its release or by {@link releaseAll}.
 */
export class Keyboard {
  /** Scan codes that are pressed at the other side, by the place of the key. */
  readonly #held = new Map<string, readonly number[]>();
  readonly #mac: boolean;
  #locks: LockStates | undefined;

  /** @param mac whether the expert's computer is a Mac, where Option writes and a key let go while Command is held is not told */
  constructor({ mac }: { readonly mac: boolean }) {
    this.#mac = mac;
  }

  down(stroke: KeyStroke): KeyOutcome {
    if (stroke.composing || BEGIN_TEXT.has(stroke.key)) return { input: [], taken: false };
    const input = this.#syncLocks(stroke.locks);
    if (LOCK_KEYS.has(stroke.key)) return { input, taken: true };
    if (stroke.key === 'AltGraph') {
      // Windows presses a left Ctrl with it, which is not meant.
      return { input: [...input, ...this.#letGo('ControlLeft')], taken: true };
    }
    if (this.#writes(stroke)) {
      const option = this.#mac ? [...this.#letGo('AltLeft'), ...this.#letGo('AltRight')] : [];
      return { input: [...input, ...option, ...textInput(stroke.key)], taken: true };
    }
    const place = placeOf(stroke);
    const codes = place === 'Pause' ? PAUSE : SCAN_CODES.get(place);
    if (codes === undefined) return { input, taken: false };
    const all = typeof codes === 'number' ? [codes] : codes;
    this.#held.set(place, all);
    input.push(...all.map((scancode): PageInput => ({ type: 'key', scancode, down: true })));
    if (this.#mac && stroke.meta && !place.startsWith('Meta')) input.push(...this.#letGo(place));
    return { input, taken: true };
  }

  up(stroke: KeyStroke): KeyOutcome {
    // A key pressed before a change of its meaning is let go by its place all the same.
    const place = this.#held.has(stroke.code) ? stroke.code : placeOf(stroke);
    // Also while an input method is at work: the Shift of its first letter, or of a dead key, was pressed before it began.
    if (stroke.composing) return { input: this.#letGo(place), taken: false };
    const input = [...this.#syncLocks(stroke.locks), ...this.#letGo(place)];
    return input.length > 0 ? { input, taken: true } : NOTHING;
  }

  /** A text that is written whole: by an input method, a dead key, a screen keyboard. */
  text(text: string): PageInput[] {
    return textInput(text);
  }

  /** Tells how the lock keys stand when that is not known to the other side, as after the page has got the keyboard. */
  locks(locks: LockStates): PageInput[] {
    return this.#syncLocks(locks);
  }

  /** Lets go of everything: the keyboard goes elsewhere, or control is over. */
  releaseAll(): PageInput[] {
    this.#locks = undefined;
    return [...this.#held.keys()].flatMap((place) => this.#letGo(place));
  }

  #writes({ key, ctrl, alt, meta, altGraph }: KeyStroke): boolean {
    // Programs wait for the key of a space: it presses buttons. And every layout has it in one place.
    if (key === ' ' || [...key].length !== 1) return false;
    if (altGraph) return true;
    return !ctrl && !meta && (!alt || this.#mac);
  }

  #letGo(place: string): PageInput[] {
    const codes = this.#held.get(place) ?? [];
    this.#held.delete(place);
    return codes.map((scancode) => ({ type: 'key', scancode, down: false }));
  }

  #syncLocks(locks: LockStates): PageInput[] {
    if (this.#locks !== undefined && sameLocks(this.#locks, locks)) return [];
    this.#locks = locks;
    return [{ type: 'locks', ...locks }];
  }
}

/** The place of the key that is meant. */
function placeOf({ code, key }: KeyStroke): string {
  if (code === 'CapsLock') return EXCHANGED[key] ?? code;
  // Screen keyboards give no place; what a key is called is that of its usual one.
  return code === '' ? (EXCHANGED[key] ?? key) : code;
}

/** Scan codes of what is no character for the other side. */
const KEYS_OF_TEXT: Readonly<Record<string, number>> = { '\n': 0x1c, '\t': 0x0f };

/**
 * A text as input, whole: each UTF-16 unit of a character, then all of them let go. Line ends and tabs are keys, other control
 * characters and halves of surrogate pairs are no text.
 */
export function textInput(text: string): PageInput[] {
  const input: PageInput[] = [];
  for (const character of text.replace(/\r\n?/g, '\n')) {
    const scancode = KEYS_OF_TEXT[character];
    if (scancode !== undefined) {
      input.push({ type: 'key', scancode, down: true }, { type: 'key', scancode, down: false });
    } else if (!/[\p{Cc}\p{Cs}]/u.test(character)) {
      for (const down of [true, false]) {
        for (let i = 0; i < character.length; i++) input.push({ type: 'unicode', unit: character.charCodeAt(i), down });
      }
    }
  }
  return input;
}
