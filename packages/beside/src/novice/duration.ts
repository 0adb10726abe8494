/** ms of each unit. */
const UNITS = { s: 1000, m: 60_000, h: 3600_000, d: 86_400_000 } as const;

/** Longest time an invitation can be good for, in ms: 30 days. */
export const LONGEST_DURATION = 30 * UNITS.d;

/**
 * A time as people write it on a command line: `30m`, `6h`, `2d`, also `90s`.
 *
 * @returns ms; undefined when it is no such time, or not between a second and {@link LONGEST_DURATION}
 */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^([0-9]{1,7})([smhd])$/.exec(text) ?? [];
  const duration = Number(digits) * (UNITS[unit as keyof typeof UNITS] ?? Number.NaN);
  return duration >= UNITS.s && duration <= LONGEST_DURATION ? duration : undefined;
}
