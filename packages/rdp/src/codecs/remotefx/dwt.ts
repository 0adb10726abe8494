/**
 * The discrete wavelet transform of RemoteFX ([MS-RDPRFX] 3.1.8.1.4, inverse 3.1.8.2.4): the 5/3 filter by lifting, except
 * that high-pass coefficients are halved, in three levels. A component is one array throughout: its first level leaves HL1,
 * LH1 and HH1 in the first three quarters, and what the second makes of LL1 follows in the last, and so on, which is just
 * the order in which coefficients are sent (3.1.8.1.6).
 */

/** Where each level begins in a component, and the side of its sub-bands. */
const LEVELS = [
  { start: 0, side: 32 },
  { start: 3072, side: 16 },
  { start: 3840, side: 8 },
] as const;

/**
 * Transforms 64x64 samples into coefficients, in place.
 *
 * @param scratch of the same length, overwritten
 */
export function forwardDwt(component: Int16Array, scratch: Int16Array): void {
  for (const { start, side } of LEVELS) {
    forwardColumns(component, start, scratch, side);
    forwardRows(scratch, component, start, side);
  }
}

/**
 * Transforms coefficients back into 64x64 samples, in place.
 *
 * @param scratch of the same length, overwritten
 */
export function inverseDwt(component: Int16Array, scratch: Int16Array): void {
  for (let level = LEVELS.length - 1; level >= 0; level--) {
    const { start, side } = LEVELS[level]!;
    inverseRows(component, start, scratch, side);
    inverseColumns(scratch, component, start, side);
  }
}

/** Columns of `from` into `to`: `side` rows of low-pass coefficients, then `side` of high-pass ones. Row by row, for the cache. */
function forwardColumns(from: Int16Array, start: number, to: Int16Array, side: number): void {
  const width = side * 2;
  const high = side * width;
  for (let n = 0; n < side; n++) {
    const even = start + n * 2 * width;
    const odd = even + width;
    // Beyond the last row the signal is mirrored, and so are the high-pass coefficients before the first.
    const next = n < side - 1 ? odd + width : even;
    const low = n * width;
    const before = n > 0 ? high + low - width : high + low;
    for (let x = 0; x < width; x++) {
      const sample = from[even + x]!;
      const h = (from[odd + x]! - ((sample + from[next + x]!) >> 1)) >> 1;
      to[high + low + x] = h;
      // For the first row `before` is where `h` was just written.
      to[low + x] = sample + ((to[before + x]! + h) >> 1);
    }
  }
}

/** Rows of `from`, low-pass ones and then high-pass ones, into the four sub-bands HL, LH, HH and LL. */
function forwardRows(from: Int16Array, to: Int16Array, start: number, side: number): void {
  const area = side * side;
  forwardHalf(from, 0, to, start + area * 3, start, side);
  forwardHalf(from, area * 2, to, start + area, start + area * 2, side);
}

/** `side` rows from `at` on; their low-pass coefficients go to `low` on, the others to `high` on. */
function forwardHalf(from: Int16Array, at: number, to: Int16Array, low: number, high: number, side: number): void {
  for (let y = 0; y < side; y++) {
    let even = from[at]!;
    let before = 0;
    for (let n = 0; n < side; n++, at += 2) {
      const next = n < side - 1 ? from[at + 2]! : even;
      const h = (from[at + 1]! - ((even + next) >> 1)) >> 1;
      to[high++] = h;
      to[low++] = even + (n === 0 ? h : (before + h) >> 1);
      before = h;
      even = next;
    }
  }
}

function inverseRows(from: Int16Array, start: number, to: Int16Array, side: number): void {
  const area = side * side;
  inverseHalf(from, start + area * 3, start, to, 0, side);
  inverseHalf(from, start + area, start + area * 2, to, area * 2, side);
}

function inverseHalf(from: Int16Array, low: number, high: number, to: Int16Array, at: number, side: number): void {
  for (let y = 0; y < side; y++) {
    let h = from[high++]!;
    let even = from[low++]! - h;
    for (let n = 1; n < side; n++, at += 2) {
      const after = from[high++]!;
      const next = from[low++]! - ((h + after + 1) >> 1);
      to[at] = even;
      to[at + 1] = (h << 1) + ((even + next) >> 1);
      h = after;
      even = next;
    }
    to[at++] = even;
    to[at++] = (h << 1) + even;
  }
}

function inverseColumns(from: Int16Array, to: Int16Array, start: number, side: number): void {
  const width = side * 2;
  const high = side * width;
  for (let x = 0; x < width; x++) to[start + x] = from[x]! - from[high + x]!;
  for (let n = 1; n < side; n++) {
    const low = n * width;
    const even = start + (n - 1) * 2 * width;
    for (let x = 0; x < width; x++) {
      const h = from[high + low - width + x]!;
      const next = from[low + x]! - ((h + from[high + low + x]! + 1) >> 1);
      to[even + width * 2 + x] = next;
      to[even + width + x] = (h << 1) + ((to[even + x]! + next) >> 1);
    }
  }
  const even = start + (side - 1) * 2 * width;
  const last = high + (side - 1) * width;
  for (let x = 0; x < width; x++) to[even + width + x] = (from[last + x]! << 1) + to[even + x]!;
}
