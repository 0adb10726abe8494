import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { opened } from './readme-example.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the example in the README is the one that runs here, and it works', () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``);
  expect(opened.candidates).toEqual([{ kind: 'ipv4', host: '192.0.2.17', port: 49300 }]);
});
