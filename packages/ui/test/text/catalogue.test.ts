import { expect, test } from 'vitest';
import { en } from '../../src/text/en.js';
import { languageOf } from '../../src/text/language.js';

/** Every text of the catalogue that depends on nothing, with the path to it. */
function* sentences(part: unknown, path = 'en'): Generator<readonly [string, string]> {
  if (typeof part === 'string') yield [path, part];
  else if (typeof part === 'object' && part !== null)
    for (const [key, value] of Object.entries(part)) yield* sentences(value, `${path}.${key}`);
}

test('no text is empty, or has blanks at its ends', () => {
  for (const [path, sentence] of sentences(en)) {
    expect(sentence, path).not.toBe('');
    expect(sentence, path).toBe(sentence.trim());
  }
});

test('quotation marks and apostrophes are those of print', () => {
  for (const [path, sentence] of sentences(en)) expect(sentence, path).not.toMatch(/['"]/);
});

test('what was refused is told with the address, whatever the code', () => {
  const notice = { id: 1, at: 0, what: 'refused', address: '203.0.113.7:5000' } as const;
  expect(en.session.notice({ ...notice, why: 'wrong-password' })).toBe(
    'Not let in: somebody at 203.0.113.7:5000 came with a wrong password.',
  );
  expect(en.session.notice({ ...notice, why: 'novice-said-no' })).toBe('You said no to somebody at 203.0.113.7:5000.');
  expect(en.session.notice({ ...notice, why: 'of-a-later-version' as 'busy' })).toContain('203.0.113.7:5000');
});

test('a line of a record is a sentence, and an event of a later version is told by its name', () => {
  const time = '2026-11-24T20:15:00.000Z';
  expect(en.logLine({ time, event: 'chat', name: 'Anna', text: 'Hello' })).toBe('Anna wrote: Hello');
  expect(en.logLine({ time, event: 'control-ended', by: 'escape' })).toBe('Control ended: taken back with Esc.');
  expect(en.logLine({ time, event: 'file-done', direction: 'incoming', file: 'a.txt', size: 1500 })).toBe('a.txt (1.5 kB) came.');
  expect(en.logLine({ time, event: 'refused', why: 'busy' })).toBe('Refused: somebody else was helping.');
  expect(en.logLine({ time, event: 'something-new' })).toBe('something-new');
});

test('a detail of a record that is neither text nor number is left out', () => {
  const line = { time: '', event: 'chat', name: { toString: 'no' }, text: ['no'] };
  expect(en.logLine(line)).toBe('They wrote: ');
});

test('the language is the first of those wished that is there, by its region or without', () => {
  expect(languageOf(['fr', 'de-AT', 'en'], ['en', 'de'])).toBe('de');
  expect(languageOf(['pt-BR'], ['en', 'pt-PT', 'pt-BR'])).toBe('pt-BR');
  expect(languageOf(['EN-gb'], ['de', 'en'])).toBe('en');
  expect(languageOf(['fr'], ['en', 'de'])).toBe('en');
  expect(languageOf([], ['en', 'de'])).toBe('en');
});
