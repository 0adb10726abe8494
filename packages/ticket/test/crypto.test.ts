import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encryptPassStub,
  formatExpertBlob,
  generatePassStub,
  generatePassword,
  generateSessionId,
  keyHash,
  keyHash2,
  normalisePassword,
  openLhTicket,
  PASSWORD_ALPHABET,
  parseExpertBlob,
  provesPassword,
  publicKeyBlob,
  sealLhTicket,
} from '../src/index.js';
import { deriveTicketKey } from '../src/lhticket.js';
import { pick } from '../src/random.js';
import { codeOf, fixedRandom } from './fixtures.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('LHTICKET', () => {
  it('has the key and the ciphertext of the minimal vector', () => {
    expect(hex(deriveTicketKey('A2B3C4D5E6F7'))).toBe('b7d33f24e3ae84374eaa6bca18b43600');
    expect(sealLhTicket('<E/>', 'A2B3C4D5E6F7')).toBe('84F925E1BF382CDB9E899D222E4663D8');
    expect(openLhTicket('84f925e1bf382cdb9e899d222e4663d8', 'A2B3C4D5E6F7')).toBe('<E/>');
  });

  it('gives back what was sealed', () => {
    const wellFormed = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(wellFormed, fc.string(), (text, password) => {
        const string = `<E A="${text}"/>\r\n`;
        expect(openLhTicket(sealLhTicket(string, password), password)).toBe(string);
      }),
    );
  });

  it('tells a wrong password from damage', () => {
    const sealed = sealLhTicket(`<E>${'x'.repeat(100)}</E>`, 'right');
    // More than 256 of them, so that some end in a padding that looks right.
    for (let i = 0; i < 1000; i++) expect(codeOf(() => openLhTicket(sealed, `wrong ${i}`))).toBe('wrong-password');
    expect(codeOf(() => openLhTicket(sealed.slice(0, -32), 'right'))).toBe('damaged');
    expect(codeOf(() => openLhTicket(sealed.slice(0, -2), 'right'))).toBe('damaged');
    expect(codeOf(() => openLhTicket(`${sealed.slice(0, -2)}XY`, 'right'))).toBe('damaged');
    expect(codeOf(() => openLhTicket('', 'right'))).toBe('damaged');
    // A bit of the last block but one is the same bit of the last: a padding of ten bytes with one of another value.
    const bytes = Buffer.from(sealed, 'hex');
    bytes[bytes.length - 16 - 2]! ^= 1;
    expect(codeOf(() => openLhTicket(bytes.toString('hex'), 'right'))).toBe('damaged');
  });
});

describe('the PassStub', () => {
  it('is enciphered as xfreerdp 2.11.7 does on the wire', () => {
    expect(hex(encryptPassStub('Ab!1CdEfGhIjKl', 'A2B3C4D5E6F7'))).toBe(
      'd7b77d47c1b9e8a4b7c9035bb7dd9f6967bae0e4821319cfc98b39d5200fdfa2',
    );
  });

  it('has the pattern of Windows and never an ampersand', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(generatePassStub(fixedRandom(seed))).toMatch(/^[A-Za-z0-9*_][!@#$^*()\-+=][0-9][A-Z][a-z][A-Za-z0-9*_]{9}$/);
      }),
    );
  });

  it('is proved by the right password only, whatever is sent', () => {
    const proof = encryptPassStub('Ab!1CdEfGhIjKl', 'A2B3C4D5E6F7');
    expect(provesPassword(proof, 'Ab!1CdEfGhIjKl', 'A2B3C4D5E6F7')).toBe(true);
    expect(provesPassword(proof, 'Ab!1CdEfGhIjKl', 'a2b3c4d5e6f7')).toBe(false);
    expect(provesPassword(proof, 'Xb!1CdEfGhIjKl', 'A2B3C4D5E6F7')).toBe(false);
    fc.assert(fc.property(fc.uint8Array(), (sent) => !provesPassword(sent, 'Ab!1CdEfGhIjKl', 'A2B3C4D5E6F7')));
  });
});

