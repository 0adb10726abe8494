import { BitWriter } from './bit-writer.js';
import { type EntropyAlgorithm, Rlgr } from './rlgr.js';

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
          kp = Math.min(kp + Rlgr.runUp, Rlgr.max);
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
        bits.put((run << 1) | (value < 0 ? 1 : 0), k + 2);
        this.#golombRice(Math.abs(value) - 1);
        kp = Math.max(kp - Rlgr.runDown, 0);
      } else if (this.#pairs) {
        const first = magnitudeAndSign(coefficients[i]!);
        const second = i + 1 < end ? magnitudeAndSign(coefficients[i + 1]!) : 0;
        i += 2;
        this.#golombRice(first + second);
        bits.put(first, 32 - Math.clz32(first + second));
        if (first !== 0 && second !== 0) kp = Math.max(kp - 2 * Rlgr.valueDown, 0);
        else if (first === 0 && second === 0) kp = Math.min(kp + 2 * Rlgr.zeroUp, Rlgr.max);
      } else {
        const code = magnitudeAndSign(coefficients[i++]!);
        this.#golombRice(code);
        kp = code === 0 ? Math.min(kp + Rlgr.zeroUp, Rlgr.max) : Math.max(kp - Rlgr.valueDown, 0);
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
    if (unary + 1 + kr <= 24) {
      bits.put((((1 << unary) - 1) << (kr + 1)) | rest, unary + 1 + kr);
    } else {
      bits.ones(unary);
      bits.put(rest, kr + 1);
    }
    if (unary === 0) this.#krp = Math.max(krp - Rlgr.shortDown, 0);
    else if (unary > 1) this.#krp = Math.min(krp + unary, Rlgr.max);
  }
}

/** Twice the magnitude, less 1 for negative values, so that signs need no bit of their own. */
function magnitudeAndSign(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
