import { ProtocolError } from '@beside/bytes';
import { BitReader } from './bit-reader.js';
import { type EntropyAlgorithm, Rlgr } from './rlgr.js';

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
          kp = Math.min(kp + Rlgr.runUp, Rlgr.max);
          k = kp >> Rlgr.shift;
        }
        i += bits.take(k);
        const negative = bits.take(1) === 1;
        const magnitude = this.#golombRice(field) + 1;
        if (bits.exhausted || i >= end) break;
        coefficients[i++] = negative ? -magnitude : magnitude;
        values++;
        kp = Math.max(kp - Rlgr.runDown, 0);
        continue;
      }
      const code = this.#golombRice(field);
      if (pairs) {
        const first = bits.take(32 - Math.clz32(code));
        const second = code - first;
        if (bits.exhausted) break;
        if (second < 0) throw new ProtocolError(field, 'the first of two coefficients is larger than both');
        if (first !== 0 && second !== 0) kp = Math.max(kp - 2 * Rlgr.valueDown, 0);
        else if (code === 0) kp = Math.min(kp + 2 * Rlgr.zeroUp, Rlgr.max);
        if (first !== 0) {
          coefficients[i] = signed(first);
          values++;
        }
        if (second !== 0 && i + 1 < end) {
          coefficients[i + 1] = signed(second);
          values++;
        }
        i += 2;
      } else {
        if (bits.exhausted) break;
        if (code === 0) {
          kp = Math.min(kp + Rlgr.zeroUp, Rlgr.max);
        } else {
          coefficients[i] = signed(code);
          values++;
          kp = Math.max(kp - Rlgr.valueDown, 0);
        }
        i++;
      }
    }
    return values;
  }

  #golombRice(field: string): number {
    const krp = this.#krp;
    const kr = krp >> Rlgr.shift;
    const unary = this.#bits.ones();
    if (unary > MAX_CODE >> kr) throw new ProtocolError(field, 'a code is larger than any coefficient');
    if (unary === 0) this.#krp = Math.max(krp - Rlgr.shortDown, 0);
    else if (unary > 1) this.#krp = Math.min(krp + unary, Rlgr.max);
    return (unary << kr) | this.#bits.take(kr);
  }
}

/** From twice the magnitude, less 1 for negative values. */
function signed(code: number): number {
  return (code & 1) !== 0 ? -((code + 1) >> 1) : code >> 1;
}
