import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Novice } from '@beside/assist';
import type { NoviceLink } from '@beside/link';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkedPair } from './linked-pair.js';

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let pair: LinkedPair;
let fileHandle: FileHandle;
beforeEach(async () => {
  pair = await LinkedPair.open();
  const handle = await open('/dev/null');
  fileHandle = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await pair.close();
});

/** A file of so many random bytes that can be sent. */
async function made(name: string, size: number): Promise<{ path: string; bytes: Uint8Array }> {
  const path = pair.path(name);
  const bytes = randomBytes(size);
  await writeFile(path, bytes);
  return { path, bytes };
}

describe('a file between two Besides', () => {
  it('arrives whole, both ways at once, and can be read by its owner alone', async () => {
    const up = await made('up.bin', 20_000_000);
    const down = await made('down.bin', 20_000_001);
    void pair.expert.files.send(up.path);
    void pair.novice.files.send(down.path);
    const arrived = await pair.novice.until('file-done', 'incoming');
    const other = await pair.expert.until('file-done', 'incoming');
    expect(arrived.path).toBe(join(pair.novice.downloads, 'up.bin'));
    expect(hash(await readFile(arrived.path))).toBe(hash(up.bytes));
    expect(hash(await readFile(other.path))).toBe(hash(down.bytes));
    expect((await stat(arrived.path)).mode & 0o777).toBe(0o600);
    expect(await readdir(pair.novice.downloads), 'nothing unfinished is left').toEqual(['up.bin']);
    await pair.expert.until('file-done', 'outgoing');
  });

  it('may be empty', async () => {
    const { path } = await made('empty', 0);
    await pair.expert.files.send(path);
    expect((await stat((await pair.novice.until('file-done')).path)).size).toBe(0);
    expect(await pair.expert.until('file-done')).toMatchObject({ file: 'empty', size: 0, path });
  });

  it('is refused before a byte of it goes', async () => {
    pair.novice.answers = false;
    const { path } = await made('a.bin', 100_000);
    await pair.expert.files.send(path);
    await pair.expert.until('file-refused');
    expect(pair.novice.events).toEqual(['file-offered', 'file-refused']);
    expect(pair.expert.events).toEqual(['file-offered', 'file-refused']);
    expect(await readdir(pair.novice.downloads)).toEqual([]);
  });

  it('never takes the place of another, nor follows a link that stands there', async () => {
    const elsewhere = pair.path('elsewhere');
    const { path, bytes } = await made('a.tar.txt', 1000);
    await writeFile(join(pair.novice.downloads, 'a.tar.txt'), 'mine');
    await symlink(elsewhere, join(pair.novice.downloads, 'a.tar (2).txt'));
    await pair.expert.files.send(path);
    const done = await pair.novice.until('file-done');
    expect(basename(done.path)).toBe('a.tar (3).txt');
    expect(await readFile(done.path)).toEqual(bytes);
    expect(await readFile(join(pair.novice.downloads, 'a.tar.txt'), 'utf8')).toBe('mine');
    await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
    expect((await lstat(join(pair.novice.downloads, 'a.tar (2).txt'))).isSymbolicLink()).toBe(true);
  });

  it('is stored in the folder whatever its name says', async () => {
    const { path } = await made('..\\..\\CON', 5);
    await pair.expert.files.send(path);
    expect((await pair.novice.until('file-done')).path).toBe(join(pair.novice.downloads, '_CON'));
  });

  for (const canceller of ['novice', 'expert'] as const) {
    it(`is taken away when the ${canceller} calls it off on its way`, async () => {
      const { path } = await made('a.bin', 50_000_000);
      void pair.expert.files.send(path);
      await pair[canceller].until('file-progress');
      expect(pair[canceller].files.cancel()).toBe(true);
      const other = canceller === 'novice' ? 'expert' : 'novice';
      expect(await pair[canceller].until('file-cancelled')).toMatchObject({ by: 'us' });
      expect(await pair[other].until('file-cancelled')).toMatchObject({ by: 'them' });
      expect(pair[canceller].files.cancel()).toBe(false);
      await vi.waitFor(async () => expect(await readdir(pair.novice.downloads)).toEqual([]));
      const next = await made('b.bin', 10);
      await pair.expert.files.send(next.path);
      expect(await readFile((await pair.novice.until('file-done')).path)).toEqual(next.bytes);
    });
  }

  it('is taken away when the session ends on its way, before the session counts as closed', async () => {
    const { path } = await made('a.bin', 50_000_000);
    void pair.expert.files.send(path);
    await pair.novice.until('file-progress');
    (pair.novice.link as NoviceLink<Novice>).run((novice, now) => novice.end(now));
    await Promise.all([pair.novice.closed, pair.expert.closed]);
    expect(await readdir(pair.novice.downloads)).toEqual([]);
    expect(pair.novice.reports.at(-1)).toMatchObject({ event: 'file-cancelled', by: 'end' });
    expect(pair.expert.reports.at(-1)).toMatchObject({ event: 'file-cancelled', by: 'end' });
  });

  it('is called off and taken away when the connection breaks', async () => {
    const { path } = await made('a.bin', 50_000_000);
    void pair.expert.files.send(path);
    await pair.novice.until('file-progress');
    pair.novice.link.destroy();
    await Promise.all([pair.novice.closed, pair.expert.closed]);
    expect(await readdir(pair.novice.downloads)).toEqual([]);
  });

  it('tells how far it is, in bytes', async () => {
    const { path } = await made('a.bin', 1_000_000);
    await pair.expert.files.send(path);
    await pair.novice.until('file-done');
    for (const side of [pair.novice, pair.expert]) {
      const bytes = side.reports.flatMap((report) => (report.event === 'file-progress' ? [report.bytes] : []));
      expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
      expect(bytes.at(-1)).toBe(1_000_000);
    }
  });

  it('waits for its turn', async () => {
    pair.novice.answers = undefined;
    const { path } = await made('a.bin', 10);
    await pair.expert.files.send(path);
    await pair.novice.until('file-offered');
    await pair.expert.files.send(path);
    expect(pair.expert.reports.at(-1)).toMatchObject({ event: 'file-failed', code: 'not-now' });
    pair.expert.files.cancel();
    await pair.novice.until('file-cancelled');
    pair.novice.files.answer(true);
    expect(await readdir(pair.novice.downloads)).toEqual([]);
  });
});

