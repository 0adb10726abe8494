import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { history } from '../../src/commands/history.js';
import { log } from '../../src/commands/log.js';
import { openUserData, type UserData } from '../../src/history/user-data.js';

let root: string;
let data: UserData;
beforeEach(async () => {
  // Times of day are of one place here.
  vi.stubEnv('TZ', 'UTC');
  root = mkdtempSync(join(tmpdir(), 'beside-commands-'));
  data = await openUserData(() => undefined, { config: join(root, 'config', 'beside'), state: join(root, 'state', 'beside') });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

async function session(name: string): Promise<string> {
  const record = data.records.begin('novice', { viewOnly: true });
  record.person(name, '192.0.2.7', 'beside');
  record.line({ event: 'viewing', name });
  record.line({ event: 'chat', name, text: 'Hello' });
  await record.end('expert');
  return (await data.sessions.list()).find((summary) => summary.name === name)!.id;
}

async function output<Code>(run: (to: { stdout: PassThrough; stderr: PassThrough }) => Promise<Code>) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await run({ stdout, stderr });
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

describe('beside history', () => {
  it('says that there is nothing', async () => {
    expect(await output((to) => history({}, data, to))).toEqual({ code: 0, stdout: 'There are no past sessions.\n', stderr: '' });
  });

  it('tells each session: its id, when, and what it was', async () => {
    const id = await session('Bob');
    const { stdout } = await output((to) => history({}, data, to));
    const [first, second] = stdout.split('\n');
    expect(first).toMatch(new RegExp(`^${id}  .*\\d`));
    expect(second).toBe('    Bob saw your screen for less than a minute. 1 message. The expert ended the session.');
  });

  it('gives programs a line each, in ASCII', async () => {
    const id = await session('Bjørn');
    const { stdout } = await output((to) => history({ json: true }, data, to));
    expect(stdout).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(stdout)).toMatchObject({
      id,
      role: 'novice',
      name: 'Bjørn',
      address: '192.0.2.7',
      reason: 'expert',
      messages: 1,
    });
  });

  it('forgets sessions and people, and says how many', async () => {
    await session('Ann');
    await session('Bob');
    const { stdout } = await output((to) => history({ forget: true }, data, to));
    expect(stdout).toBe('Forgotten: 2 sessions, 2 people.\n');
    expect(await data.sessions.list()).toEqual([]);
    expect(await data.contacts.list()).toEqual([]);
    const again = await output((to) => history({ forget: true, json: true }, data, to));
    expect(JSON.parse(again.stdout)).toEqual({ sessions: 0, contacts: 0 });
  });

  it('says that the records cannot be read, and ends with 1', async () => {
    mkdirSync(join(root, 'state'));
    writeFileSync(join(root, 'state', 'beside'), '');
    const { code, stderr } = await output((to) => history({}, data, to));
    expect([code, stderr]).toEqual([1, `The records in ${data.sessions.path} cannot be read.\n`]);
  });
});

describe('beside log', () => {
  it('tells what happened, and when', async () => {
    const id = await session('Bob');
    const { code, stdout } = await output((to) => log(id, {}, data.sessions, to));
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/\d.*, you were helped$/);
    expect(lines.slice(1).map((line) => line.replace(/^\d.*? {2}/, ''))).toEqual([
      'The invitation was for viewing only.',
      'Bob at 192.0.2.7, with Beside.',
      'Bob saw your screen from now on.',
      'Bob: Hello',
      'The expert ended the session.',
    ]);
  });

  it('gives programs the lines as they are', async () => {
    const id = await session('Bob');
    const { stdout } = await output((to) => log(id, { json: true }, data.sessions, to));
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual(await data.sessions.read(id));
    expect(lines.map(({ event }) => event)).toEqual(['started', 'person', 'viewing', 'chat', 'ended']);
  });

  it.each(['../x', '20260801-143005-0a1b2c', '\x1b[2J'])('knows no session %j, and ends with 1', async (id) => {
    const { code, stdout, stderr } = await output((to) => log(id, {}, data.sessions, to));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`There is no session ${id.replace('\x1b', '')}. beside history tells which there are.\n`);
  });

  it('shows nothing of a stranger’s that a terminal would obey', async () => {
    const id = await session('Bob');
    const path = join(data.sessions.path, `${id}.jsonl`);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replaceAll('Hello', '\\u001b[2J\\u202eHello').replaceAll('Bob', '\\u001b]0;Bob\\u0007'),
    );
    for (const { stdout } of [
      await output((to) => log(id, {}, data.sessions, to)),
      await output((to) => log(id, { json: true }, data.sessions, to)),
      await output((to) => history({}, data, to)),
    ]) {
      expect(stdout).toContain('Bob');
      expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
    }
  });
});

it('is found by the program where the variables of the user say', async () => {
  const id = await session('Bob');
  const program = fileURLToPath(new URL('../../bin/beside.js', import.meta.url));
  const env = { ...process.env, XDG_CONFIG_HOME: join(root, 'config'), XDG_STATE_HOME: join(root, 'state') };
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [program, ...args], { env });
  expect((await run('log', id)).stdout).toContain('Bob: Hello');
  await expect(run('log', '../x')).rejects.toMatchObject({ code: 1 });
  expect((await run('history', '--forget')).stdout).toBe('Forgotten: 1 session, 1 person.\n');
  expect(existsSync(join(data.sessions.path, `${id}.jsonl`))).toBe(false);
}, 60_000);
