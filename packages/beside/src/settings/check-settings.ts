import { LONGEST_DURATION } from '../novice/duration.js';
import { BANDWIDTHS, type Settings } from './settings.js';

/** Shortest life of an invitation that can be set, in ms: one that is over before it is handed over helps nobody. */
const SHORTEST_LIFETIME = 60_000;

/** Of each setting, whether a value can be it. */
const CHECKS: { readonly [Name in keyof Settings]: (value: unknown) => boolean } = {
  mayBeControlled: isBoolean,
  invitationLifetime: (value) =>
    Number.isInteger(value) && (value as number) >= SHORTEST_LIFETIME && (value as number) <= LONGEST_DURATION,
  bandwidth: (value) => (BANDWIDTHS as readonly unknown[]).includes(value),
  sessionLogs: isBoolean,
  contacts: isBoolean,
};

export const SETTING_NAMES = Object.keys(CHECKS) as (keyof Settings)[];

/** Whether a value from outside can be this setting. */
export function isSetting(name: keyof Settings, value: unknown): boolean {
  return CHECKS[name](value);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}
