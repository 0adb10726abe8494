import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flat, toPixels, toYCbCr } from '../../../src/codecs/remotefx/color.js';
import { forwardDwt, inverseDwt } from '../../../src/codecs/remotefx/dwt.js';
import {
  dequantize,
  dequantizeLowest,
  QUALITIES,
  quantize,
  quantizeLowest,
  readQuantization,
  writeQuantization,
} from '../../../src/codecs/remotefx/quantization.js';
import { largestError } from '../psnr.js';

const scratch = new Int16Array(4096);
const components = () => ({ y: new Int16Array(4096), cb: new Int16Array(4096), cr: new Int16Array(4096) });

describe('colour conversion', () => {
  it('gives Y, Cb and Cr with five bits after the point, Y around 0 ([MS-RDPRFX] 3.1.8.1.3)', () => {
    const tile = components();
    toYCbCr(Uint32Array.of(0xffffff, 0x000000, 0xff0000, 0x0000ff), 0, 4, 4, 1, tile);
    const rounded = (component: Int16Array) => [...component.subarray(0, 4)].map((value) => Math.round(value / 32));
    expect(rounded(tile.y)).toEqual([127, -128, -52, -99]);
    expect(rounded(tile.cb)).toEqual([0, 0, -43, 128]);
    expect(rounded(tile.cr)).toEqual([0, 0, 127, -21]);
  });

  it('comes back within a level of any colour', () => {
    const tile = components();
    fc.assert(
      fc.property(fc.uint32Array({ minLength: 4096, maxLength: 4096 }), (pixels) => {
        toYCbCr(pixels, 0, 64, 64, 64, tile);
        const out = new Uint32Array(4096);
        toPixels(tile, 0, 0, 64, 64, out, 0, 64);
        expect(largestError(out, pixels)).toBeLessThanOrEqual(1);
        // Rounded, not cut off, so that pictures do not become darker each time.
        const blue = (picture: Uint32Array) => picture.reduce((sum, pixel) => sum + (pixel & 0xff), 0) / 4096;
        expect(Math.abs(blue(out) - blue(pixels))).toBeLessThan(0.2);
      }),
      { numRuns: 50 },
    );
  });

  it('fills a tile up with its last column and row', () => {
    const tile = components();
    const pixels = Uint32Array.from({ length: 10 * 10 }, (_, i) => i * 0x010203);
    toYCbCr(pixels, 11, 10, 5, 3, tile);
    for (let row = 0; row < 64; row++)
      for (let column = 0; column < 64; column++) {
        const source = Math.min(row, 2) * 64 + Math.min(column, 4);
        expect(tile.y[row * 64 + column]).toBe(tile.y[source]);
      }
    const out = new Uint32Array(100);
    toPixels(tile, 0, 0, 5, 3, out, 11, 10);
    for (const i of [11, 15, 31, 35])
      expect(largestError(out.subarray(i, i + 1), pixels.subarray(i, i + 1))).toBeLessThanOrEqual(1);
    expect(out[10]).toBe(0);
    expect(out[16]).toBe(0);
  });

  it('tells which components are the same everywhere', () => {
    const tile = components();
    const everything = Flat.y | Flat.cb | Flat.cr;
    const flat = (...pixels: number[]) => toYCbCr(Uint32Array.from(pixels), 0, pixels.length, pixels.length, 1, tile);
    expect(flat(0x123456, 0x123456)).toBe(everything);
    expect(flat(0x123456, 0xff123456)).toBe(everything);
    expect(flat(0x101010, 0x303030, 0x101010)).toBe(Flat.cb | Flat.cr);
    expect(flat(0x112233, 0x332211)).toBe(0);
    expect(flat(0x112233)).toBe(everything);
  });
});

