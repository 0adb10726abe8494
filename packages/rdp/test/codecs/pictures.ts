import fc from 'fast-check';
import { expect } from 'vitest';

/** A picture for tests: 0xXXRRGGBB, rows top down. */
export interface TestPicture {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}

/** Pictures as desktops have them: blocks of a few colours, repeated rows, gradients and noise, in one. */
export function pictures(maxSide: number): fc.Arbitrary<TestPicture> {
  const brush = fc.record({
    kind: fc.constantFrom('solid', 'gradient', 'noise', 'stripes', 'repeat-row'),
    x: fc.nat(maxSide - 1),
    y: fc.nat(maxSide - 1),
    width: fc.integer({ min: 1, max: maxSide }),
    height: fc.integer({ min: 1, max: maxSide }),
    color: fc.nat(0xffffffff),
  });
  return fc
    .record({
      width: fc.integer({ min: 1, max: maxSide }),
      height: fc.integer({ min: 1, max: maxSide }),
      brushes: fc.array(brush, { maxLength: 6 }),
    })
    .map(({ width, height, brushes }) => {
      const pixels = new Uint32Array(width * height);
      for (const { kind, color, ...area } of brushes) {
        let noise = color | 1;
        for (let y = area.y; y < Math.min(height, area.y + area.height); y++) {
          for (let x = area.x; x < Math.min(width, area.x + area.width); x++) {
            noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
            const at = y * width + x;
            if (kind === 'solid') pixels[at] = color;
            else if (kind === 'gradient') pixels[at] = color + (x * 3 + y) * 0x010101;
            else if (kind === 'noise') pixels[at] = noise;
            else if (kind === 'stripes') pixels[at] = (x + y) % 3 === 0 ? color : ~color;
            else pixels[at] = y > 0 ? pixels[at - width]! : noise;
          }
        }
      }
      return { pixels, width, height };
    });
}

/** What a decoder has to give for a rectangle: its pixels, rows padded to `coded` with the last one, 0xffRRGGBB. */
export function padded({ pixels, width, height }: TestPicture, coded: number): Uint32Array {
  const out = new Uint32Array(coded * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < coded; x++) out[y * coded + x] = (pixels[y * width + Math.min(x, width - 1)]! | 0xff000000) >>> 0;
  return out;
}

/** Fails at the first pixel that differs; `toEqual` takes a hundred times as long on pictures. */
export function expectSame(actual: Uint32Array, expected: Uint32Array): void {
  expect(actual.length).toBe(expected.length);
  const at = actual.findIndex((pixel, i) => pixel !== expected[i]);
  if (at >= 0) expect({ at, pixel: actual[at] }).toEqual({ at, pixel: expected[at] });
}
