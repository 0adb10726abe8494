import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LONGEST_DURATION, parseDuration } from '../src/novice/duration.js';

it.each([
  ['3s', 3000],
  ['30m', 1_800_000],
  ['6h', 21_600_000],
  ['2d', 172_800_000],
  ['30d', LONGEST_DURATION],
])('takes %s as %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(['', '6', 'h', '0h', '-1h', '1.5h', '6 h', '31d', '9999999d', '1w', '6H', '6h30m'])('refuses "%s"', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

it('gives whole ms within its limits for whatever is typed', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{1,9}[smhd]$/)), (text) => {
      const duration = parseDuration(text);
      return duration === undefined || (Number.isInteger(duration) && duration >= 1000 && duration <= LONGEST_DURATION);
    }),
  );
});
