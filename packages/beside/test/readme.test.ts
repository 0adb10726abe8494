import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PORT_RANGE } from '../src/novice/ports.js';
import { SETTLE } from '../src/terminal/lines.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the README names every event of --json, and the numbers that hold', () => {
  const readme = read('../README.md');
  const events = [...read('../src/novice/report.ts').matchAll(/readonly event: '([a-z-]+)'/g)].map(([, name]) => name);
  expect(events).not.toEqual([]);
  const told = [...read('../src/expert/report.ts').matchAll(/readonly event: '([a-z-]+)'/g)].map(([, name]) => name);
  for (const event of [...events, ...told]) expect(readme).toMatch(new RegExp(`^\\|.*\`${event}\``, 'm'));
  expect(readme).toContain(`${PORT_RANGE.first} to ${PORT_RANGE.first + PORT_RANGE.count - 1}`);
  expect(readme).toContain(`${SETTLE} ms`);
});
