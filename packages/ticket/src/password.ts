import { pick, type Random } from './random.js';

/** Letters of the passwords that Windows 7 and later make: no vowels, no 0 and no 1 ([MS-RAIOP] 3.1.5.1). */
export const PASSWORD_ALPHABET = 'BCDFGHJKLMNPQRSTVWXYZ23456789';

/** Length of such a password: 29^12, about 58 bits. */
export const PASSWORD_LENGTH = 12;

/** A new invitation password. */
export function generatePassword(random: Random): string {
  return pick(PASSWORD_ALPHABET, PASSWORD_LENGTH, random);
}

/**
 * A password as a person typed it, made the one that was meant: a generated password in lower case, in groups, with
 * blanks or dashes, becomes the twelve capitals that were hashed. Anything else is left as it is, because XP and Vista
 * let people choose passwords in which every character counts.
 */
export function normalisePassword(typed: string): string {
  const letters = typed.replace(/[\s\p{Pd}]/gu, '').toUpperCase();
  const generated = letters.length === PASSWORD_LENGTH && [...letters].every((letter) => PASSWORD_ALPHABET.includes(letter));
  return generated ? letters : typed;
}
