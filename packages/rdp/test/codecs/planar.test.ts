import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codedWidth, PlanarDecoder, PlanarEncoder, planarBound } from '../../src/codecs/index.js';
import { expectSame, padded, pictures } from './pictures.js';

const encoder = new PlanarEncoder();
const decoder = new PlanarDecoder();

function encode(pixels: Uint32Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(planarBound(width, height));
  return out.subarray(0, encoder.encode(pixels, 0, width, width, height, out, 0));
}

function decode(data: Uint8Array, width: number, height: number): Uint32Array {
  const out = new Uint32Array(width * height);
  decoder.decode(data, width, height, out);
  return out;
}

/** The decoded lines of one colour, in the order they are sent. */
function plane(pixels: Uint32Array, width: number, shift: number): number[][] {
  const rows: number[][] = [];
  for (let at = pixels.length - width; at >= 0; at -= width)
    rows.push(Array.from(pixels.subarray(at, at + width), (pixel) => (pixel >>> shift) & 0xff));
  return rows;
}

describe('PlanarDecoder', () => {
  it('decodes the colour plane of the document ([MS-RDPEGDI] 3.1.9.2.3)', () => {
    const example = [
      0x13, 0xff, 0x20, 0xfe, 0xfd, 0x60, 0x01, 0x7d, 0xf5, 0xc2, 0x9a, 0x38, 0x60, 0x01, 0x67, 0x8b, 0xa3, 0x78, 0xaf,
    ];
    const decoded = decode(Uint8Array.of(0x30, ...example, ...example, ...example), 6, 3);
    for (const shift of [0, 8, 16])
      expect(plane(decoded, 6, shift)).toEqual([
        [255, 255, 255, 255, 254, 253],
        [254, 192, 132, 96, 75, 25],
        [253, 140, 62, 14, 135, 193],
      ]);
  });

  it('repeats the last raw value of its line in segments that have none, and zero where no value came before', () => {
    const red = [0x13, 7, 0x01, 0x03];
    const zero = [0x02, 0x04];
    // 4 + 16 + 3 = 23 pixels; the long run of 32 alone is too long and is replaced below.
    expect(() => decode(Uint8Array.of(0x30, ...red, ...zero, ...zero), 23, 1)).toThrow(ProtocolError);
    const decoded = decode(Uint8Array.of(0x30, ...red, 0x71, 0x71, 0x71), 23, 1);
    expect(new Set(plane(decoded, 23, 16)[0])).toEqual(new Set([7]));
    expect(new Set(plane(decoded, 23, 0)[0])).toEqual(new Set([0]));
  });

  it('drops the alpha plane, encoded or bare', () => {
    expect(Array.from(decode(Uint8Array.of(0x10, 0x10, 0x80, 0x10, 1, 0x10, 2, 0x10, 3), 1, 1))).toEqual([0xff010203]);
    expect(Array.from(decode(Uint8Array.of(0x00, 0x80, 1, 2, 3, 0), 1, 1))).toEqual([0xff010203]);
  });

  it('undoes colour loss and chroma subsampling ([MS-RDPEGDI] 3.1.9.1.2)', () => {
    // Luma 100, orange chroma 20 / 2, green chroma -10 / 2: red 115, green 95, blue 95; exchanged where there is no alpha.
    expect(Array.from(decode(Uint8Array.of(0x21, 100, 10, 0xfb, 0), 1, 1))).toEqual([0xff5f5f73]);
    expect(Array.from(decode(Uint8Array.of(0x01, 0xff, 100, 10, 0xfb, 0), 1, 1))).toEqual([0xff735f5f]);
    const subsampled = decode(Uint8Array.of(0x29, ...new Array(9).fill(100), 0, 0, 0, 10, 0, 0, 0, 0, 0), 3, 3);
    // The second chroma row and column stand for the last row and column alone; rows come bottom up.
    expect(subsampled[2]).toBe(0xff5a646e);
    expect([...subsampled].filter((pixel) => pixel !== 0xff646464)).toHaveLength(1);
  });

  it('refuses chroma subsampling of colours, empty segments and lines that overflow', () => {
    expect(() => decode(Uint8Array.of(0x28, 0, 0, 0), 1, 1)).toThrow('bitmap.planar.formatHeader');
    expect(() => decode(Uint8Array.of(0x30, 0x00), 1, 1)).toThrow('bitmap.planar.lumaOrRedPlane: empty segment');
    expect(() => decode(Uint8Array.of(0x30, 0x20, 1, 2), 1, 1)).toThrow('bitmap.planar.lumaOrRedPlane: segment longer');
    expect(() => decode(Uint8Array.of(0x20, 1, 2), 1, 1)).toThrow('bitmap.planar.greenChromaOrBluePlane');
  });

  it('takes any bytes for any size and gives a rectangle or a ProtocolError (fuzz)', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((rest) => Uint8Array.of(0x30, ...rest)),
    );
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (data, width, height) => {
        try {
          decode(data, width, height);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: process.env['BESIDE_FUZZ'] === 'long' ? 1_000_000 : 3000 },
    );
  });
});

describe('PlanarEncoder', () => {
  it('encodes every picture so that it decodes to the same pixels, in no more than its bound', () => {
    fc.assert(
      fc.property(pictures(70), (picture) => {
        const coded = codedWidth(picture.width);
        const data = encode(picture.pixels, picture.width, picture.height);
        expectSame(decode(data, coded, picture.height), padded(picture, coded));
      }),
      { numRuns: 600 },
    );
  });

  it('finds a rectangle inside a larger picture and writes from the given offset on', () => {
    const pixels = Uint32Array.from({ length: 40 * 30 }, (_, i) => i * 77);
    const out = new Uint8Array(planarBound(7, 5) + 3).fill(0xee);
    const end = encoder.encode(pixels, 4 * 40 + 10, 40, 7, 5, out, 3);
    const decoded = decode(out.subarray(3, end), 8, 5);
    for (let y = 0; y < 5; y++)
      for (let x = 0; x < 7; x++) expect(decoded[y * 8 + x]! & 0xffffff).toBe(pixels[(4 + y) * 40 + 10 + x]! & 0xffffff);
    expect([...out.subarray(0, 3)]).toEqual([0xee, 0xee, 0xee]);
  });

  it('encodes the first line of the document as it does ([MS-RDPEGDI] 3.1.9.2)', () => {
    const text = Uint32Array.from('AAAABBCCCCCD', (letter) => letter.charCodeAt(0) * 0x010101);
    const line = [0x13, 0x41, 0x34, 0x42, 0x42, 0x43, 0x10, 0x44];
    expect([...encode(text, 12, 1)]).toEqual([0x30, ...line, ...line, ...line]);
  });

  it('makes a solid tile a few hundred bytes and noise a quarter shorter than uncompressed', () => {
    expect(encode(new Uint32Array(64 * 64).fill(0x123456), 64, 64)).toHaveLength(1 + 3 * (4 + 63 * 2));
    let noise = 1;
    const random = Uint32Array.from({ length: 64 * 64 }, () => {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      return noise >>> 8;
    });
    expect(encode(random, 64, 64)).toHaveLength(planarBound(64, 64));
  });

  it('does not mind what stands in the unused byte', () => {
    const clean = new Uint32Array(16 * 16).fill(0x445566);
    const dirty = clean.map((pixel, i) => pixel | (i << 24));
    expect(encode(dirty, 16, 16)).toEqual(encode(clean, 16, 16));
  });
});
