import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codedWidth, decodeInterleaved, InterleavedEncoder, packPixel, rawSize } from '../../src/codecs/index.js';
import { expectSame, padded, pictures } from './pictures.js';

/** Rows bottom up, as they are sent, so that the expected pixels stand in the orders' order. */
function decode(bytes: readonly number[], bitsPerPixel: 8 | 15 | 16 | 24, width: number, height: number): number[] {
  const out = new Uint32Array(width * height);
  decodeInterleaved(Uint8Array.from(bytes), bitsPerPixel, width, height, out);
  const rows: number[] = [];
  for (let y = height - 1; y >= 0; y--) rows.push(...out.subarray(y * width, (y + 1) * width));
  return rows;
}

const times = (count: number, value: number) => new Array<number>(count).fill(value);

describe('decodeInterleaved', () => {
  it('takes background runs as black in the first line and as the line before in the others', () => {
    expect(decode([0x04, 0x64, 9, 0x04], 8, 4, 3)).toEqual([0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9]);
  });

  it('puts one foreground pixel between two background runs, but not over the end of the first line', () => {
    expect(decode([0x02, 0x02], 8, 4, 1)).toEqual([0, 0, 0xff, 0]);
    expect(decode([0x04, 0x02, 0x02], 8, 4, 2)).toEqual([0, 0, 0, 0, 0, 0, 0xff, 0]);
    expect(decode([0x04, 0x81, 1, 0x02, 0x01], 8, 4, 2)).toEqual([0, 0, 0, 0, 1, 0, 0, 0xff]);
  });

  it('keeps to the first line what began in it', () => {
    expect(decode([0x08], 8, 4, 2)).toEqual(times(8, 0));
    expect(decode([0x64, 5, 0x04], 8, 4, 2)).toEqual(times(8, 5));
    expect(decode([0x62, 5, 0x26], 8, 4, 2)).toEqual([5, 5, ...times(6, 0xff)]);
  });

  it('changes the line before by the foreground in foreground runs, white until it is set', () => {
    expect(decode([0x64, 0x0f, 0x24], 8, 4, 2)).toEqual([...times(4, 0x0f), ...times(4, 0xf0)]);
    expect(decode([0x64, 0x0f, 0xc4, 0x01], 8, 4, 2)).toEqual([...times(4, 0x0f), ...times(4, 0x0e)]);
    expect(decode([0xc4, 0x07, 0x24], 8, 4, 2)).toEqual([...times(4, 7), ...times(4, 0)]);
  });

  it('takes foreground/background images bit by bit, the lowest first', () => {
    expect(decode([0x41, 0b10000101], 8, 8, 1)).toEqual([0xff, 0, 0xff, 0, 0, 0, 0, 0xff]);
    expect(decode([0x40, 4, 0b00010001], 8, 5, 1)).toEqual([0xff, 0, 0, 0, 0xff]);
    expect(decode([0xd1, 3, 0b11], 8, 8, 1)).toEqual([3, 3, 0, 0, 0, 0, 0, 0]);
    expect(decode([0xd0, 1, 3, 0b11], 8, 2, 1)).toEqual([3, 3]);
    expect(decode([0xf2, 10, 0, 0xff, 0b01], 8, 10, 1)).toEqual([...times(9, 0xff), 0]);
    expect(decode([0xf7, 2, 0, 6, 0b10], 8, 2, 1)).toEqual([0, 6]);
    expect(decode([0xf9], 8, 8, 1)).toEqual([0xff, 0xff, 0, 0, 0, 0, 0, 0]);
    expect(decode([0xfa], 8, 8, 1)).toEqual([0xff, 0, 0xff, 0, 0, 0, 0, 0]);
    expect(decode([0x68, 1, 0xf9], 8, 8, 2).slice(8)).toEqual([0xfe, 0xfe, ...times(6, 1)]);
  });

  it('takes dithered runs, colour images, white and black', () => {
    expect(decode([0xe2, 1, 2], 8, 4, 1)).toEqual([1, 2, 1, 2]);
    expect(decode([0x83, 1, 2, 3, 0xfd, 0xfe], 8, 5, 1)).toEqual([1, 2, 3, 0xff, 0]);
  });

  it('takes all three forms of a length', () => {
    expect(decode([0x60, 8, 7], 8, 40, 1)).toEqual(times(40, 7));
    expect(decode([0xc0, 4, 7], 8, 20, 1)).toEqual(times(20, 7));
    expect(decode([0xf3, 0x2c, 0x01, 7], 8, 300, 1)).toEqual(times(300, 7));
    expect(decode([0xf0, 4, 0], 8, 4, 1)).toEqual(times(4, 0));
    expect(decode([0xf1, 4, 0], 8, 4, 1)).toEqual(times(4, 0xff));
    expect(decode([0xf6, 4, 0, 9], 8, 4, 1)).toEqual(times(4, 9));
    expect(decode([0xf4, 2, 0, 9, 8], 8, 2, 1)).toEqual([9, 8]);
    expect(decode([0xf8, 1, 0, 9, 8], 8, 2, 1)).toEqual([9, 8]);
  });

  it('reads pixels of every depth', () => {
    expect(decode([0x61, 0x34, 0x12, 0xfd], 15, 2, 1)).toEqual([0x1234, 0x7fff]);
    expect(decode([0x61, 0x34, 0x12, 0xfd], 16, 2, 1)).toEqual([0x1234, 0xffff]);
    expect(decode([0x61, 0x56, 0x34, 0x12, 0xfd], 24, 2, 1)).toEqual([0x123456, 0xffffff]);
  });

  it('refuses what does not fill the rectangle exactly, unknown orders and empty runs', () => {
    expect(() => decode([0x63, 7], 8, 4, 1)).toThrow('bitmap.interleaved: 1 pixels are missing');
    expect(() => decode([0x65, 7], 8, 4, 1)).toThrow('bitmap.interleaved: more pixels than the rectangle has');
    expect(() => decode([0xe3, 1, 2], 8, 4, 1)).toThrow('more pixels');
    expect(() => decode([0xfb], 8, 4, 1)).toThrow('bitmap.interleaved.order: no such order');
    expect(() => decode([0xf0, 0, 0], 8, 4, 1)).toThrow('bitmap.interleaved.runLength: is 0');
    expect(() => decode([0x64], 8, 4, 1)).toThrow('bitmap.interleaved.pixel');
  });

  it('takes any bytes for any size and gives a rectangle or a ProtocolError (fuzz)', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.constantFrom<8 | 15 | 16 | 24>(8, 15, 16, 24),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 10 }),
        (data, bitsPerPixel, width, height) => {
          try {
            decode([...data], bitsPerPixel, width, height);
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        },
      ),
      { numRuns: process.env['BESIDE_FUZZ'] === 'long' ? 1_000_000 : 3000 },
    );
  });
});

