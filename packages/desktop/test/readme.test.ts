import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { damage, pixels, stride } from './readme-example.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the example in the README is the one that runs here, and it works', () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``);
  expect(stride).toBe(1024 * 4);
  expect(pixels).toHaveLength(stride * 768);
  expect(damage).toHaveLength(1);
  expect(damage[0]?.height).toBeLessThan(30);
});
