import { describe, expect, it } from 'vitest';
import { CodecChoice } from '../src/codec-choice.js';

describe('CodecChoice', () => {
  it('is exact while nothing is known of the line', () => {
    expect(new CodecChoice().lossy(undefined)).toBe(false);
  });

  it('takes loss on a slow line, and none on a quick one', () => {
    const choice = new CodecChoice();
    expect(choice.lossy(500)).toBe(true);
    expect(choice.lossy(1_000_000)).toBe(false);
  });

  it('goes by what it measured: where exact pictures are short and quickly made, loss gains nothing', () => {
    const choice = new CodecChoice();
    for (let i = 0; i < 50; i++) choice.measured('exact', 100, { work: 1, bytes: 2000 });
    expect(choice.lossy(500)).toBe(false);
    for (let i = 0; i < 50; i++) choice.measured('exact', 100, { work: 1, bytes: 900_000 });
    expect(choice.lossy(500)).toBe(true);
  });

  it('learns nothing from nothing', () => {
    const choice = new CodecChoice();
    choice.measured('exact', 0, { work: Number.NaN, bytes: Number.NaN });
    expect(choice.lossy(500)).toBe(true);
  });
});
