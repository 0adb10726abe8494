import type { PageInput } from 'beside/protocol';

/** Places of keys by which combinations are named; see `SCAN_CODES`. */
const CTRL = 0x1d;
const ALT = 0x38;
const SHIFT = 0x2a;
const SUPER = 0x15b;
const DELETE = 0x153;
const ESCAPE = 0x01;

/** What the expert's own computer keeps for itself, and is sent from a menu instead; in the menu's order. */
export const SPECIAL_KEYS = {
  'ctrl-alt-delete': [CTRL, ALT, DELETE],
  super: [SUPER],
  'alt-tab': [ALT, 0x0f],
  'alt-f4': [ALT, 0x3e],
  'ctrl-escape': [CTRL, ESCAPE],
  'ctrl-shift-escape': [CTRL, SHIFT, ESCAPE],
  print: [0x137],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type SpecialKey = keyof typeof SPECIAL_KEYS;

/** The combination: pressed one after the other, let go in the opposite order. */
export function specialKeyInput(name: SpecialKey): PageInput[] {
  const codes = SPECIAL_KEYS[name];
  const press =
    (down: boolean) =>
    (scancode: number): PageInput => ({ type: 'key', scancode, down });
  return [...codes.map(press(true)), ...[...codes].reverse().map(press(false))];
}
