import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rc4 } from '../src/index.js';

const fixture = readFileSync(new URL('./fixtures/rc4-rfc6229.txt', import.meta.url), 'utf8');

/** The RFC's tables: a key, and the 16 bytes of key stream at each offset. */
const tables = fixture
  .split('\nkey ')
  .slice(1)
  .map((table) => {
    const [key, ...lines] = table.trim().split('\n');
    return { key: key!, lines: lines.map((line) => line.split(' ') as [offset: string, stream: string]) };
  });

function keyStream(key: string, length: number): Buffer {
  const stream = Buffer.alloc(length);
  new Rc4(Buffer.from(key, 'hex')).apply(stream);
  return stream;
}

describe('RC4', () => {
  it('has both RFC 6229 keys of each length from 40 to 256 bits', () => {
    expect(tables.map(({ key }) => key.length * 4)).toEqual([40, 56, 64, 80, 128, 192, 256, 40, 56, 64, 80, 128, 192, 256]);
  });

  it.each(tables)('gives the key stream of RFC 6229 for $key', ({ key, lines }) => {
    const stream = keyStream(key, 0x1010);
    expect(lines).toHaveLength(18);
    for (const [offset, bytes] of lines) {
      const at = Number.parseInt(offset, 16);
      expect(stream.toString('hex', at, at + 16), `offset ${offset}`).toBe(bytes);
    }
  });

  it('goes on where the last call stopped, and deciphers what it enciphered', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 32 }), fc.array(fc.uint8Array({ maxLength: 300 })), (key, parts) => {
        const whole = Buffer.concat(parts);
        const cipher = new Rc4(key);
        const pieces = parts.map((part) => {
          const piece = part.slice();
          cipher.apply(piece);
          return piece;
        });
        const back = Buffer.concat(pieces);
        new Rc4(key).apply(back);
        expect(back.equals(whole)).toBe(true);
      }),
    );
  });

  it('refuses an empty key and one that is too long', () => {
    expect(() => new Rc4(new Uint8Array(0))).toThrow(RangeError);
    expect(() => new Rc4(new Uint8Array(257))).toThrow(RangeError);
  });
});
