/** Where randomness comes from: `length` unpredictable bytes. Beside's programs pass the system's generator. */
export type Random = (length: number) => Uint8Array;

/** Bytes drawn for one character before the source is taken to be broken; each draw fits with a chance above a half. */
const DRAWS = 256;

/**
 * `count` characters of `alphabet`, every one as likely as any other: a byte that would favour the first characters is
 * drawn again.
 *
 * @param alphabet 1 to 256 characters
 */
export function pick(alphabet: string, count: number, random: Random): string {
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  for (let draws = 0; text.length < count; draws++) {
    if (draws > DRAWS * count) throw new Error('the source of randomness repeats itself');
    const byte = random(1)[0]!;
    if (byte < fair) text += alphabet[byte % alphabet.length];
  }
  return text;
}
