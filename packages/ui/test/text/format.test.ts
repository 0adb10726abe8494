import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/text/en.js';
import { bytesOf, checkNumberOf, durationOf, groupsOf } from '../../src/text/format.js';

describe('a length of time', () => {
  test('is told in its two largest units, with one of each in the singular', () => {
    expect(en.duration(6 * 3600_000)).toBe('6 hours');
    expect(en.duration(3600_000 + 60_000)).toBe('1 hour 1 minute');
    expect(en.duration(86_400_000 + 5000)).toBe('1 day');
    expect(en.duration(61_000)).toBe('1 minute 1 second');
    expect(en.duration(0)).toBe('0 seconds');
  });

  test('counts a begun second whole, and is never below zero', () => {
    expect(en.timeLeft(1)).toBe('1 second left');
    expect(en.timeLeft(0)).toBe('Time is up');
    expect(en.timeLeft(-5000)).toBe('Time is up');
    expect(durationOf(-1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  });

  test('adds up to what it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 86_400_000 }), (ms) => {
        const { days, hours, minutes, seconds } = durationOf(ms);
        expect((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000).toBe(Math.ceil(ms / 1000) * 1000);
      }),
    );
  });
});

describe('a number of bytes', () => {
  test('has the unit that people say', () => {
    expect(en.bytes(0)).toBe('0 bytes');
    expect(en.bytes(1)).toBe('1 byte');
    expect(en.bytes(999)).toBe('999 bytes');
    expect(en.bytes(1000)).toBe('1.0 kB');
    expect(en.bytes(9949)).toBe('9.9 kB');
    expect(en.bytes(9950)).toBe('10 kB');
    expect(en.bytes(999_499)).toBe('999 kB');
    expect(en.bytes(999_500)).toBe('1.0 MB');
    expect(en.bytes(4_200_000_000)).toBe('4.2 GB');
  });

  test('has three digits at most below a thousand GB', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_000_000_000 }), (n) => {
        expect(bytesOf(n).value.replace('.', '').length).toBeLessThanOrEqual(3);
      }),
    );
  });
});

test('a generated password is shown in groups of four, another one as it is', () => {
  expect(groupsOf('BK7Q4TRWZ2HM')).toEqual(['BK7Q', '4TRW', 'Z2HM']);
  expect(groupsOf('my own words')).toEqual(['my own words']);
});

test('a check number is two groups of three', () => {
  expect(checkNumberOf('482917')).toBe('482 917');
});

test('a moment is a time today, with the day before that, with the year before this one', () => {
  const now = new Date(2026, 10, 24, 20, 15).getTime();
  expect(en.moment(new Date(2026, 10, 24, 9, 5).getTime(), now)).toBe('9:05 AM');
  expect(en.moment(new Date(2026, 0, 2, 9, 5).getTime(), now)).toBe('Jan 2, 9:05 AM');
  expect(en.moment(new Date(2025, 11, 31, 9, 5).getTime(), now)).toBe('Dec 31, 2025, 9:05 AM');
});
