import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeNSCodecCapability,
  encodeNSCodecCapability,
  NSCodecDecoder,
  NSCodecEncoder,
  type NSCodecEncoderOptions,
  nscodecBound,
} from '../../src/codecs/index.js';
import { pictures, type TestPicture } from './pictures.js';
import { largestError, psnr } from './psnr.js';

const decoder = new NSCodecDecoder();
const finest = { colorLoss: 1, subsampled: false };

function encode({ pixels, width, height }: TestPicture, options: NSCodecEncoderOptions): Uint8Array {
  const out = new Uint8Array(nscodecBound(width, height));
  return out.slice(0, new NSCodecEncoder(options).encode(pixels, 0, width, width, height, out, 0));
}

function decode(data: Uint8Array, width: number, height: number): Uint32Array {
  const out = new Uint32Array(width * height);
  decoder.decode(data, width, height, out);
  return out;
}

/** A stream of three planes as they are given, without subsampling. */
function stream(planes: readonly (readonly number[])[], colorLoss = 1): Uint8Array {
  const lengths = [...planes.map((plane) => plane.length), 0].flatMap((length) => [length, 0, 0, 0]);
  return Uint8Array.from([...lengths, colorLoss, 0, 0, 0, ...planes.flat()]);
}

const wordsOf = (hex: string) => Uint8Array.from(hex.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));

