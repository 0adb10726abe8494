import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeUpload } from '../../src/pages/page-upload.js';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'beside-upload-'));
});
afterEach(() => rm(parent, { recursive: true }));

it('a file of a page is kept under its name in a folder of its owner’s alone, until it is removed', async () => {
  const upload = await takeUpload('holiday.png', Readable.from([Buffer.from('one '), Buffer.from('two')]), parent);
  expect(basename(upload.path)).toBe('holiday.png');
  expect(await readFile(upload.path, 'utf8')).toBe('one two');
  expect((await stat(dirname(upload.path))).mode & 0o777).toBe(0o700);
  expect((await stat(upload.path)).mode & 0o777).toBe(0o600);
  await upload.remove();
  expect(await readdir(parent)).toEqual([]);
});

it.each(['../../escape', '/etc/passwd', '..', '', 'a\0b', '.bashrc', 'x'.repeat(5000)])(
  'the name %j leads to nowhere else',
  async (name) => {
    const { path } = await takeUpload(name, Readable.from(['x']), parent);
    expect(dirname(dirname(path))).toBe(parent);
    expect(await readFile(path, 'utf8')).toBe('x');
  },
);

it('nothing is left of an upload that breaks off', async () => {
  const stream = new Readable({ read() {} });
  stream.push('half of it');
  const taking = takeUpload('a.txt', stream, parent);
  stream.destroy(new Error('the page is gone'));
  await expect(taking).rejects.toMatchObject({ name: 'PageError', code: 'upload-broken' });
  expect(await readdir(parent)).toEqual([]);
});

it('an upload that finds no folder is not read on', async () => {
  const stream = new Readable({ read() {} });
  await expect(takeUpload('a.txt', stream, join(parent, 'missing'))).rejects.toMatchObject({ code: 'upload-broken' });
  expect(stream.destroyed).toBe(true);
});
