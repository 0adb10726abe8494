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
  /** UQ_GR: added to kp for a zero outside of a run. */
  zeroUp: 3,
  /** DQ_GR: taken from kp for another value outside of a run. */
  valueDown: 3,
  /** Taken from krp for a code without unary part. */
  shortDown: 2,
} as const;