describe('NSCodecDecoder', () => {
  it('decodes the bitmap of the document, 15 x 10 pixels ([MS-RDPNSC] 4)', () => {
    const example = wordsOf(`
      71 00 00 00 07 00 00 00 0b 00 00 00 07 00 00 00 03 01 00 00 63 63 01 64 64 00 63 63 02 64 64 00
      63 63 00 64 64 01 63 63 01 64 64 01 63 63 01 64 64 00 63 63 00 64 64 01 63 63 00 64 64 0c 63 63
      00 64 64 0c 63 63 00 64 64 0c 63 63 00 64 64 0c 63 64 64 04 63 64 63 63 00 64 64 03 63 64 64 03
      63 63 00 64 63 63 00 64 64 03 65 63 64 64 01 63 64 64 00 65 64 64 06 63 64 64 00 63 63 00 64 64
      04 64 65 65 65 22 22 22 22 22 22 22 37 37 19 36 37 37 06 37 37 37 37 ff ff 90 ff ff ff ff`);
    const decoded = decode(example, 15, 10);
    // Luma 0x64, orange chroma 0x22 << 2 = -120, green chroma 0x37 << 2 = -36: red 16, green 64, blue 256, which is too much.
    expect(decoded[7]).toBe(0xff1040ff);
    // Rows come bottom up: the plane's first three bytes are luma 0x63.
    expect([...decoded.subarray(9 * 15, 9 * 15 + 4)]).toEqual([0xff0f3fff, 0xff0f3fff, 0xff0f3fff, 0xff1040ff]);
    expect(decoded.filter((pixel) => pixel === 0xff1040ff).length).toBeGreaterThan(90);
    // The one green chroma value that differs, 0x36, is that of two by two pixels.
    expect([...decoded].flatMap((pixel, i) => ((pixel & 0xff00) < 0x3e00 ? [i] : []))).toEqual([36, 37, 51, 52]);
  });

  it('takes runs of every length, and planes as long as the rectangle as they are', () => {
    const gray = new Array(8).fill(0);
    const short = decode(stream([[5, 5, 2, 7, 7, 7, 7], gray, gray]), 4, 2);
    expect([...short].map((pixel) => pixel & 0xff)).toEqual([7, 7, 7, 7, 5, 5, 5, 5]);
    const bare = decode(stream([[5, 5, 2, 7, 7, 7, 7, 7], gray, gray]), 4, 2);
    expect([...bare].map((pixel) => pixel & 0xff)).toEqual([7, 7, 7, 7, 5, 5, 2, 7]);
    // A run of 300, one value before the tail and the tail.
    const long = [9, 9, 0xff, 0x2c, 1, 0, 0, 8, 1, 2, 3, 4];
    const zeros = [0, 0, 0xff, 0x2d, 1, 0, 0, 0, 0, 0, 0];
    const decoded = decode(stream([long, zeros, zeros]), 305, 1);
    expect([...decoded.subarray(298)].map((pixel) => pixel & 0xff)).toEqual([9, 9, 8, 1, 2, 3, 4]);
  });

  it('refuses planes that are too short, runs that are too long, and colour losses that there are not', () => {
    const gray = [0, 0, 0, 0, 0, 0];
    expect(() => decode(stream([[1, 1], gray, gray]), 3, 2)).toThrow('nscodec.LumaPlane.run: ends early');
    expect(() => decode(stream([[1, 2, 3], gray, gray]), 3, 2)).toThrow('nscodec.LumaPlane.bytes: end early');
    expect(() => decode(stream([[1, 1, 1, 0, 0], gray, gray]), 3, 2)).toThrow('nscodec.LumaPlane.run: is longer than the plane');
    expect(() => decode(stream([gray, gray, []]), 3, 2)).toThrow('nscodec.GreenChromaPlane');
    expect(() => decode(stream([gray, gray, gray], 0), 3, 2)).toThrow('nscodec.ColorLossLevel');
    expect(() => decode(stream([gray, gray, gray], 8), 3, 2)).toThrow('nscodec.ColorLossLevel');
  });

  it('takes any bytes for any size and gives a rectangle or a ProtocolError (fuzz)', () => {
    const plane = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(Uint8Array.of(0, 0, 0xff, 9, 0, 0, 0, 1, 1, 1, 1)));
    const bytes = fc
      .record({ planes: fc.array(plane, { minLength: 3, maxLength: 3 }), loss: fc.nat(8), sub: fc.nat(1), cut: fc.nat(20) })
      .map(({ planes, loss, sub, cut }) => {
        const data = stream(
          planes.map((values) => [...values]),
          loss,
        );
        data[17] = sub;
        return data.subarray(0, Math.max(0, data.length - (cut > 10 ? 0 : cut)));
      });
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

describe('NSCodecEncoder', () => {
  it('loses at most the lowest level of red and green, at the finest', () => {
    fc.assert(
      fc.property(pictures(40), (picture) => {
        const decoded = decode(encode(picture, finest), picture.width, picture.height);
        const lost = [0, 8, 16].map((shift) =>
          Array.from(picture.pixels, (pixel, i) => ((pixel >>> shift) & 0xff) - ((decoded[i]! >>> shift) & 0xff)),
        );
        expect(lost[0]!.every((level) => level === 0)).toBe(true);
        expect(lost.flat().every((level) => level === 0 || level === 1)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps greys exactly, whatever is lost of colours', () => {
    const pixels = Uint32Array.from({ length: 30 * 11 }, (_, i) => ((i * 7) & 0xff) * 0x010101);
    for (const colorLoss of [1, 3, 7]) {
      for (const subsampled of [false, true]) {
        const data = encode({ pixels, width: 30, height: 11 }, { colorLoss, subsampled });
        expect(largestError(decode(data, 30, 11), pixels)).toBe(0);
      }
    }
  });

  it('loses more with each step of colour loss, and never makes of a colour its opposite', () => {
    const pixels = Uint32Array.from({ length: 64 * 64 }, (_, i) => ((i & 63) << 18) | ((i >> 6) << 10) | ((i * 37) & 0xff));
    pixels.set([0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0x00ffff, 0xff00ff]);
    const errors = [1, 2, 3, 4, 5, 6, 7].map((colorLoss) =>
      largestError(decode(encode({ pixels, width: 64, height: 64 }, { colorLoss, subsampled: false }), 64, 64), pixels),
    );
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(errors[0]).toBe(1);
    expect(errors[2]).toBeLessThanOrEqual(8);
    expect(errors[6]).toBeLessThanOrEqual(128);
  });

  it('halves chroma where it may, at sizes that are odd too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (width, height) => {
        const pixels = Uint32Array.from(
          { length: width * height },
          (_, i) => ((100 + (i % width)) << 16) | ((90 + 2 * Math.floor(i / width)) << 8) | 0x60,
        );
        const picture = { pixels, width, height };
        const data = encode(picture, { colorLoss: 1, subsampled: true });
        expect(psnr(decode(data, width, height), pixels)).toBeGreaterThan(45);
        expect(data.length).toBeLessThanOrEqual(nscodecBound(width, height));
      }),
      { numRuns: 150 },
    );
  });

  it('finds a rectangle inside a larger picture and writes from the given offset on', () => {
    const pixels = Uint32Array.from({ length: 40 * 30 }, (_, i) => (i & 0xff) * 0x010101);
    const out = new Uint8Array(nscodecBound(7, 5) + 3).fill(0xee);
    const end = new NSCodecEncoder(finest).encode(pixels, 4 * 40 + 10, 40, 7, 5, out, 3);
    const decoded = decode(out.subarray(3, end), 7, 5);
    for (let y = 0; y < 5; y++)
      for (let x = 0; x < 7; x++) expect(decoded[y * 7 + x]! & 0xffffff).toBe(pixels[(4 + y) * 40 + 10 + x]);
    expect([...out.subarray(0, 3)]).toEqual([0xee, 0xee, 0xee]);
  });

  it('writes one colour in runs and noise without, no longer than its bound', () => {
    const solid = { pixels: new Uint32Array(64 * 64).fill(0x123456), width: 64, height: 64 };
    // Of each plane a long run and the four last bytes.
    expect(encode(solid, finest)).toHaveLength(20 + 3 * (7 + 4));
    let noise = 1;
    const pixels = Uint32Array.from({ length: 64 * 64 }, () => {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      return noise >>> 8;
    });
    expect(encode({ pixels, width: 64, height: 64 }, finest)).toHaveLength(nscodecBound(64, 64));
  });

  it('has no colour loss but 1 to 7', () => {
    expect(() => new NSCodecEncoder({ colorLoss: 0, subsampled: false })).toThrow(RangeError);
    expect(() => new NSCodecEncoder({ colorLoss: 8, subsampled: false })).toThrow(RangeError);
  });
});

describe('NSCodec Capability Set', () => {
  it('is what xfreerdp 2.11.7 says: everything, colour loss up to 3', () => {
    const capability = { dynamicFidelity: true, subsampling: true, colorLoss: 3 };
    expect([...encodeNSCodecCapability(capability)]).toEqual([1, 1, 3]);
    expect(decodeNSCodecCapability(Uint8Array.of(1, 1, 3))).toEqual(capability);
    expect(() => decodeNSCodecCapability(Uint8Array.of(1, 1))).toThrow('nscodecCapability.colorLossLevel');
  });
});