describe('the expert blob', () => {
  const proof = Buffer.from('d7b77d47c1b9e8a4b7c9035bb7dd9f6967bae0e4821319cfc98b39d5200fdfa2', 'hex');

  it('is written with the counts of its fields', () => {
    expect(formatExpertBlob('novice', proof)).toBe(
      '11;NAME=novice69;PASS=D7B77D47C1B9E8A4B7C9035BB7DD9F6967BAE0E4821319CFC98B39D5200FDFA2',
    );
  });

  it('is read whether a name is counted in UTF-16 units or, as FreeRDP does, in bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        expect(parseExpertBlob(formatExpertBlob(name, proof)).name).toBe(name);
        const counted = `${Buffer.byteLength(`NAME=${name}`)};NAME=${name}69;PASS=${hex(proof)}`;
        const read = parseExpertBlob(counted);
        expect(read.name).toBe(name);
        expect(hex(read.proof!)).toBe(hex(proof));
      }),
    );
  });

  it.each([
    '',
    'x',
    '5;NAME',
    '11;NAME=novice6',
    '99;NAME=novice',
    '0;',
    '6;PASS=A',
    '11;NAME=novice6;PASS=',
    '6;NAME=a6;PASS=Z',
  ])('refuses %j', (text) => {
    expect(() => parseExpertBlob(text)).toThrow(/^expertBlob/);
  });

  it('gives a ProtocolError or a blob for anything', () => {
    const pieces = fc.array(fc.oneof(fc.string(), fc.constantFrom('11;NAME=novice', '7;PASS=AB', ';', '=', '99999;')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        try {
          parseExpertBlob(parts.join(''));
        } catch (error) {
          expect(error).toMatchObject({ name: 'ProtocolError' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('passwords', () => {
  it('are twelve letters of the alphabet, each about as often as any other', () => {
    const random = fixedRandom();
    const counts = new Map<string, number>();
    for (let i = 0; i < 2000; i++) {
      const password = generatePassword(random);
      expect(password).toMatch(/^[BCDFGHJKLMNPQRSTVWXYZ23456789]{12}$/);
      for (const letter of password) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    // 24,000 letters, 828 of each expected, standard deviation 28: eight of them are a wide margin.
    for (const letter of PASSWORD_ALPHABET) expect(Math.abs(counts.get(letter)! - 24000 / 29), letter).toBeLessThan(225);
  });

  it('favour no letter: bytes beyond the last whole alphabet are drawn again', () => {
    const bytes = [255, 232, 231, 0];
    expect(pick(PASSWORD_ALPHABET, 2, () => Uint8Array.of(bytes.shift()!))).toBe('9B');
  });

  it('do not wait for ever for a broken source of randomness', () => {
    expect(() => generatePassword((length) => new Uint8Array(length).fill(255))).toThrow(/randomness/);
  });

  it('are understood as they are typed', () => {
    expect(normalisePassword(' 48bj-q853 x3b4\n')).toBe('48BJQ853X3B4');
    expect(normalisePassword('48BJ–Q853–X3B4')).toBe('48BJQ853X3B4');
  });

  it('that somebody chose are left alone', () => {
    for (const password of ['Password1', ' with blanks ', 'bcdfghjklmn', 'abcdefghijkl', ''])
      expect(normalisePassword(password)).toBe(password);
  });

  it('come with session ids of 48 bytes', () => {
    expect(Buffer.from(generateSessionId(fixedRandom()), 'base64')).toHaveLength(48);
  });
});

describe('key hashes', () => {
  it('are over RSA_PUBLIC_KEY: header, little-endian modulus, eight zeros', () => {
    const blob = publicKeyBlob(Uint8Array.of(0, 0xc1, 2, 3, 4), 65537);
    expect(hex(blob)).toBe('525341310c0000002000000003000000010001000403 02c10000000000000000'.replace(' ', ''));
    expect(keyHash(blob)).toMatch(/^[A-Za-z0-9+/]{27}=$/);
    expect(keyHash2(blob)).toMatch(/^sha256:[A-Za-z0-9+/]{43}=$/);
  });
});
