import { BitWriter } from './bit-writer.js';
import { adapt, adaptToPair, adaptToUnary, adaptToValue, type EntropyAlgorithm, fold, Rlgr } from './rlgr.js';

/** Encodes the coefficients of components by RLGR ([MS-RDPRFX] 3.1.8.1.7.3). */
export class RlgrEncoder {
  readonly #pairs: boolean;
  readonly #bits = new BitWriter();
  #krp = 0;

  constructor(entropy: EntropyAlgorithm) {
    this.#pairs = entropy === 'rlgr3';
  }

  /**
   * @param out has room for what comes of it, from `at` on
   * @returns the offset after the last byte
   */
  encode(coefficients: Int16Array, out: Uint8Array, at: number): number {
    const bits = this.#bits;
    bits.start(out, at);
    this.#krp = Rlgr.initial;
    const end = coefficients.length;
    let kp: number = Rlgr.initial;
    let i = 0;
    while (i < end) {
      let k = kp >> Rlgr.shift;
      if (k > 0) {
        const start = i;
        while (i < end && coefficients[i] === 0) i++;
        let zeros = i - start;
        while (zeros >= 1 << k) {
          zeros -= 1 << k;
          bits.put(0, 1);
          kp = adapt(kp, Rlgr.runUp);
          k = kp >> Rlgr.shift;
        }
        const run = (1 << k) | zeros;
        if (i === end) {
          // Zeros up to the end have no value behind them. The pseudocode would code the last of them as if it were one, and
          // decoders make a 1 of it.
          bits.put(run, k + 1);
          break;
        }
        const value = coefficients[i++]!;
        bits.put((run << 1) | (value >>> 31), k + 2);
        this.#golombRice(Math.abs(value) - 1);
        kp = adapt(kp, -Rlgr.runDown);
      } else if (this.#pairs) {
        const first = fold(coefficients[i]!);
        const second = i + 1 < end ? fold(coefficients[i + 1]!) : 0;
        i += 2;
        this.#golombRice(first + second);
        bits.put(first, 32 - Math.clz32(first + second));
        kp = adaptToPair(kp, first, second);
      } else {
        const code = fold(coefficients[i++]!);
        this.#golombRice(code);
        kp = adaptToValue(kp, code);
      }
    }
    return bits.finish();
  }

  /** A unary part ended by a 0, and the lowest kr bits. */
  #golombRice(value: number): void {
    const bits = this.#bits;
    const krp = this.#krp;
    const kr = krp >> Rlgr.shift;
    const unary = value >> kr;
    const rest = value & ((1 << kr) - 1);
    if (unary + 1 + kr <= 31) {
      bits.put((((1 << unary) - 1) << (kr + 1)) | rest, unary + 1 + kr);
    } else {
      bits.ones(unary);
      bits.put(rest, kr + 1);
    }
    this.#krp = adaptToUnary(krp, unary);
  }
}
