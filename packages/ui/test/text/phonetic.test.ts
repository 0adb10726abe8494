import { describe, expect, test } from 'vitest';
import { phoneticWord, spelled } from '../../src/text/en/phonetic.js';

/** Every letter that a generated password can have. */
const PASSWORD_ALPHABET = 'BCDFGHJKLMNPQRSTVWXYZ23456789';

describe('a letter read aloud', () => {
  test('is told by its word', () => {
    expect(spelled('B')).toBe('B as in Bravo');
    expect(spelled('X')).toBe('X as in X-ray');
  });

  test('says when it is small', () => {
    expect(spelled('b')).toBe('small B as in Bravo');
  });

  test('is a number word for a digit', () => {
    expect(spelled('7')).toBe('seven');
  });

  test('is itself where there is no word, and a space is said', () => {
    expect(spelled('!')).toBe('!');
    expect(spelled('ß')).toBe('ß');
    expect(spelled(' ')).toBe('space');
  });
});

test('every letter of a generated password has a word of its own', () => {
  const words = [...PASSWORD_ALPHABET].map(phoneticWord);
  expect(words).not.toContain(null);
  expect(new Set(words).size).toBe(PASSWORD_ALPHABET.length);
});

test('every word of a letter begins with it', () => {
  for (let code = 65; code <= 90; code++) {
    const letter = String.fromCharCode(code);
    expect(phoneticWord(letter)?.[0]).toBe(letter);
  }
});
