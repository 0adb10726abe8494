import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cleanLine } from '../../src/history/line.js';
import { RECORD_LIMIT } from '../../src/history/record-file.js';
import { SESSION_LIMIT, SessionFolder } from '../../src/history/session-folder.js';
import { addLine, draftSummary } from '../../src/history/summary.js';

let state: string;
let folder: SessionFolder;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'beside-history-'));
  folder = new SessionFolder(state);
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

const START = Date.UTC(2026, 7, 1, 14, 30, 5);
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** Writes a whole session that `person` had, `minutes` after the first. */
function session(minutes: number, person = 'Bob', { ended = true, filler = 0 } = {}): string {
  const start = START + minutes * 60_000;
  const file = folder.create(start);
  const time = new Date(start).toISOString();
  const summary = draftSummary(file.id, 'novice', start);
  const lines: object[] = [
    { time, event: 'started', role: 'novice' },
    { time, event: 'person', name: person, address: '192.0.2.1', way: 'beside' },
    { time, event: 'viewing', name: person },
    ...Array.from({ length: filler }, () => ({ time, event: 'chat', name: person, text: 'x'.repeat(100_000) })),
  ];
  for (const line of lines) {
    file.append(line);
    addLine(summary, cleanLine(line)!);
  }
  const last = { time, event: 'ended', reason: 'expert' };
  addLine(summary, cleanLine(last)!);
  if (ended) file.append({ ...last, summary }, true);
  void file.close();
  return file.id;
}

const pathOf = (id: string) => join(folder.path, `${id}.jsonl`);

it('is empty where there is nothing, and makes nothing by being read', async () => {
  expect(await folder.list()).toEqual([]);
  expect(await folder.read('20260801-143005-0a1b2c')).toBeUndefined();
  expect(await folder.forget()).toBe(0);
  expect(readdirSync(state)).toEqual([]);
});

it('lists sessions newest first, each with what its record says', async () => {
  const ids = [session(0, 'Ann'), session(5, 'Bob'), session(2, 'Cleo')];
  const list = await folder.list();
  expect(list.map(({ name }) => name)).toEqual(['Bob', 'Cleo', 'Ann']);
  expect(list[2]).toEqual({
    id: ids[0],
    role: 'novice',
    name: 'Ann',
    address: '192.0.2.1',
    way: 'beside',
    viewedAt: START,
    startedAt: START,
    endedAt: START,
    controlled: false,
    reason: 'expert',
    messages: 0,
  });
});

it('lists a record that breaks off, by all of its lines', async () => {
  session(0, 'Ann', { ended: false, filler: 30 });
  expect(await folder.list()).toMatchObject([{ name: 'Ann', viewedAt: START, endedAt: null, reason: null, messages: 30 }]);
});

it('finds the same by the last line as by all of them', async () => {
  const name = fc.option(fc.string({ maxLength: 70 }));
  const line = fc.oneof(
    fc.record({
      event: fc.constant('person'),
      name,
      address: fc.string({ maxLength: 120 }),
      way: fc.constantFrom('beside', 'rdp'),
    }),
    fc.record({ event: fc.constantFrom('viewing', 'controlling', 'paused', 'waiting-for-consent'), name }),
    fc.record({ event: fc.constantFrom('chat', 'chat-sent'), name, text: fc.string() }),
    fc.record({ event: fc.constant('refused'), why: fc.constantFrom('no-answer', 'wrong-password') }),
    fc.record({ event: fc.constant('connected'), way: fc.constant('rdp'), address: fc.string() }),
  );
  const role = fc.constantFrom('novice' as const, 'expert' as const);
  const reason = fc.constantFrom('refused', 'novice', 'connection-lost');
  await fc.assert(
    fc.asyncProperty(role, fc.array(line, { maxLength: 12 }), reason, async (role, lines, reason) => {
      const file = folder.create(START);
      const summary = draftSummary(file.id, role, START);
      for (const raw of [{ event: 'started', role }, ...lines, { event: 'ended', reason }]) {
        const cleaned = cleanLine({ ...raw, time: at(1) })!;
        addLine(summary, cleaned);
        file.append(cleaned.event === 'ended' ? { ...cleaned, summary } : cleaned);
      }
      await file.close();
      const byLast = await folder.list();
      // A line that nobody understands takes the last one's place.
      appendFileSync(pathOf(file.id), '?\n');
      expect(await folder.list()).toEqual(byLast);
      expect(byLast).toEqual([summary]);
      await folder.forget();
    }),
    { numRuns: 40 },
  );
});

