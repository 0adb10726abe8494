import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExpertReport } from '../../src/expert/report.js';
import { ContactBook } from '../../src/history/contacts.js';
import { RecordKeeper } from '../../src/history/record-keeper.js';
import { SessionFolder } from '../../src/history/session-folder.js';
import type { Report } from '../../src/novice/report.js';
import { DEFAULT_SETTINGS, type Settings } from '../../src/settings/settings.js';

/** How many more lines fit on the disk, and whether it takes files at all; by a fake, since nothing is read-only or full for root. */
const disk = vi.hoisted(() => ({ lines: Number.POSITIVE_INFINITY, readOnly: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const writeFileSync: typeof fs.writeFileSync = (file, data, options) => {
    if (typeof file !== 'number' || disk.lines-- > 0) return fs.writeFileSync(file, data, options);
    // As a real one: part of the line is written before the disk is full.
    fs.writeFileSync(file, (data as Uint8Array).subarray(0, 7));
    throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  };
  const openSync: typeof fs.openSync = (...args) => {
    if (disk.readOnly) throw Object.assign(new Error('read-only'), { code: 'EROFS' });
    return fs.openSync(...args);
  };
  return { ...fs, openSync, writeFileSync };
});

let root: string;
let settings: Settings;
let now: number;
const tell = vi.fn<(sentence: string) => void>();
let sessions: SessionFolder;
let contacts: ContactBook;
let keeper: RecordKeeper;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'beside-records-'));
  settings = DEFAULT_SETTINGS;
  now = Date.UTC(2026, 7, 1, 14, 30);
  tell.mockClear();
  sessions = new SessionFolder(join(root, 'state'));
  contacts = new ContactBook(join(root, 'config'));
  keeper = new RecordKeeper({ sessions, contacts, settings: () => settings, tell, now: () => now });
});
afterEach(() => {
  Object.assign(disk, { lines: Number.POSITIVE_INFINITY, readOnly: false });
  rmSync(root, { recursive: true, force: true });
});

const files = () => (existsSync(sessions.path) ? readdirSync(sessions.path) : []);

function noviceSession(...reports: Report[]) {
  const record = keeper.begin('novice', { viewOnly: false });
  record.line({ event: 'connecting', address: '192.0.2.7' } satisfies Report);
  record.line({ event: 'consent-asked', name: 'Bob', address: '192.0.2.7', checkNumber: '123456' } satisfies Report);
  record.person('Bob', '192.0.2.7', 'beside');
  for (const report of reports) record.line(report);
  return record;
}

const viewing: Report = { event: 'viewing', name: 'Bob' };

async function onlyLog(): Promise<string[]> {
  const [summary] = await sessions.list();
  return (await sessions.read(summary!.id))!.map(({ event }) => event);
}

it('keeps a session of the novice from its beginning on', async () => {
  const record = noviceSession(viewing, { event: 'controlling', name: 'Bob' }, { event: 'chat', name: 'Bob', text: 'hi' });
  record.line({ event: 'chat-sent', text: 'hello' });
  record.line({ event: 'typing', name: 'Bob', typing: true } satisfies Report);
  // Told by the session as it is by `end`, and in the record once.
  record.line({ event: 'ended', reason: 'expert' } satisfies Report);
  await record.end('expert');
  await record.end('fault');
  record.line(viewing);
  expect(await onlyLog()).toEqual([
    'started',
    'connecting',
    'consent-asked',
    'person',
    'viewing',
    'controlling',
    'chat',
    'chat-sent',
    'ended',
  ]);
  const start = Date.UTC(2026, 7, 1, 14, 30);
  expect(await sessions.list()).toMatchObject([
    {
      role: 'novice',
      name: 'Bob',
      address: '192.0.2.7',
      way: 'beside',
      startedAt: start,
      controlled: true,
      reason: 'expert',
      messages: 2,
    },
  ]);
  expect(tell).not.toHaveBeenCalled();
});

it('has each line in the file as soon as it is told', () => {
  const record = noviceSession(viewing);
  const lines = () => readFileSync(join(sessions.path, files()[0]!), 'utf8').split('\n').length - 1;
  const before = lines();
  record.line({ event: 'paused' });
  expect(lines()).toBe(before + 1);
});

it('keeps a session of the expert once it is connected', async () => {
  const record = keeper.begin('expert', {});
  const reports: ExpertReport[] = [
    { event: 'dialling', name: 'Ann', addresses: ['192.0.2.1'] },
    { event: 'way-failed', address: '192.0.2.1', why: 'unreachable' },
  ];
  for (const report of reports) record.line(report);
  expect(files()).toEqual([]);
  record.line({ event: 'connected', way: 'rdp', address: '192.0.2.2', checkNumber: null } satisfies ExpertReport);
  record.person('Ann', '192.0.2.2', 'rdp');
  record.line({ event: 'refused', why: 'novice-said-no' } satisfies ExpertReport);
  await record.end('refused');
  expect(await onlyLog()).toEqual(['started', 'connected', 'person', 'refused', 'ended']);
  expect(await sessions.list()).toMatchObject([{ role: 'expert', name: 'Ann', viewedAt: null, reason: 'novice-said-no' }]);
});

