import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BANDWIDTHS, DEFAULT_SETTINGS, type Settings } from '../../src/settings/settings.js';
import { SettingsStore } from '../../src/settings/settings-store.js';

let folder: string;
let path: string;
const tell = vi.fn<(sentence: string) => void>();

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'beside-settings-')), 'beside');
  path = join(folder, 'settings.json');
  tell.mockClear();
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const open = () => SettingsStore.open(folder, tell);

function given(text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
}

const stored = () => JSON.parse(readFileSync(path, 'utf8'));

it('is the defaults where there is no file, and makes none', async () => {
  expect((await open()).settings).toEqual(DEFAULT_SETTINGS);
  expect(tell).not.toHaveBeenCalled();
  expect(existsSync(folder)).toBe(false);
});

it('brings any settings through the file unchanged', async () => {
  const settings: fc.Arbitrary<Settings> = fc.record({
    mayBeControlled: fc.boolean(),
    invitationLifetime: fc.integer({ min: 60_000, max: 30 * 86_400_000 }),
    bandwidth: fc.constantFrom(...BANDWIDTHS),
    sessionLogs: fc.boolean(),
    contacts: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(settings, async (wish) => {
      await (await open()).change(wish);
      expect((await open()).settings).toEqual(wish);
    }),
    { numRuns: 20 },
  );
  expect(tell).not.toHaveBeenCalled();
});

it('is readable by its owner alone, and so is its folder; a folder that was open is closed', async () => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  await (await open()).change({ ...DEFAULT_SETTINGS, contacts: false });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

it('is never ended by any content of the file', async () => {
  const any = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(fc.constantFrom(...Object.keys(DEFAULT_SETTINGS)), fc.jsonValue()).map((value) => JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(any, async (text) => {
      given(text);
      const { settings } = await open();
      expect(Object.keys(settings)).toEqual(Object.keys(DEFAULT_SETTINGS));
      for (const name of ['mayBeControlled', 'sessionLogs', 'contacts'] as const) expect(settings[name]).toBeTypeOf('boolean');
      expect(BANDWIDTHS).toContain(settings.bandwidth);
      expect(settings.invitationLifetime).toBeGreaterThanOrEqual(60_000);
    }),
    { numRuns: 50 },
  );
});

it.each(['{"bandwidth": "lo', '', '[]', '3', 'null'])('keeps a damaged file aside and says so once: %j', async (text) => {
  given(text);
  expect((await open()).settings).toEqual(DEFAULT_SETTINGS);
  const [aside, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(aside).toMatch(/^settings\.damaged-\d{8}T\d{6}Z\.json$/);
  expect(readFileSync(join(folder, aside!), 'utf8')).toBe(text);
  expect(tell).toHaveBeenCalledOnce();
  expect(tell.mock.calls[0]?.[0]).toContain(aside);
  await open();
  expect(tell).toHaveBeenCalledOnce();
});

it('takes the right values of a file with a wrong one, names that, and goes on with its default', async () => {
  given('{"bandwidth": "fast", "contacts": false, "invitationLifetime": 1}');
  expect((await open()).settings).toEqual({ ...DEFAULT_SETTINGS, contacts: false });
  expect(tell.mock.calls.map(([sentence]) => /“(.*?)”/.exec(sentence)?.[1]).sort()).toEqual(['bandwidth', 'invitationLifetime']);
});

it('leaves what it does not know in the file', async () => {
  given('{"theme": {"dark": true}, "__proto__": 1, "contacts": false}');
  await (await open()).change({ ...DEFAULT_SETTINGS, contacts: false, bandwidth: 'low' });
  expect(readFileSync(path, 'utf8')).toContain('"__proto__"');
  expect(stored()).toMatchObject({ theme: { dark: true }, contacts: false, bandwidth: 'low' });
});

it.each([
  ['bandwidth', 'fast'],
  ['contacts', 'yes'],
  ['sessionLogs', undefined],
  ['invitationLifetime', 59_999],
  ['invitationLifetime', 60_000.5],
  ['invitationLifetime', Number.NaN],
  ['invitationLifetime', 31 * 86_400_000],
] as const)('refuses %s = %s from a page, and changes nothing', async (name, value) => {
  const store = await open();
  const wish = { ...DEFAULT_SETTINGS, mayBeControlled: false, [name]: value };
  await expect(store.change(wish)).rejects.toMatchObject({ code: 'bad-settings', message: expect.stringContaining(name) });
  expect(store.settings).toEqual(DEFAULT_SETTINGS);
  expect(existsSync(path)).toBe(false);
});

it.each([null, undefined, 'settings', []])('refuses %j in place of settings', async (wish) => {
  await expect((await open()).change(wish)).rejects.toMatchObject({ code: 'bad-settings' });
});

it('takes over what another Beside changed, and does not undo it', async () => {
  const [one, other] = [await open(), await open()];
  await one.change({ ...DEFAULT_SETTINGS, contacts: false });
  await other.change({ ...DEFAULT_SETTINGS, bandwidth: 'low' });
  const both = { ...DEFAULT_SETTINGS, contacts: false, bandwidth: 'low' };
  expect(other.settings).toEqual(both);
  expect((await open()).settings).toEqual(both);
});

it('writes changes that come at once one after the other, none lost', async () => {
  const store = await open();
  const wish = { ...DEFAULT_SETTINGS };
  await Promise.all([
    store.change({ ...wish, contacts: false }),
    store.change({ ...wish, contacts: false, sessionLogs: false }),
    store.change({ ...wish, contacts: false, sessionLogs: false, bandwidth: 'medium' }),
  ]);
  expect((await open()).settings).toEqual({ ...wish, contacts: false, sessionLogs: false, bandwidth: 'medium' });
});

it('goes on with what it has when the file is damaged while it runs', async () => {
  const store = await open();
  await store.change({ ...DEFAULT_SETTINGS, contacts: false });
  given('{');
  await store.change({ ...DEFAULT_SETTINGS, contacts: false, bandwidth: 'low' });
  expect((await open()).settings).toEqual({ ...DEFAULT_SETTINGS, contacts: false, bandwidth: 'low' });
  expect(readdirSync(folder)).toHaveLength(2);
});

it('keeps settings in force that cannot be saved, says why, and saves them with the next', async () => {
  // A file where the folder should be: holds also for root, whom no permission stops.
  writeFileSync(folder, '');
  const store = await open();
  const saved = store.change({ ...DEFAULT_SETTINGS, contacts: false });
  await expect(saved).rejects.toMatchObject({
    code: 'not-saved',
    message: expect.stringMatching(/hold until Beside ends.*no folder/),
  });
  expect(store.settings.contacts).toBe(false);
  rmSync(folder);
  await store.change({ ...DEFAULT_SETTINGS, contacts: false });
  expect((await open()).settings.contacts).toBe(false);
});
