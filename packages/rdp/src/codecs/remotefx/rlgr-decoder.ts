import { ProtocolError } from '@beside/bytes';
import { BitReader } from './bit-reader.js';
import { adapt, adaptToPair, adaptToUnary, adaptToValue, type EntropyAlgorithm, Rlgr, unfold, zeroMask } from './rlgr.js';

/** Largest code: twice the magnitude of a 16-bit coefficient, or of two that are coded together. */
const MAX_CODE = 0x1ffff;

/** Decodes the coefficients of components by RLGR ([MS-RDPRFX] 3.1.8.1.7.3). */
export class RlgrDecoder {
  readonly #bits = new BitReader();
  #krp = 0;

  /**
   * Data that ends early leaves the rest 0: encoders differ in how they write zeros up to the end, and FreeRDP, which
   * connects to all of them, reads it so too. Data beyond the last coefficient is not looked at.
   *
   * @param field path of the data, for errors
   * @returns how many coefficients are not 0
   * @throws ProtocolError a code is larger than any coefficient
   */
  decode(entropy: EntropyAlgorithm, data: Uint8Array, coefficients: Int16Array, field: string): number {
    const bits = this.#bits;
    bits.start(data);
    this.#krp = Rlgr.initial;
    const pairs = entropy === 'rlgr3';
    const end = coefficients.length;
    coefficients.fill(0);
    let values = 0;
    let kp: number = Rlgr.initial;
    let i = 0;
    while (i < end) {
      let k = kp >> Rlgr.shift;
      if (k > 0) {
        for (let runs = bits.zeros(); runs > 0 && i < end; runs--) {
          i += 1 << k;
          kp = adapt(kp, Rlgr.runUp);
          k = kp >> Rlgr.shift;
        }
        i += bits.take(k);
        const sign = -bits.take(1);
        const magnitude = this.#golombRice(field) + 1;
        if (bits.exhausted || i >= end) break;
        coefficients[i++] = (magnitude ^ sign) - sign;
        values++;
        kp = adapt(kp, -Rlgr.runDown);
        continue;
      }
      const code = this.#golombRice(field);
      if (pairs) {
        const first = bits.take(32 - Math.clz32(code));
        const second = code - first;
        if (bits.exhausted) break;
        if (second < 0) throw new ProtocolError(field, 'the first of two coefficients is larger than both');
        kp = adaptToPair(kp, first, second);
        coefficients[i] = unfold(first);
        if (i + 1 < end) coefficients[i + 1] = unfold(second);
        values += 2 + zeroMask(first) + zeroMask(second);
        i += 2;
      } else {
        if (bits.exhausted) break;
        kp = adaptToValue(kp, code);
        coefficients[i++] = unfold(code);
        values += 1 + zeroMask(code);
      }
    }
    return values;
  }

  #golombRice(field: string): number {
    const krp = this.#krp;
    const kr = krp >> Rlgr.shift;
    const unary = this.#bits.ones();
    if (unary > MAX_CODE >> kr) throw new ProtocolError(field, 'a code is larger than any coefficient');
    this.#krp = adaptToUnary(krp, unary);
    return (unary << kr) | this.#bits.take(kr);
  }
}