describe('a disk', () => {
  it('that is full calls the file off, and says so', async () => {
    const { path } = await made('a.bin', 20_000_000);
    vi.spyOn(fileHandle, 'writeFile').mockRejectedValue(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await pair.expert.files.send(path);
    const failed = await pair.novice.until('file-failed');
    expect(failed).toMatchObject({ code: 'disk-full', direction: 'incoming' });
    expect(failed.message).toContain('no room left');
    expect(await pair.expert.until('file-cancelled')).toMatchObject({ by: 'them' });
    await vi.waitFor(async () => expect(await readdir(pair.novice.downloads)).toEqual([]));
    expect(pair.novice.events.filter((event) => event === 'file-failed')).toHaveLength(1);
  });

  it('that turns out to be full at the end leaves nothing', async () => {
    vi.spyOn(fileHandle, 'sync').mockRejectedValue(Object.assign(new Error('full'), { code: 'EDQUOT' }));
    const { path } = await made('a.bin', 10);
    await pair.expert.files.send(path);
    expect(await pair.novice.until('file-failed')).toMatchObject({ code: 'disk-full' });
    expect(pair.novice.events).not.toContain('file-done');
    expect(await readdir(pair.novice.downloads)).toEqual([]);
  });

  it('that is slow holds the other side back, and memory does not grow', async () => {
    const { path, bytes } = await made('a.bin', 8_000_000);
    const write = fileHandle.writeFile;
    let waiting = 0;
    let most = 0;
    vi.spyOn(fileHandle, 'writeFile').mockImplementation(async function (this: FileHandle, data) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await write.call(this, data);
      waiting -= (data as Uint8Array).length;
    });
    const taken = pair.novice.on.bind(pair.novice);
    pair.novice.on = (event) => {
      if (event.type === 'file-block') {
        waiting += event.bytes.length;
        most = Math.max(most, waiting);
      }
      taken(event);
    };
    await pair.expert.files.send(path);
    expect(hash(await readFile((await pair.novice.until('file-done')).path))).toBe(hash(bytes));
    expect(pair.novice.reading.length).toBeGreaterThan(1);
    expect(pair.novice.reading[0]).toBe(false);
    expect(pair.novice.reading.at(-1)).toBe(true);
    expect(most).toBeLessThan(1_200_000);
  });

  it('that has no such folder takes nothing, and the other side hears no', async () => {
    const { path } = await made('a.bin', 10);
    await rm(pair.novice.downloads, { recursive: true });
    await pair.expert.files.send(path);
    expect(await pair.novice.until('file-failed')).toMatchObject({ code: 'no-folder' });
    await pair.expert.until('file-refused');
  });
});

describe('what cannot be sent', () => {
  it.each([
    ['a folder', async () => pair.novice.downloads, 'not-a-file'],
    ['a device', async () => '/dev/zero', 'not-a-file'],
    ['nothing', async () => pair.path('missing'), 'not-found'],
    ['what is beneath a file', async () => join((await made('b', 1)).path, 'c'), 'not-found'],
  ])('is %s', async (_what, path, code) => {
    await pair.expert.files.send(await path());
    expect(pair.expert.reports).toMatchObject([{ event: 'file-failed', direction: 'outgoing', code }]);
    expect(pair.novice.reports).toEqual([]);
  });

  it('is a pipe, and nobody waits for who writes to it', async () => {
    execFileSync('mkfifo', [pair.path('pipe')]);
    await pair.expert.files.send(pair.path('pipe'));
    expect(pair.expert.reports).toMatchObject([{ code: 'not-a-file' }]);
  });

  it('is a file that becomes shorter meanwhile', async () => {
    pair.novice.answers = undefined;
    const { path } = await made('a.bin', 500_000);
    await pair.expert.files.send(path);
    await pair.novice.until('file-offered');
    await truncate(path, 100_000);
    pair.novice.files.answer(true);
    expect(await pair.expert.until('file-failed')).toMatchObject({ code: 'changed' });
    await pair.novice.until('file-cancelled');
  });

  it('is more of a file than was offered, when it grows meanwhile', async () => {
    pair.novice.answers = undefined;
    const { path, bytes } = await made('log', 1000);
    await pair.expert.files.send(path);
    await pair.novice.until('file-offered');
    await writeFile(path, 'more', { flag: constants.O_APPEND | constants.O_WRONLY });
    pair.novice.files.answer(true);
    expect(await readFile((await pair.novice.until('file-done')).path)).toEqual(bytes);
  });

  it('is anything once the session is over', async () => {
    const { path } = await made('a.bin', 10);
    (pair.novice.link as NoviceLink<Novice>).run((novice, now) => novice.end(now));
    await Promise.all([pair.novice.closed, pair.expert.closed]);
    await pair.expert.files.send(path);
    expect(pair.expert.reports).toMatchObject([{ event: 'file-failed', code: 'not-now', message: 'Not now.' }]);
  });
});
