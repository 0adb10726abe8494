import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Beside } from './lab/beside.js';
import type { BesideEvent, BesideProgram } from './lab/beside-program.js';
import type { BesideExpert } from './lab/expert.js';
import { until } from './lab/lab.js';
import { untilSamePicture } from './lab/screen.js';
import { Stage } from './lab/stage.js';

/** Files between two Besides, both ways, in one session; each has a folder for downloads of its own. */
let stage: Stage;
let novice: Beside;
let expert: BesideExpert;
/** Where each side's files go. */
let downloadsOf: { readonly novice: string; readonly expert: string };
let large: string;
let hash: string;
beforeAll(async () => {
  stage = await Stage.set({}, { width: 64, height: 64 });
  downloadsOf = { novice: stage.lab.path('novice-downloads'), expert: stage.lab.path('expert-downloads') };
  for (const folder of Object.values(downloadsOf)) mkdirSync(folder);
  const options = (folder: string) => ({ options: ['--downloads', folder] });
  ({ novice, expert } = await stage.viewByBeside(options(downloadsOf.novice), options(downloadsOf.expert)));
  large = join(stage.lab.folder, 'fifty megabytes.bin');
  const bytes = randomBytes(50 * 1024 * 1024);
  writeFileSync(large, bytes);
  hash = sha256(bytes);
});
afterAll(() => stage?.end());

/** Offers until the other one is asked: after a no, or many offers, it is left in peace for a while. Both sides have told it then. */
async function offer(from: BesideProgram, to: BesideProgram, path: string): Promise<BesideEvent> {
  return until(
    'the other side to be asked',
    async () => {
      from.say(`f ${path}`);
      await from.event('file-offered');
      await until('a question or none', () => to.told('file-offered') || from.told('file-refused'));
      if (to.told('file-offered')) return to.event('file-offered');
      await from.event('file-refused');
      return undefined;
    },
    60_000,
    1000,
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Nothing of an unfinished file is left; it is taken away right after that was told. */
async function nothingHidden(folder: string): Promise<void> {
  await until('the unfinished file to be gone', () => !readdirSync(folder).some((name) => name.startsWith('.')));
}

const WAYS = ['novice', 'expert'] as const;

/** Who sends and who takes, when it is this one's file, and the folder where that goes. */
function way(sender: (typeof WAYS)[number]): { from: BesideProgram; to: BesideProgram; downloads: string } {
  return sender === 'novice'
    ? { from: novice, to: expert, downloads: downloadsOf.expert }
    : { from: expert, to: novice, downloads: downloadsOf.novice };
}

test.each(WAYS)('50 MB go whole from the %s, readable by the owner alone, while the picture goes on', async (sender) => {
  const { from, to, downloads } = way(sender);
  expect(await offer(from, to, large)).toMatchObject({ file: 'fifty megabytes.bin', size: 50 * 1024 * 1024 });
  to.say('y');
  await from.event('file-accepted');
  await stage.desktop.server.xdotool('mousemove', 300, 330, 'click', 1, 'type', 'meanwhile');
  const path = join(downloads, 'fifty megabytes.bin');
  expect(await to.event('file-done', 60_000)).toMatchObject({ direction: 'incoming', path });
  expect(await from.event('file-done')).toMatchObject({ direction: 'outgoing', path: large });
  expect(sha256(readFileSync(path))).toBe(hash);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(from.events.some(({ event }) => event === 'file-progress')).toBe(true);
  await untilSamePicture(stage.desktop.server, expert);
});

test.each(WAYS)('a file from the %s that is called off by either side leaves nothing behind', async (sender) => {
  const { from, to, downloads } = way(sender);
  const before = readdirSync(downloads);
  for (const [caller, other] of [
    [from, to],
    [to, from],
  ] as const) {
    await offer(from, to, large);
    to.say('y');
    await to.event('file-progress');
    caller.say('x');
    expect(await caller.event('file-cancelled')).toMatchObject({ by: 'us' });
    expect(await other.event('file-cancelled')).toMatchObject({ by: 'them' });
    await nothingHidden(downloads);
    expect(readdirSync(downloads)).toEqual(before);
  }
});

test.each(WAYS)('a file from the %s that is not wanted, or called off before the answer, is never begun', async (sender) => {
  const { from, to, downloads } = way(sender);
  const before = readdirSync(downloads);
  await offer(from, to, large);
  to.say('n');
  expect(await to.event('file-refused')).toMatchObject({ direction: 'incoming' });
  expect(await from.event('file-refused')).toMatchObject({ direction: 'outgoing' });
  await offer(from, to, large);
  from.say('x');
  expect(await from.event('file-cancelled')).toMatchObject({ by: 'us' });
  expect(await to.event('file-cancelled')).toMatchObject({ by: 'them' });
  expect(readdirSync(downloads)).toEqual(before);
});

test.each(WAYS)('names from the %s are made harmless, and nothing that is there is overwritten', async (sender) => {
  const { from, to, downloads } = way(sender);
  const folder = join(stage.lab.folder, `names-${sender}`);
  mkdirSync(folder);
  const stored: [string, string][] = [
    ['CON.txt', '_CON.txt'],
    ['bell\u0007 \u001b[31mred\u202etxt.exe', 'bell [31mredtxt.exe'],
    ['.profile', 'profile'],
    ['Größe 👩🏽‍💻 שלום.txt', 'Größe 👩🏽‍💻 שלום.txt'],
    ['notes.txt', 'notes.txt'],
    ['notes.txt', 'notes (2).txt'],
    ['notes.txt', 'notes (3).txt'],
  ];
  for (const [i, [name, expected]] of stored.entries()) {
    writeFileSync(join(folder, name), `content ${i}`);
    await offer(from, to, join(folder, name));
    to.say('y');
    const path = join(downloads, expected);
    expect(await to.event('file-done')).toMatchObject({ path });
    await from.event('file-done');
    expect(readFileSync(path, 'utf8')).toBe(`content ${i}`);
  }
  for (const [i, [, name]] of stored.entries()) expect(readFileSync(join(downloads, name), 'utf8')).toBe(`content ${i}`);
  expect(readdirSync(downloads).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a file on its way when the session ends is taken away', async () => {
  const { from, to, downloads } = way('expert');
  const before = readdirSync(downloads);
  await offer(from, to, large);
  to.say('y');
  await to.event('file-progress');
  from.program.child.kill('SIGKILL');
  expect(await to.event('file-cancelled')).toMatchObject({ by: 'end' });
  await nothingHidden(downloads);
  expect(readdirSync(downloads)).toEqual(before);
});
