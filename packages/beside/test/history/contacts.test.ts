import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ContactBook } from '../../src/history/contacts.js';
import { draftSummary } from '../../src/history/summary.js';

let folder: string;
let book: ContactBook;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beside-contacts-'));
  book = new ContactBook(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const session = (name: string | null, endedAt: number, role: 'novice' | 'expert' = 'expert') => ({
  ...draftSummary('', role, endedAt - 1),
  name,
  endedAt,
});

it('has whom one has seen last first, once each, as what one was for them last', async () => {
  await book.add(session('Ann', 1));
  await book.add(session('Bob', 2));
  await book.add(session('Ann', 3, 'novice'));
  await book.add(session(null, 4));
  expect(await book.list()).toEqual([
    { name: 'Ann', role: 'novice', lastSeen: 3, sessions: 2 },
    { name: 'Bob', role: 'expert', lastSeen: 2, sessions: 1 },
  ]);
});

it('loses none of those that are added at once', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, i) => book.add(session(`P${i}`, i))));
  expect(await book.list()).toHaveLength(20);
});

it('keeps 200, those that were seen last', async () => {
  const contacts = Array.from({ length: 200 }, (_, i) => ({ name: `P${i}`, role: 'expert', lastSeen: i + 10, sessions: 1 }));
  writeFileSync(join(folder, 'contacts.json'), JSON.stringify({ contacts }));
  await book.add(session('new', 5000));
  const names = (await book.list()).map(({ name }) => name);
  expect(names).toHaveLength(200);
  expect(names[0]).toBe('new');
  expect(names).not.toContain('P0');
});

it('is readable by its owner alone', async () => {
  await book.add(session('Ann', 1));
  expect(statSync(join(folder, 'contacts.json')).mode & 0o777).toBe(0o600);
});

it('forgets everybody', async () => {
  await book.add(session('Ann', 1));
  expect(await book.forget()).toBe(1);
  expect(await book.list()).toEqual([]);
  expect(readFileSync(join(folder, 'contacts.json'), 'utf8')).not.toContain('Ann');
});

it('shows nothing of the file that is no contact, and makes names harmless', async () => {
  const contact = fc.record({
    name: fc.oneof(fc.string(), fc.constant('\u202eAnn\x1b[1m')),
    role: fc.oneof(fc.constantFrom('novice', 'expert'), fc.string()),
    lastSeen: fc.oneof(fc.nat(), fc.double()),
    sessions: fc.oneof(fc.nat(), fc.string()),
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.array(fc.oneof(contact, fc.jsonValue())), fc.jsonValue()), async (contacts) => {
      writeFileSync(join(folder, 'contacts.json'), JSON.stringify({ contacts }));
      for (const { name, role, lastSeen, sessions } of await book.list()) {
        expect(name).toMatch(/^[^\x00-\x1f\u202e]+$/);
        expect(['novice', 'expert']).toContain(role);
        expect(lastSeen + sessions).toBeTypeOf('number');
      }
    }),
    { numRuns: 60 },
  );
});