describe('makes no record', () => {
  const strangers: Report[][] = [
    [],
    [{ event: 'refused', why: 'wrong-password', address: '192.0.2.7' }],
    [{ event: 'refused', why: 'busy', address: '192.0.2.7' }],
    [{ event: 'question-withdrawn', name: 'Bob' }],
  ];
  it.each(strangers)('of somebody whom no novice has answered: %j', async (...reports) => {
    for (let i = 0; i < 20; i++) await noviceSession(...reports).end('connection-lost');
    expect(files()).toEqual([]);
    expect(await contacts.list()).toEqual([]);
  });

  it('where the settings say so', async () => {
    settings = { ...settings, sessionLogs: false };
    await noviceSession(viewing).end('novice');
    expect(files()).toEqual([]);
    // Which is another setting.
    expect(await contacts.list()).toHaveLength(1);
  });
});

it.each(['novice-said-no', 'no-answer'] as const)('makes a record of what the novice answered: %s', async (why) => {
  await noviceSession({ event: 'refused', why, address: '192.0.2.7' }).end('refused');
  expect(await sessions.list()).toMatchObject([{ reason: why, viewedAt: null }]);
  expect(await contacts.list()).toEqual([]);
});

it('has no secret in it, whatever is told to it', async () => {
  const record = noviceSession(viewing);
  record.line({ event: 'invited', password: 'SECRET', link: 'beside:SECRET', file: '/home/SECRET' });
  record.line({ event: 'chat', name: 'Bob', text: 'hi', password: 'SECRET' });
  record.line({ event: 'file-done', direction: 'incoming', file: 'a', size: 1, path: '/SECRET/a', name: 'Bob' });
  await record.end('novice');
  expect(readFileSync(join(sessions.path, files()[0]!), 'utf8')).not.toContain('SECRET');
});

describe('a session goes on without a record', () => {
  it('when the disk is full: told once, nothing written any more, and what is there can be read', async () => {
    const record = noviceSession(viewing);
    disk.lines = 1;
    for (let i = 0; i < 5; i++) record.line({ event: 'chat', name: 'Bob', text: `${i}` });
    await record.end('novice');
    expect(tell.mock.calls).toEqual([
      [expect.stringMatching(/^No record of this session is kept: there is no room left in .*\.$/)],
    ]);
    expect((await onlyLog()).slice(-2)).toEqual(['viewing', 'chat']);
    expect(await sessions.list()).toMatchObject([{ name: 'Bob', endedAt: null, messages: 1 }]);
  });

  it('when its folder cannot be made: told once, and once more with the next session', async () => {
    writeFileSync(join(root, 'state'), '');
    for (let i = 1; i <= 2; i++) {
      await noviceSession(viewing, { event: 'paused' }).end('novice');
      expect(tell).toHaveBeenCalledTimes(i);
      expect(tell).toHaveBeenLastCalledWith(expect.stringContaining('Take it away.'));
    }
  });

  it('when its folder is read-only', async () => {
    disk.readOnly = true;
    await noviceSession(viewing, { event: 'paused' }).end('novice');
    expect(tell.mock.calls).toEqual([[expect.stringContaining('you may not write')]]);
    expect(files()).toEqual([]);
  });

  it('when it is full, and says so in it', async () => {
    const record = noviceSession(viewing);
    for (let i = 0; i < 5200; i++) record.line({ event: 'chat', name: 'Bob', text: 'x'.repeat(2000) });
    await record.end('novice');
    expect((await onlyLog()).slice(-3)).toEqual(['chat', 'record-full', 'ended']);
    expect((await sessions.list())[0]?.messages).toBe(5200);
    expect(tell).not.toHaveBeenCalled();
  });
});

describe('contacts', () => {
  it('are those whose screen was seen, or who saw it, with how often and when last', async () => {
    await noviceSession(viewing).end('expert');
    now += 60_000;
    await noviceSession(viewing).end('connection-lost');
    const [bob] = await contacts.list();
    expect(bob).toEqual({ name: 'Bob', role: 'novice', sessions: 2, lastSeen: now });
  });

  it('are not remembered where the settings say so', async () => {
    settings = { ...settings, contacts: false };
    await noviceSession(viewing).end('expert');
    expect(existsSync(contacts.folder)).toBe(false);
  });

  it('that cannot be written cost nothing but a sentence', async () => {
    writeFileSync(join(root, 'config'), '');
    await noviceSession(viewing).end('expert');
    expect(tell.mock.calls).toEqual([[expect.stringContaining('This contact is not remembered')]]);
    expect(await sessions.list()).toHaveLength(1);
  });
});
