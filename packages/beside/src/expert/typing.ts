import type { InputEvent } from '@beside/rdp';

/** Scan codes of set 1. */
const KEYS: Readonly<Record<string, number>> = { '\n': 0x1c, '\t': 0x0f };

/**
 * The input that types a text: every character by its number, whatever layout the novice's keyboard has, and Enter and Tab as
 * keys, which programs wait for.
 */
export function* typingOf(text: string): Generator<InputEvent> {
  for (const character of text.replace(/\r\n?/g, '\n')) {
    const scancode = KEYS[character];
    if (scancode !== undefined) {
      yield { type: 'key', scancode, down: true };
      yield { type: 'key', scancode, down: false };
      continue;
    }
    for (let i = 0; i < character.length; i++) yield { type: 'unicode', unit: character.charCodeAt(i), down: true };
    for (let i = 0; i < character.length; i++) yield { type: 'unicode', unit: character.charCodeAt(i), down: false };
  }
}
