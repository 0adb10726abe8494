import { type FileHandle, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Download } from '../../src/files/download.js';
import { FileError } from '../../src/files/file-error.js';

/** What the next calls of the file system fail with; tests fill it. */
const failing = vi.hoisted(() => ({ link: '', open: '', room: undefined as number | undefined }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const failed = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  return {
    ...real,
    link: (...args: Parameters<typeof real.link>) => (failing.link ? failed(failing.link) : real.link(...args)),
    open: (...args: Parameters<typeof real.open>) => (failing.open ? failed(failing.open) : real.open(...args)),
    statfs: async (path: string) => (failing.room === undefined ? real.statfs(path) : { bavail: failing.room, bsize: 1 }),
  };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beside-download-'));
});
afterEach(async () => {
  Object.assign(failing, { link: '', open: '', room: undefined });
  await rm(folder, { recursive: true });
});

const begin = (name = 'a.txt', size = 4) =>
  Download.begin({ folder, name, size, waits: () => undefined, failed: () => undefined });

describe('a download', () => {
  it('is hidden until it is whole', async () => {
    const download = await begin();
    download.write(Uint8Array.of(65, 66));
    download.write(Uint8Array.of(67));
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.a\.txt\.[0-9a-f]{12}\.part$/)]);
    const path = await download.finish();
    expect(path).toBe(join(folder, 'a.txt'));
    expect(await readFile(path, 'utf8')).toBe('ABC');
    await download.discard();
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('keeps the bytes as they were when they were written', async () => {
    const download = await begin();
    const bytes = Uint8Array.of(65, 66);
    download.write(bytes);
    bytes.fill(0);
    expect(await readFile(await download.finish(), 'utf8')).toBe('AB');
  });

  it('counts what a block costs besides its bytes, and nothing for one without any', async () => {
    const levels: number[] = [];
    const download = await Download.begin({
      folder,
      name: 'a',
      size: 9,
      waits: (bytes) => levels.push(bytes),
      failed: () => undefined,
    });
    for (let i = 0; i < 1000; i++) download.write(Uint8Array.of(i));
    download.write(new Uint8Array(0));
    expect(levels).toHaveLength(1000);
    expect(levels.at(-1)).toBeGreaterThan(1_000_000);
    await download.finish();
    expect(levels.at(-1)).toBe(0);
  });

  it('gets a name of its own when several of one name end at the same time', async () => {
    const downloads = await Promise.all(Array.from({ length: 8 }, () => begin()));
    const paths = await Promise.all(downloads.map((download) => download.finish()));
    expect(new Set(paths).size).toBe(8);
    expect((await readdir(folder)).length).toBe(8);
  });

  it('overwrites nothing where there are no hard links either', async () => {
    failing.link = 'EPERM';
    await writeFile(join(folder, 'a.txt'), 'mine');
    const download = await begin();
    download.write(Uint8Array.of(65));
    const path = await download.finish();
    expect(path).toBe(join(folder, 'a (2).txt'));
    expect(await readFile(path, 'utf8')).toBe('A');
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('mine');
    expect((await readdir(folder)).sort()).toEqual(['a (2).txt', 'a.txt']);
  });

  it('leaves nothing when it gets no name', async () => {
    failing.link = 'EIO';
    const download = await begin();
    await expect(download.finish()).rejects.toMatchObject({ code: 'unwritable' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not begin where there is no room for it', async () => {
    failing.room = 3;
    await expect(begin('a.txt', 4)).rejects.toMatchObject({ code: 'disk-full' });
    failing.room = 0;
    await (await begin('a.txt', 4)).discard();
    expect(await readdir(folder), 'a file system that does not say is tried').toEqual([]);
  });

  it.each([
    ['EACCES', 'no-permission'],
    ['EROFS', 'no-permission'],
    ['EDQUOT', 'disk-full'],
    ['ENOTDIR', 'no-folder'],
    ['EIO', 'unwritable'],
  ])('says in plain words what %s means', async (code, plain) => {
    failing.open = code;
    const error = await begin().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code: plain, cause: { code } });
    expect((error as FileError).message).toContain(folder);
  });

  it('fails once, and then takes no more and gets no name', async () => {
    const failed = vi.fn();
    const download = await Download.begin({ folder, name: 'a', size: 9, waits: () => undefined, failed });
    const handle = await open('/dev/null');
    const write = vi
      .spyOn(Object.getPrototypeOf(handle) as FileHandle, 'writeFile')
      .mockRejectedValue(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    download.write(Uint8Array.of(1));
    download.write(Uint8Array.of(2));
    await expect(download.finish()).rejects.toMatchObject({ code: 'disk-full' });
    write.mockRestore();
    await handle.close();
    expect(failed).toHaveBeenCalledTimes(1);
    expect(await readdir(folder)).toEqual([]);
  });
});
