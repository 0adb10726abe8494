import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { message, nameIn } from './readme-example.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the example in the README is the one that runs here, and it works', () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``);
  expect(nameIn(message)).toBe('Anna');
  expect(() => nameIn(message.subarray(0, -1))).toThrow(expect.objectContaining({ code: 'malformed', path: 'hello.name' }));
});
