/** What is never shown. */
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/u;

/** Longest name of a person or computer that is shown, in characters. */
export const NAME_LIMIT = 64;

/**
 * Text from the other computer, made safe to show in a terminal, page, notification or log.
 *
 * Control characters (also C1, which some terminals obey), escape sequences' introducers, line and paragraph separators
 * and the characters that reorder text (Unicode bidirectional formatting, UAX #9) are removed, so that nobody can write
 * over what Beside itself says or make a name read backwards. `\n` and `\t` are kept when `lines` is set.
 *
 * @param limit longest result, in code points; what is longer ends in "…"
 */
export function displayable(text: string, limit: number, { lines = false } = {}): string {
  // Almost every text: one look at the whole instead of one at each character.
  if (text.length <= limit && !UNSAFE.test(text)) return text;
  let kept = '';
  let count = 0;
  for (const character of text) {
    if (lines && (character === '\n' || character === '\t')) {
      // kept as it is
    } else if (UNSAFE.test(character)) continue;
    if (++count > limit) return `${[...kept].slice(0, limit - 1).join('')}…`;
    kept += character;
  }
  return kept;
}

/** A person's or computer's name from outside: {@link displayable}, on one line, trimmed, {@link NAME_LIMIT} characters. */
export function displayableName(text: string): string {
  return displayable(text, NAME_LIMIT).trim();
}
