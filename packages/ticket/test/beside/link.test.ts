import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BESIDE_EXTENSION, besideFile, readTicket, TICKET_LIMIT, writeTicket } from '../../src/index.js';
import { CONTENT, codeOf } from '../fixtures.js';
import { containerOf, INVITATION, linkOf, MANGLED, mended, readBeside, seal, textOf } from './rig.js';

const link = await seal();
const file = textOf(besideFile(link));
const container = containerOf(link);
const read = (text: string) => codeOf(() => readTicket(Buffer.from(text)));

describe('the file', () => {
  it('has a sentence for people, then the link on a line of its own', () => {
    const lines = file.split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^This is an invitation .* Open it with Beside; the password is told separately\.$/);
    expect(lines.slice(1)).toEqual(['', link, '']);
    expect(BESIDE_EXTENSION).toBe('.beside');
  });

  it('says the same of everybody, in ASCII', async () => {
    const other = await seal({ ...INVITATION, user: 'Somebody else', candidates: [] });
    expect(file).toMatch(/^[\r\n -~]*$/);
    expect(textOf(besideFile(other)).split('\r\n')[0]).toBe(file.split('\r\n')[0]);
  });
});

describe('a link', () => {
  it('is one short line of characters that need no escaping anywhere', () => {
    expect(link).toMatch(/^beside:QmVzAQ[\w-]+$/);
    expect(link.length).toBeLessThan(400);
  });

  it('is as long for a short name as for a longer one', async () => {
    const named = (user: string) => seal({ ...INVITATION, candidates: INVITATION.candidates.slice(0, 1), user });
    expect((await named('Bo')).length).toBe((await named('Wilhelmina')).length);
  });

  it.each(Object.entries(MANGLED))('is found: %s', (_, mangle) => {
    expect(Buffer.from(readBeside(mangle(link, file)).container)).toEqual(Buffer.from(container));
    expect(Buffer.from(readBeside(Buffer.from(`\ufeff${mangle(link, file)}`, 'utf16le')).container)).toEqual(
      Buffer.from(container),
    );
  });

  it('is found with any line breaks, blanks and quotation marks inside and any words around', () => {
    const gap = fc.array(fc.constantFrom('\n', '\r\n', ' ', '\t', '\n> ', '\n  ', '=\n', '\u200b'), {
      minLength: 1,
      maxLength: 3,
    });
    const gaps = fc.array(fc.tuple(fc.nat(link.length - 8), gap), { maxLength: 8 });
    const words = fc.stringMatching(/^[A-Za-z ,.!]{0,40}$/);
    fc.assert(
      fc.property(gaps, words, words, (breaks, before, after) => {
        let text = link;
        for (const [at, inside] of breaks.sort(([a], [b]) => b - a))
          text = text.slice(0, at + 7) + inside.join('') + text.slice(at + 7);
        expect(Buffer.from(readBeside(`${before}\n${text} ${after}`).container)).toEqual(Buffer.from(container));
      }),
    );
  });

  it('counts before an invitation in a weaker form that stands in the same text', () => {
    const windows = Buffer.from(writeTicket({ ...CONTENT, user: link })).toString();
    expect(readTicket(Buffer.from(windows)).kind).toBe('beside');
    expect(read(windows.replace(link.slice(-9), ''))).toBe('truncated');
    // Only a name for the program, and no link: nothing of it is Beside's.
    expect(readTicket(writeTicket({ ...CONTENT, user: 'beside: me' })).kind).toBe('windows');
  });
});

describe('a link that is not whole', () => {
  it('is truncated at every length', () => {
    for (let length = 'beside:'.length; length < link.length; length++) {
      expect(read(link.slice(0, length)), `${length} characters`).toBe('truncated');
    }
    expect(read('besid')).toBe('not-a-ticket');
  });

  it('makes its file truncated from where the link begins, and no invitation before', () => {
    const start = file.indexOf('beside:') + 'beside:'.length;
    for (let length = 0; length < file.trimEnd().length; length++) {
      expect(read(file.slice(0, length)), `${length} characters`).toBe(length < start ? 'not-a-ticket' : 'truncated');
    }
  });

  it('is damaged when words stand where its end was', () => {
    expect(read(`${link.slice(0, -20)} and so it went on for some time`)).toBe('damaged');
  });

  it.each([
    ['no link', 'Open it with Beside: it is easy', 'not-a-ticket'],
    ['something else with that scheme', 'beside:QmVyAQAAAAAAAA', 'not-a-ticket'],
    ['a length that no invitation has', linkOf(mended(container.with(5, container[5]! ^ 1))), 'damaged'],
    ['a version of tomorrow', linkOf(container.with(3, 2)), 'unsupported'],
    ['a version of tomorrow with another way to say its length', `beside:${link.slice(7, 11)}Av__`, 'unsupported'],
    ['no text at all', '\0\0\0', 'not-a-ticket'],
    ['too large', `${' '.repeat(TICKET_LIMIT)}${link}`, 'too-large'],
  ])('%s: %s', (_, text, code) => {
    expect(read(text)).toBe(code);
  });

  it('costs little, however many of them stand in a text', () => {
    const many = `beside:${link.slice(7, 100)}`.repeat(1200);
    const blanks = `beside:QmVz${' \t'.repeat(60_000)}`;
    const start = performance.now();
    expect([read(many), read(blanks), read('beside:'.repeat(18_000))]).toEqual(['truncated', 'truncated', 'truncated']);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
