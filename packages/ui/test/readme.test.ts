import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tabOf } from './readme-example.js';
import { ANNA, IDLE, withNovice } from './states.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the example in the README is the one that runs here, and it works', () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``);
  expect(tabOf(IDLE, '#/')).toBe('(idle) Start - Beside');
  expect(tabOf(withNovice({ phase: 'viewing', expert: ANNA, controlling: true }), '#/invite')).toBe(
    '(controlling) Anna controls - Beside',
  );
});