describe('discrete wavelet transform', () => {
  it('keeps what is the same everywhere, in LL3 alone ([MS-RDPRFX] 3.1.8.1.4)', () => {
    const component = new Int16Array(4096).fill(-1234);
    forwardDwt(component, scratch);
    expect(component.subarray(0, 4032).every((value) => value === 0)).toBe(true);
    expect(component.subarray(4032).every((value) => value === -1234)).toBe(true);
    inverseDwt(component, scratch);
    expect(component.every((value) => value === -1234)).toBe(true);
  });

  it('puts vertical edges into HL and horizontal ones into LH', () => {
    const vertical = Int16Array.from({ length: 4096 }, (_, i) => ((i & 63) > 30 ? 1000 : 0));
    forwardDwt(vertical, scratch);
    expect(vertical.subarray(0, 1024).some((value) => value !== 0)).toBe(true);
    expect(vertical.subarray(1024, 3072).every((value) => value === 0)).toBe(true);
    const horizontal = Int16Array.from({ length: 4096 }, (_, i) => (i >> 6 > 30 ? 1000 : 0));
    forwardDwt(horizontal, scratch);
    expect(horizontal.subarray(0, 1024).every((value) => value === 0)).toBe(true);
    expect(horizontal.subarray(1024, 2048).some((value) => value !== 0)).toBe(true);
  });

  it('lifts a coefficient back as the document has it, even samples first ([MS-RDPRFX] 3.1.8.2.4)', () => {
    const component = new Int16Array(4096);
    component[0] = 1;
    inverseDwt(component, scratch);
    // Even: 0 - 1, 0 - (1 + 0 + 1) / 2, 0; odd: 2 + (-1 - 1) / 2, 0 + (-1 + 0) / 2 rounded down, 0.
    expect([...component.subarray(0, 6)]).toEqual([-1, 1, -1, -1, 0, 0]);
  });

  it('comes back to within the bits that halving takes, for any samples that pixels can give', () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 4096, maxLength: 4096, min: -4096, max: 4095 }), (samples) => {
        const component = samples.slice();
        forwardDwt(component, scratch);
        inverseDwt(component, scratch);
        const worst = component.reduce((most, value, i) => Math.max(most, Math.abs(value - samples[i]!)), 0);
        // Five bits are after the point: less than a level. Noise comes to 17 now and then, and to 12 mostly.
        expect(worst).toBeLessThan(32);
      }),
      { numRuns: 50 },
    );
  });

  it('does not overflow on chessboards of the lightest and the darkest sample', () => {
    for (const period of [2, 4, 8, 16]) {
      const samples = Int16Array.from({ length: 4096 }, (_, i) =>
        Math.floor((i & 63) / period) % 2 === Math.floor((i >> 6) / period) % 2 ? 4095 : -4096,
      );
      const component = samples.slice();
      forwardDwt(component, scratch);
      inverseDwt(component, scratch);
      expect(component.every((value, i) => Math.abs(value - samples[i]!) < 16)).toBe(true);
    }
  });
});

describe('quantisation', () => {
  it('rounds to what each factor keeps, and for LL3 alone likewise ([MS-RDPRFX] 3.1.8.1.5)', () => {
    const { luma } = QUALITIES.standard;
    const component = new Int16Array(4096).fill(1000);
    quantize(component, luma);
    // HL1 has factor 8, so 2^7; HH1 9; HL2 7; HL3 and LL3 6.
    expect([0, 2048, 3072, 3840, 4095].map((at) => component[at])).toEqual([8, 4, 16, 31, 31]);
    expect(quantizeLowest(1000, luma)).toBe(31);
    dequantize(component, luma);
    expect([0, 2048, 3072, 3840, 4095].map((at) => component[at])).toEqual([1024, 1024, 1024, 992, 992]);
    expect(dequantizeLowest(31, luma)).toBe(992);
  });

  it('is written two factors a byte, the lower half first ([MS-RDPRFX] 2.2.2.1.5, 4.2.3)', () => {
    const out = new Uint8Array(6);
    expect(writeQuantization(QUALITIES.standard.luma, out, 1)).toBe(6);
    expect([...out]).toEqual([0, 0x66, 0x66, 0x77, 0x88, 0x98]);
    expect(readQuantization(out.subarray(1))).toEqual(QUALITIES.standard.luma);
    expect(readQuantization(Uint8Array.of(0x66, 0x66, 0x75, 0x88, 0x98))).toBeUndefined();
  });
});
