import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntropyAlgorithm } from '../../../src/codecs/index.js';
import { RlgrDecoder } from '../../../src/codecs/remotefx/rlgr-decoder.js';
import { RlgrEncoder } from '../../../src/codecs/remotefx/rlgr-encoder.js';

const decoder = new RlgrDecoder();
const algorithms = ['rlgr1', 'rlgr3'] as const;

function encode(entropy: EntropyAlgorithm, coefficients: Int16Array): Uint8Array {
  const out = new Uint8Array(0x10000 + coefficients.length * 8);
  return out.slice(0, new RlgrEncoder(entropy).encode(coefficients, out, 0));
}

function decode(entropy: EntropyAlgorithm, data: Uint8Array, length: number): Int16Array {
  const out = new Int16Array(length).fill(99);
  decoder.decode(entropy, data, out, 'data');
  return out;
}

const bitsOf = (text: string) => Uint8Array.from(text.match(/.{1,8}/g) ?? [], (byte) => Number.parseInt(byte.padEnd(8, '0'), 2));

describe('RLGR', () => {
  it('writes runs and values as the pseudocode does ([MS-RDPRFX] 3.1.8.1.7.3)', () => {
    // k 1: no zeros (1 0), plus (0), magnitude 1 less 1 with kr 1 (0 0); k is 0 then.
    // RLGR1: 0 with kr 0 is a 0 alone; RLGR3: both values' sum is 0.
    expect(encode('rlgr1', Int16Array.of(1, 0))).toEqual(bitsOf('10000' + '0'));
    expect(encode('rlgr3', Int16Array.of(1, 0, 0))).toEqual(bitsOf('10000' + '0'));
    // Four zeros: a full run of 2 (0, kp 12), a full run of 2 (0, kp 16, k 2), then no more (1 00), minus (1), magnitude 3
    // less 1 with kr 1: 10, 0.
    expect(encode('rlgr1', Int16Array.of(0, 0, 0, 0, -3))).toEqual(bitsOf('00' + '100' + '1' + '100'));
  });

  it('codes two values by their sum and the first of them in RLGR3', () => {
    // After the 1, k is 0 and kr 0: 2 and -1 are 4 and 1; their sum 5 in unary, then 4 in three bits.
    expect(encode('rlgr3', Int16Array.of(1, 2, -1))).toEqual(bitsOf('10000' + '111110' + '100'));
    expect(decode('rlgr3', bitsOf('10000' + '111110' + '100'), 3)).toEqual(Int16Array.of(1, 2, -1));
  });

  it('ends with the zeros of the last run and makes no value of them', () => {
    for (const entropy of algorithms) {
      expect(encode(entropy, new Int16Array(2))).toEqual(bitsOf('0' + '10'));
      expect(decode(entropy, encode(entropy, new Int16Array(4096)), 4096)).toEqual(new Int16Array(4096));
      // What other encoders make of zeros at the end: a value behind them that has no place any more.
      expect(decode(entropy, bitsOf('0' + '10' + '000'), 2)).toEqual(new Int16Array(2));
    }
  });

  it('reads every sequence of coefficients as it was written', () => {
    const coefficient = fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
      { weight: 2, arbitrary: fc.integer({ min: -600, max: 600 }) },
      { weight: 1, arbitrary: fc.constantFrom(32767, -32767, 4096) },
    );
    const runs = fc.array(fc.tuple(coefficient, fc.integer({ min: 1, max: 300 })), { maxLength: 8 });
    const sequences = fc
      .tuple(runs, fc.array(coefficient, { minLength: 1, maxLength: 200 }), runs)
      .map(([before, values, after]) =>
        Int16Array.from([...before, ...after].flatMap(([value, length]) => new Array<number>(length).fill(value)).concat(values)),
      );
    fc.assert(
      fc.property(fc.constantFrom(...algorithms), sequences, (entropy, coefficients) => {
        const data = encode(entropy, coefficients);
        const out = new Int16Array(coefficients.length);
        const values = decoder.decode(entropy, data, out, 'data');
        expect(out).toEqual(coefficients);
        expect(values).toBe(coefficients.filter((value) => value !== 0).length);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the rest 0 where data ends early', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -90, max: 90 })), {
      minLength: 20,
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.constantFrom(...algorithms), values, (entropy, coefficients) => {
        const data = encode(entropy, Int16Array.from(coefficients));
        for (let length = 0; length < data.length; length++) {
          const decoded = decode(entropy, data.subarray(0, length), coefficients.length);
          const right = decoded.findIndex((value, i) => value !== coefficients[i]);
          if (right >= 0) expect(decoded.subarray(right).every((value) => value === 0)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('refuses codes that no coefficient has', () => {
    const ones = new Uint8Array(20_000).fill(0xff);
    expect(() => decode('rlgr1', ones.with(20_000 - 1, 0), 100)).toThrow('data: a code is larger than any coefficient');
    // Sum 2, and 3 of that for the first.
    expect(() => decode('rlgr3', bitsOf('10000' + '110' + '11'), 3)).toThrow('data: the first of two coefficients');
  });

  it('takes any bytes, in time that they bound (fuzz)', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.array(fc.constantFrom(0, 0xff), { maxLength: 300 }));
    fc.assert(
      fc.property(fc.constantFrom(...algorithms), bytes, (entropy, data) => {
        try {
          decode(entropy, Uint8Array.from(data), 4096);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: process.env['BESIDE_FUZZ'] === 'long' ? 300_000 : 1500 },
    );
  });
});
