import { expect, it } from 'vitest';
import { WindowsSecrets } from '../src/windows-secrets.js';
import { RIGHT, SESSION_ID, WINDOWS, WRONG } from './rig.js';

it('the secrets for Windows know their session id and their password, and nothing near them', () => {
  const secrets = new WindowsSecrets(WINDOWS);
  expect(secrets.isSession(SESSION_ID)).toBe(true);
  expect(secrets.isSession(SESSION_ID.slice(1))).toBe(false);
  expect(secrets.isSession(SESSION_ID.replace('R', 'r'))).toBe(false);
  expect(secrets.isSession('')).toBe(false);
  expect(secrets.proves(RIGHT)).toBe(true);
  expect(secrets.proves(WRONG)).toBe(false);
  expect(secrets.proves(RIGHT.subarray(0, 31))).toBe(false);
  expect(secrets.proves(new Uint8Array(0))).toBe(false);
});
