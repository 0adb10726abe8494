/** A length of time in its largest units, for a language to put into words. */
export interface Duration {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * What a length of time consists of.
 *
 * @param ms below zero counts as zero; a begun second counts whole, so that a countdown ends at its end
 */
export function durationOf(ms: number): Duration {
  const whole = Math.ceil(Math.max(0, ms) / SECOND) * SECOND;
  return {
    days: Math.floor(whole / DAY),
    hours: Math.floor((whole % DAY) / HOUR),
    minutes: Math.floor((whole % HOUR) / MINUTE),
    seconds: Math.floor((whole % MINUTE) / SECOND),
  };
}

/**
 * A number of bytes with the unit that people say: three digits at most.
 *
 * @returns the value as it is shown (with a point), and the power of 1000 of its unit
 */
export function bytesOf(bytes: number): { readonly value: string; readonly power: 0 | 1 | 2 | 3 } {
  let power = 0;
  let value = Math.max(0, bytes);
  // From 999.5 on it would be shown as 1000.
  while (power < 3 && value >= (power === 0 ? 1000 : 999.5)) {
    value /= 1000;
    power++;
  }
  const shown = power > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value));
  return { value: shown, power: power as 0 | 1 | 2 | 3 };
}

/** Characters of a password in groups of four, as they are shown; one group for a password of another kind. */
export function groupsOf(password: string): readonly string[] {
  return /^[A-Z0-9]{12}$/.test(password) ? (password.match(/.{4}/g) ?? []) : [password];
}

/** Six digits as two groups of three, which two people on the phone read more easily. */
export function checkNumberOf(digits: string): string {
  return digits.replace(/...(?=.)/g, '$& ');
}
