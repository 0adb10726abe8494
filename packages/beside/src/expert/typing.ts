import type { InputEvent } from '@beside/rdp';

/** Scan codes of set 1. */
const KEYS: Readonly<Record<string, number>> = { '\n': 0x1c, '\t': 0x0f };

/**
 * The input that types a text, character by character: each by its number, whatever layout the novice's keyboard has, and Enter
 * and Tab as keys, which programs wait for. Other control characters and halves of surrogate pairs are no text, and left out.
 */
export function* typingOf(text: string): Generator<readonly InputEvent[]> {
  for (const character of text.replace(/\r\n?/g, '\n')) {
    const scancode = KEYS[character];
    if (scancode !== undefined) {
      yield [true, false].map((down) => ({ type: 'key', scancode, down }));
    } else if (!/[\p{Cc}\p{Cs}]/u.test(character)) {
      const units = [...Array(character.length).keys()].map((i) => character.charCodeAt(i));
      yield [true, false].flatMap((down) => units.map((unit): InputEvent => ({ type: 'unicode', unit, down })));
    }
  }
}