describe('InterleavedEncoder', () => {
  for (const bitsPerPixel of [15, 16, 24] as const) {
    it(`encodes every picture at ${bitsPerPixel} bits so that it decodes to the same pixels, or says that it does not pay`, () => {
      const encoder = new InterleavedEncoder(bitsPerPixel);
      fc.assert(
        fc.property(pictures(70), (picture) => {
          const { pixels, width, height } = picture;
          const coded = codedWidth(width);
          const out = new Uint8Array(rawSize(width, height, bitsPerPixel));
          const end = encoder.encode(pixels, 0, width, width, height, out, 0);
          if (end < 0) return;
          const decoded = new Uint32Array(coded * height);
          decodeInterleaved(out.subarray(0, end), bitsPerPixel, coded, height, decoded);
          expectSame(
            decoded,
            padded(picture, coded).map((pixel) => packPixel(pixel, bitsPerPixel)),
          );
        }),
        { numRuns: 500 },
      );
    });
  }

  it('makes a solid tile a few bytes, also when it is black', () => {
    const encoder = new InterleavedEncoder(24);
    const out = new Uint8Array(rawSize(64, 64, 24));
    expect(encoder.encode(new Uint32Array(64 * 64).fill(0x123456), 0, 64, 64, 64, out, 0)).toBeLessThan(12);
    expect(encoder.encode(new Uint32Array(64 * 64), 0, 64, 64, 64, out, 0)).toBeLessThan(12);
  });

  it('sets the foreground once, and again when it changes, back to white too', () => {
    const row = Array.from({ length: 40 }, (_, x) => x * 0x3579b);
    const changes = [0, 0x0f0f0f, 0, 0x0f0f0f, 0, 0xffffff, 0, 0xffffff];
    let change = 0;
    // Rows are sent bottom up, so that the last is the first to be changed.
    const rows = changes.map((next) => {
      change ^= next;
      return row.map((pixel) => pixel ^ change);
    });
    const pixels = Uint32Array.from(rows.reverse().flat());
    const out = new Uint8Array(rawSize(40, 8, 24));
    const end = new InterleavedEncoder(24).encode(pixels, 0, 40, 40, 8, out, 0);
    expect(end).toBe(1 + 2 + 39 * 3 + 5 + 2 + 2 + 2 + 5 + 2 + 2);
    const decoded = new Uint32Array(40 * 8);
    decodeInterleaved(out.subarray(0, end), 24, 40, 8, decoded);
    expectSame(decoded, pixels);
  });

  it('never puts two background runs together, even when one is longer than an order can say', () => {
    const encoder = new InterleavedEncoder(16);
    const size = 400;
    const out = new Uint8Array(rawSize(size, size, 16));
    const end = encoder.encode(new Uint32Array(size * size), 0, size, size, size, out, 0);
    const decoded = new Uint32Array(size * size);
    decodeInterleaved(out.subarray(0, end), 16, size, size, decoded);
    expect(decoded.every((pixel) => pixel === 0)).toBe(true);
  });

  it('says that noise does not pay, and writes nothing behind the room it has', () => {
    let noise = 1;
    const random = Uint32Array.from({ length: 32 * 7 }, () => {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      return noise >>> 8;
    });
    const size = rawSize(32, 7, 16);
    const out = new Uint8Array(size + 8).fill(0xee);
    expect(new InterleavedEncoder(16).encode(random, 0, 32, 32, 7, out, 0)).toBe(-1);
    expect([...out.subarray(size)]).toEqual(times(8, 0xee));
  });
});
