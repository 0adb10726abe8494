import { expect } from 'vitest';

/** Fails at the first pixel that differs; `toEqual` takes a hundred times as long on pictures. */
export function expectSame(actual: Uint32Array, expected: Uint32Array): void {
  expect(actual.length).toBe(expected.length);
  const at = actual.findIndex((pixel, i) => pixel !== expected[i]);
  if (at >= 0) expect({ at, pixel: actual[at] }).toEqual({ at, pixel: expected[at] });
}
