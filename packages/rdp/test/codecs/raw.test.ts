import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitmapDecoder, codedWidth, decodeRaw, encodeRaw, packPixel, rawSize, unpackPixels } from '../../src/codecs/index.js';
import { padded, pictures } from './pictures.js';

describe('encodeRaw', () => {
  it('writes rows bottom up, blue first, four pixels wide at least', () => {
    const out = new Uint8Array(rawSize(1, 2, 32));
    expect(encodeRaw(Uint32Array.of(0x010203, 0x040506), 0, 1, 1, 2, 32, out, 0)).toBe(32);
    expect([...out]).toEqual([
      6, 5, 4, 255, 6, 5, 4, 255, 6, 5, 4, 255, 6, 5, 4, 255, 3, 2, 1, 255, 3, 2, 1, 255, 3, 2, 1, 255, 3, 2, 1, 255,
    ]);
  });

  for (const bitsPerPixel of [15, 16, 24, 32] as const) {
    it(`decodes to the same pixels at ${bitsPerPixel} bits`, () => {
      fc.assert(
        fc.property(pictures(20), (picture) => {
          const { pixels, width, height } = picture;
          const coded = codedWidth(width);
          const out = new Uint8Array(rawSize(width, height, bitsPerPixel));
          expect(encodeRaw(pixels, 0, width, width, height, bitsPerPixel, out, 0)).toBe(out.length);
          const decoded = new Uint32Array(coded * height);
          decodeRaw(out, bitsPerPixel, coded, height, decoded);
          const expected = padded(picture, coded);
          expect(decoded).toEqual(bitsPerPixel === 32 ? expected : expected.map((pixel) => packPixel(pixel, bitsPerPixel)));
        }),
      );
    });
  }
});

describe('decodeRaw', () => {
  it('skips the padding of rows that are no multiple of four bytes', () => {
    const out = new Uint32Array(2);
    decodeRaw(Uint8Array.of(1, 2, 3, 9, 4, 5, 6, 9), 24, 1, 2, out);
    expect([...out]).toEqual([0x060504, 0x030201]);
  });

  it('refuses data that is too short (fuzz)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.constantFrom<8 | 16 | 24 | 32>(8, 16, 24, 32), (data, bitsPerPixel) => {
        const needed = ((3 * (bitsPerPixel >> 3) + 3) & ~3) * 2;
        const decode = () => decodeRaw(data, bitsPerPixel, 3, 2, new Uint32Array(6));
        if (data.length < needed) expect(decode).toThrow(ProtocolError);
        else expect(decode).not.toThrow();
      }),
    );
  });
});

describe('unpackPixels', () => {
  it('stretches black, white and the middle over the whole range', () => {
    const five = Uint32Array.of(0, 0x7fff, (16 << 10) | (1 << 5) | 31);
    unpackPixels(five, 3, 15);
    expect([...five]).toEqual([0xff000000, 0xffffffff, 0xff8408ff]);
    const six = Uint32Array.of(0, 0xffff, (16 << 11) | (1 << 5) | 31);
    unpackPixels(six, 3, 16);
    expect([...six]).toEqual([0xff000000, 0xffffffff, 0xff8404ff]);
  });

  it('gives back what was packed', () => {
    for (const bitsPerPixel of [15, 16, 24] as const)
      fc.assert(
        fc.property(fc.nat(2 ** bitsPerPixel - 1), (value) => {
          const pixel = Uint32Array.of(value);
          unpackPixels(pixel, 1, bitsPerPixel);
          expect(packPixel(pixel[0]!, bitsPerPixel)).toBe(value);
        }),
      );
  });
});

describe('BitmapDecoder', () => {
  it('looks 8-bit pixels up in the palette', () => {
    const palette = new Uint32Array(256);
    palette[7] = 0x123456;
    const out = new Uint32Array(4);
    new BitmapDecoder().decode('interleaved', Uint8Array.of(0x64, 7), 8, 4, 1, out, palette);
    expect([...out]).toEqual([0xff123456, 0xff123456, 0xff123456, 0xff123456]);
  });

  it('refuses codecs at a depth they do not have', () => {
    const decoder = new BitmapDecoder();
    const out = new Uint32Array(4);
    expect(() => decoder.decode('planar', Uint8Array.of(0), 24, 4, 1, out)).toThrow('bitmap.bitsPerPixel');
    expect(() => decoder.decode('interleaved', Uint8Array.of(0), 32, 4, 1, out)).toThrow('bitmap.bitsPerPixel');
  });
});
