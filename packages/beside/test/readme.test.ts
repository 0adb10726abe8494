import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RECORD_LIMIT } from '../src/history/record-file.js';
import { SESSION_LIMIT } from '../src/history/session-folder.js';
import { PORT_RANGE } from '../src/novice/ports.js';
import { DEFAULT_SETTINGS } from '../src/settings/settings.js';
import { SETTLE } from '../src/terminal/lines.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const README = read('../README.md');

/** A chapter of the README, from its heading to the next of the same rank. */
function chapter(heading: string): string {
  const begin = README.indexOf(`\n## ${heading}\n`);
  const end = README.indexOf('\n## ', begin + 1);
  expect(begin).toBeGreaterThan(0);
  return README.slice(begin, end);
}

it.each([
  ['beside novice', '../src/novice/report.ts'],
  ['beside expert', '../src/expert/report.ts'],
  ['beside novice', '../src/files/report.ts'],
])('the chapter "%s" has every event of %s in a table', (heading, path) => {
  const text = chapter(heading);
  const events = [...read(path).matchAll(/readonly event: '([a-z-]+)'/g)].map(([, name]) => name);
  expect(events).not.toEqual([]);
  for (const event of events) expect(text).toMatch(new RegExp(`^\\|[^|]*\`${event}\``, 'm'));
});

it('the chapter "beside expert" has every end, and every letter of a command', () => {
  const text = chapter('beside expert');
  const report = read('../src/expert/report.ts');
  const closed = report.slice(report.indexOf('type ExpertClosedWhy'), report.indexOf('type ExpertReport '));
  const whys = [...closed.matchAll(/\| '([a-z-]+)'/g)].map(([, why]) => why);
  expect(whys).toContain('not-connected');
  const row = /^\| `closed`.*$/m.exec(text)?.[0];
  for (const why of whys) expect(row).toContain(`\`${why}\``);
  for (const letter of ['r', 'g', 't TEXT', 'c TEXT', 'f FILE', 'x', 'w FILE', 'q']) expect(text).toContain(`\`${letter}\``);
});

it('the chapter "Settings" has every setting with its default', () => {
  const text = chapter('Settings');
  for (const [name, value] of Object.entries(DEFAULT_SETTINGS)) {
    const row = new RegExp(`^\\| \`${name}\` .*$`, 'm').exec(text)?.[0];
    expect(row).toContain(typeof value === 'number' ? `${value / 3600_000} hours` : `\`${value}\` |`);
  }
});

it('the README has the numbers that hold', () => {
  expect(chapter('Past sessions')).toContain(
    `${SESSION_LIMIT.toLocaleString('en')} newest sessions and up to ${RECORD_LIMIT / 1e6} MB`,
  );
  expect(README).toContain(`${PORT_RANGE.first} to ${PORT_RANGE.first + PORT_RANGE.count - 1}`);
  expect(README).toContain(`${SETTLE} ms`);
});
