import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { JsonFile } from '../../src/settings/json-file.js';

/** Puts out of order what a write does last; undefined: in order. */
const fault = vi.hoisted(() => ({ sync: undefined as Error | undefined }));
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const open: typeof fs.open = async (...args) => {
    const handle = await fs.open(...args);
    if (fault.sync) handle.sync = () => Promise.reject(fault.sync);
    return handle;
  };
  return { ...fs, open };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beside-json-'));
});
afterEach(() => {
  fault.sync = undefined;
  rmSync(folder, { recursive: true });
});

it('leaves the old file, and nothing else, when the disk is full', async () => {
  const file = new JsonFile(join(folder, 'a.json'));
  await file.write({ old: true });
  fault.sync = Object.assign(new Error('full'), { code: 'ENOSPC' });
  await expect(file.write({ old: false })).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await file.read()).toEqual({ found: 'object', value: { old: true } });
  expect(readdirSync(folder)).toEqual(['a.json']);
});

it('tells a file that cannot be read from one that is not there', async () => {
  mkdirSync(join(folder, 'a.json'));
  expect((await new JsonFile(join(folder, 'a.json')).read()).found).toBe('unreadable');
  expect((await new JsonFile(join(folder, 'b.json')).read()).found).toBe('nothing');
});

it('is whole whenever it is read, while another process writes it, and when that one is killed', async () => {
  const path = join(folder, 'a.json');
  const module = new URL('../../dist/settings/json-file.js', import.meta.url);
  // Two lengths, so that a mixture of both would show.
  const writer = `
    import { JsonFile } from '${module}';
    const file = new JsonFile(${JSON.stringify(path)});
    for (let i = 0; ; i++) {
      await file.write({ filler: 'x'.repeat(i % 2 ? 10 : 200_000), end: i });
      if (i === 0) console.log('begun');
    }`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', writer], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(other.stdout, 'data');
    const seen = new Set<number>();
    const mine = new JsonFile(path);
    for (let i = 0; seen.size < 20; i++) {
      if (i % 5 === 0) await mine.write({ filler: '', end: -1 });
      const value = JSON.parse(readFileSync(path, 'utf8')) as { end: number };
      seen.add(value.end);
    }
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await mine.read()).toMatchObject({ found: 'object' });
  } finally {
    other.kill('SIGKILL');
  }
}, 20_000);

it('reads what a person wrote into it', async () => {
  const path = join(folder, 'a.json');
  writeFileSync(path, '\n  {"a": [1]}  \n');
  expect(await new JsonFile(path).read()).toEqual({ found: 'object', value: { a: [1] } });
});
