import type { Connection } from './connection.js';
import { EventCode } from './events.js';

/** Key symbols that are looked for by name (X11/keysymdef.h). */
export const Keysym = {
  None: 0,
  BackSpace: 0xff08,
  Tab: 0xff09,
  Return: 0xff0d,
  Escape: 0xff1b,
  ScrollLock: 0xff14,
  KanaLock: 0xff2d,
  ModeSwitch: 0xff7e,
  NumLock: 0xff7f,
  ShiftL: 0xffe1,
  CapsLock: 0xffe5,
  Level3Shift: 0xfe03,
  Level5Shift: 0xfe11,
} as const;

/** Modifier bits of the core protocol. */
export const Modifier = { Shift: 1, Lock: 2 } as const;

/** The novice's keyboard layout, as core clients see it; asked for when it is needed and was changed. */
export class Keymap {
  readonly #connection: Connection;
  #symbols: readonly number[] = [];
  #width = 0;
  /** For each symbol the keys that have it. */
  #keycodes: ReadonlyMap<number, readonly number[]> = new Map();
  #unused: readonly number[] = [];
  /** For each keycode the modifiers that it sets. */
  #modifiers: ReadonlyMap<number, number> = new Map();
  #stale = true;
  #buttons: readonly number[] | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.on(EventCode.MappingNotify, () => {
      this.#stale = true;
      this.#buttons = null;
    });
  }

  /** Symbols of one key a `column`: two columns (plain and shifted) for the first group, two for the second, then others. */
  symbol(keycode: number, column: number): number {
    this.#refresh();
    if (column >= this.#width) return Keysym.None;
    return this.#symbols[(keycode - this.#connection.setup.minKeycode) * this.#width + column] ?? Keysym.None;
  }

  /** Keys that have a symbol in any column. */
  keycodesOf(keysym: number): readonly number[] {
    this.#refresh();
    return this.#keycodes.get(keysym) ?? [];
  }

  /** Modifier bits that keys with this symbol set; 0: none does. */
  modifierOf(keysym: number): number {
    return this.keycodesOf(keysym).reduce((mask, keycode) => mask | this.modifiersOf(keycode), 0);
  }

  /** Modifier bits that a key sets. */
  modifiersOf(keycode: number): number {
    this.#refresh();
    return this.#modifiers.get(keycode) ?? 0;
  }

  /** Keys without any symbol or modifier: nobody can press them. The last ones first. */
  unused(): readonly number[] {
    this.#refresh();
    return this.#unused;
  }

  /** Gives a key two symbols, plain and shifted, for every program on the display. */
  bind(keycode: number, plain: number, shifted: number): void {
    this.#connection.core.change_keyboard_mapping(1, keycode, 2, new Uint32Array([plain, shifted]));
    this.#stale = true;
  }

  /** The physical button that acts as `logical`, of which left-handed people have exchanged some. */
  physicalButton(logical: number): number {
    if (!this.#buttons) {
      const reply = this.#connection.replyNow(this.#connection.core.get_pointer_mapping());
      this.#buttons = reply ? [...reply.bytes.subarray(32, 32 + reply.u8(1))] : [];
    }
    const index = this.#buttons.indexOf(logical);
    return index < 0 ? logical : index + 1;
  }

  #refresh(): void {
    if (!this.#stale) return;
    const { core, setup } = this.#connection;
    const count = setup.maxKeycode - setup.minKeycode + 1;
    const mapping = this.#connection.replyNow(core.get_keyboard_mapping(setup.minKeycode, count));
    const modifiers = this.#connection.replyNow(core.get_modifier_mapping());
    if (!mapping || !modifiers) return; // the server is lost
    this.#stale = false;
    const perModifier = modifiers.u8(1);
    const masks = new Map<number, number>();
    for (let index = 0; index < 8 * perModifier; index++) {
      const keycode = modifiers.u8(32 + index);
      if (keycode !== 0) masks.set(keycode, (masks.get(keycode) ?? 0) | (1 << Math.floor(index / perModifier)));
    }
    this.#modifiers = masks;
    this.#width = mapping.u8(1);
    this.#symbols = Array.from({ length: count * this.#width }, (_, index) => mapping.u32(32 + 4 * index));
    const keycodes = new Map<number, number[]>();
    const unused: number[] = [];
    for (let key = 0; key < count; key++) {
      const symbols = new Set(this.#symbols.slice(key * this.#width, (key + 1) * this.#width));
      symbols.delete(Keysym.None);
      const keycode = setup.minKeycode + key;
      if (symbols.size === 0 && !masks.has(keycode)) unused.unshift(keycode);
      for (const symbol of symbols) keycodes.set(symbol, [...(keycodes.get(symbol) ?? []), keycode]);
    }
    this.#keycodes = keycodes;
    this.#unused = unused;
  }
}
