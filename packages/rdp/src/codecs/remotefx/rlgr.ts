/**
 * Which of its two variants of Run-Length/Golomb-Rice coding RemoteFX uses ([MS-RDPRFX] 3.1.8.1.7): RLGR1 codes coefficients
 * one by one, RLGR3 in pairs.
 */
export type EntropyAlgorithm = 'rlgr1' | 'rlgr3';

/** Parameters of the adaptation ([MS-RDPRFX] 3.1.8.1.7.3): k and kr are kp and krp in eighths. */
export const Rlgr = {
  /** LSGR: what shifts kp to k and krp to kr. */
  shift: 3,
  /** What kp and krp begin with. */
  initial: 8,
  /** KPMAX: largest kp and krp. */
  max: 80,
  /** UP_GR: added to kp for a full run of zeros. */
  runUp: 4,
  /** DN_GR: taken from kp for the value that ends a run. */
  runDown: 6,
  /** UQ_GR and DQ_GR: added to kp for a zero outside of a run, and taken from it for another value there. */
  step: 3,
  /** Taken from krp for a code without unary part. */
  shortDown: 2,
} as const;

// What coefficients are like can hardly be foreseen, so a branch that depends on them costs more than all the rest. Hence the
// masks below: `x >> 31` is -1 for negative numbers and 0 for others.

/** Adapts kp or krp: `change` is added, and the sum kept from 0 to KPMAX. */
export function adapt(parameter: number, change: number): number {
  const sum = parameter + change;
  const over = (sum & ~(sum >> 31)) - Rlgr.max;
  return Rlgr.max + (over & (over >> 31));
}

/** -1 for 0, and 0 for positive numbers. */
export function zeroMask(value: number): number {
  return (value - 1) >> 31;
}

/** Adapts krp to a code's unary part: for 0 it goes down, 1 leaves it as it is, more is added. */
export function adaptToUnary(krp: number, unary: number): number {
  return adapt(krp, unary + (zeroMask(unary) & -Rlgr.shortDown) + zeroMask(unary ^ 1));
}

/** Adapts kp to a folded value outside of a run: zeros make runs likelier. */
export function adaptToValue(kp: number, code: number): number {
  return adapt(kp, (zeroMask(code) & (2 * Rlgr.step)) - Rlgr.step);
}

/** {@link adaptToValue} for two that are coded together; if just one is 0, kp stays. */
export function adaptToPair(kp: number, first: number, second: number): number {
  return adapt(kp, -2 * Rlgr.step * (1 + zeroMask(first) + zeroMask(second)));
}

/** Twice the magnitude, less 1 for negative values: signs need no bit of their own. */
export function fold(value: number): number {
  return (value << 1) ^ (value >> 31);
}

/** The inverse of {@link fold}. */
export function unfold(code: number): number {
  return (code >> 1) ^ -(code & 1);
}