it('reads over a torn last line, wherever it is torn', async () => {
  const id = session(0);
  const { size } = statSync(pathOf(id));
  const whole = (await folder.read(id))!;
  expect(whole.map(({ event }) => event)).toEqual(['started', 'person', 'viewing', 'ended']);
  for (let left = size - 2; left > size - 150; left -= 7) {
    truncateSync(pathOf(id), left);
    expect(await folder.read(id)).toEqual(whole.slice(0, 3));
    expect(await folder.list()).toMatchObject([{ id, endedAt: null, viewedAt: START }]);
  }
});

it('passes over files that hold anything else, and does not fail by them', async () => {
  mkdirSync(folder.path, { recursive: true });
  const name = fc.nat({ max: 0xffffff }).map((number) => `20260801-143005-${number.toString(16).padStart(6, '0')}`);
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.json()).map((lines) => lines.join('\n')),
    fc.jsonValue().map((summary) => `${JSON.stringify({ time: at(0), event: 'ended', reason: 'x', summary })}\n`),
  );
  await fc.assert(
    fc.asyncProperty(name, text, async (name, text) => {
      writeFileSync(pathOf(name), text);
      expect(await folder.list()).toEqual([]);
      expect(await folder.read(name)).toBeInstanceOf(Array);
      rmSync(pathOf(name));
    }),
    { numRuns: 60 },
  );
});

it.each([
  '../x',
  '..',
  '',
  '/etc/passwd',
  'x',
  '20260801-143005-0a1b2c/../x',
  '20260801-143005-0a1b2c\0',
  '20260801-143005-0A1B2C',
])('takes %j for no session, and opens nothing by it', async (id) => {
  session(0);
  writeFileSync(join(state, 'x.jsonl'), `${JSON.stringify({ time: at(0), event: 'paused' })}\n`);
  expect(await folder.read(id)).toBeUndefined();
});

it('is for its owner alone', () => {
  const id = session(0);
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  expect(statSync(pathOf(id)).mode & 0o777).toBe(0o600);
});

it('lets the oldest go where there are too many', () => {
  mkdirSync(folder.path, { recursive: true });
  for (let i = 0; i < SESSION_LIMIT + 3; i++) writeFileSync(pathOf(`20250101-000000-${String(i).padStart(6, '0')}`), '');
  writeFileSync(join(folder.path, 'note.txt'), 'mine');
  const id = session(0);
  const names = readdirSync(folder.path);
  expect(names).toHaveLength(SESSION_LIMIT + 1);
  expect(names).toContain('note.txt');
  expect(names).toContain(`${id}.jsonl`);
  expect(names).not.toContain('20250101-000000-000003.jsonl');
  expect(names).toContain('20250101-000000-000004.jsonl');
});

it('forgets every record, and nothing else', async () => {
  session(0);
  session(1);
  writeFileSync(join(folder.path, 'note.txt'), 'mine');
  expect(await folder.forget()).toBe(2);
  expect(await folder.list()).toEqual([]);
  expect(readdirSync(folder.path)).toEqual(['note.txt']);
});

it('lets no record grow beyond its limit, with room for its end', async () => {
  const id = session(0, 'Ann', { filler: 120 });
  expect(statSync(pathOf(id)).size).toBeLessThanOrEqual(RECORD_LIMIT);
  expect((await folder.read(id))?.at(-1)?.event).toBe('ended');
});
