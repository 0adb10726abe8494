/**
 * Quantisation factors of the ten sub-bands in the order of TS_RFX_CODEC_QUANT ([MS-RDPRFX] 2.2.2.1.5): LL3, LH3, HL3, HH3,
 * LH2, HL2, HH2, LH1, HL1, HH1. Each is from 6, which keeps whole levels, to 15; one more halves the precision.
 */
export type Quantization = readonly number[];

/** What a picture may lose, finest first: factors for luma and for chroma, where the eye sees less. */
export const QUALITIES = {
  /** Coefficients are rounded to whole levels and nothing else is lost: about 45 dB and more. */
  fine: { luma: [6, 6, 6, 6, 6, 6, 6, 6, 6, 6], chroma: [6, 6, 6, 6, 6, 6, 6, 6, 6, 6] },
  /** The factors of the document's example ([MS-RDPRFX] 4.2.3), for luma and chroma alike. */
  standard: { luma: [6, 6, 6, 6, 7, 7, 8, 8, 8, 9], chroma: [6, 6, 6, 6, 7, 7, 8, 8, 8, 9] },
  /** For slow links: text stays readable, colours bleed. */
  coarse: { luma: [6, 7, 7, 7, 8, 8, 9, 9, 9, 10], chroma: [6, 8, 8, 8, 9, 9, 10, 10, 10, 11] },
} as const satisfies Record<string, { readonly luma: Quantization; readonly chroma: Quantization }>;

export type RemoteFxQuality = keyof typeof QUALITIES;

const SMALLEST = 6;
/** Ten factors, two a byte, the lower half first. */
export const QUANTIZATION_LENGTH = 5;

/** Place of LL3 in {@link Quantization}. */
const LL3 = 0;

/** Sub-bands in the order of their coefficients ([MS-RDPRFX] 3.1.8.1.6), each with its place in {@link Quantization}. */
const BANDS = [
  { length: 1024, factor: 8 },
  { length: 1024, factor: 7 },
  { length: 1024, factor: 9 },
  { length: 256, factor: 5 },
  { length: 256, factor: 4 },
  { length: 256, factor: 6 },
  { length: 64, factor: 2 },
  { length: 64, factor: 1 },
  { length: 64, factor: 3 },
  { length: 64, factor: LL3 },
] as const;

/** Coefficients have five bits after the point; factor 6 takes just these away. */
const toShift = (factor: number): number => factor - 1;

/** Divides the coefficients of a component and rounds ([MS-RDPRFX] 3.1.8.1.5). */
export function quantize(coefficients: Int16Array, factors: Quantization): void {
  let at = 0;
  for (const { length, factor } of BANDS) {
    const shift = toShift(factors[factor]!);
    const half = 1 << (shift - 1);
    for (const end = at + length; at < end; at++) coefficients[at] = (coefficients[at]! + half) >> shift;
  }
}

/** The inverse of {@link quantize} ([MS-RDPRFX] 3.1.8.2.3). What does not fit 16 bits wraps around. */
export function dequantize(coefficients: Int16Array, factors: Quantization): void {
  let at = 0;
  for (const { length, factor } of BANDS) {
    const shift = toShift(factors[factor]!);
    for (const end = at + length; at < end; at++) coefficients[at] = coefficients[at]! << shift;
  }
}

/** {@link quantize} for a coefficient of LL3. */
export function quantizeLowest(coefficient: number, factors: Quantization): number {
  const shift = toShift(factors[LL3]!);
  return (coefficient + (1 << (shift - 1))) >> shift;
}

/** {@link dequantize} for a coefficient of LL3. */
export function dequantizeLowest(coefficient: number, factors: Quantization): number {
  return coefficient << toShift(factors[LL3]!);
}

/** Writes TS_RFX_CODEC_QUANT; returns the offset after it. */
export function writeQuantization(factors: Quantization, out: Uint8Array, at: number): number {
  for (let i = 0; i < factors.length; i += 2) out[at++] = factors[i]! | (factors[i + 1]! << 4);
  return at;
}

/** Reads TS_RFX_CODEC_QUANT; undefined when a factor is below 6, which the document forbids. */
export function readQuantization(bytes: Uint8Array): Quantization | undefined {
  const factors: number[] = [];
  for (let i = 0; i < QUANTIZATION_LENGTH; i++) factors.push(bytes[i]! & 0x0f, bytes[i]! >> 4);
  return factors.every((factor) => factor >= SMALLEST) ? factors : undefined;
}
