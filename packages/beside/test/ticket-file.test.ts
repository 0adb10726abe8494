import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeTicketFile } from '../src/novice/ticket-file.js';

let folder: string;
const before = process.cwd();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beside-ticket-'));
  process.chdir(folder);
});
afterEach(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true });
});

const TICKET = Buffer.from('<?xml version="1.0"?>');

it('is readable by its owner alone', async () => {
  const path = await writeTicketFile(TICKET, '.msrcincident', join(folder, 'a.msrcincident'), false);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path)).toEqual(TICKET);
});

it('takes the next free name in the current folder when none is given', async () => {
  const paths = [
    await writeTicketFile(TICKET, '.msrcincident', undefined, false),
    await writeTicketFile(TICKET, '.msrcincident', undefined, false),
    await writeTicketFile(TICKET, '.msrcincident', undefined, false),
  ];
  expect(paths.map((path) => basename(path))).toEqual([
    'Invitation.msrcincident',
    'Invitation 2.msrcincident',
    'Invitation 3.msrcincident',
  ]);
});

it('is called by its form, and a name that was given stays as it is', async () => {
  expect(basename(await writeTicketFile(TICKET, '.beside', undefined, false))).toBe('Invitation.beside');
  expect(basename(await writeTicketFile(TICKET, '.msrcincident', undefined, false))).toBe('Invitation.msrcincident');
  expect(basename(await writeTicketFile(TICKET, '.beside', undefined, false))).toBe('Invitation 2.beside');
  expect(basename(await writeTicketFile(TICKET, '.beside', 'help.txt', false))).toBe('help.txt');
});

it('overwrites nothing unless told to, and then makes the file anew', async () => {
  const target = join(folder, 'somebody-elses');
  const path = join(folder, 'a.msrcincident');
  await writeFile(target, 'keep', { mode: 0o644 });
  await symlink(target, path);
  await expect(writeTicketFile(TICKET, '.msrcincident', path, false)).rejects.toMatchObject({ code: 'file-exists' });
  await writeTicketFile(TICKET, '.msrcincident', path, true);
  expect(await readFile(target, 'utf8')).toBe('keep');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('says which file cannot be written', async () => {
  await expect(writeTicketFile(TICKET, '.msrcincident', join(folder, 'no', 'folder', 'a'), false)).rejects.toMatchObject({
    code: 'not-writable',
    message: expect.stringContaining(join(folder, 'no')),
  });
});
