import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { wordsInComponent } from './words-in-components.js';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const components = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));

test('there are components', () => {
  expect(components.length).toBeGreaterThan(20);
});

test.each(components)('%s takes every sentence from the catalogue', (file) => {
  expect(wordsInComponent(file, readFileSync(source + file, 'utf8'))).toEqual([]);
});

test('words are found wherever a person would read or hear them', () => {
  const text = `const a = <p title="One" className="no">Two {'Three'} {b ? 'Four' : \`Five \${c}\`} {d && 'Six'} {' · '} {e.f}</p>;`;
  expect(wordsInComponent('a.tsx', text).toSorted()).toEqual(['Five', 'Four', 'One', 'Six', 'Three', 'Two']);
  expect(wordsInComponent('b.tsx', 'const a = <><b aria-label={`Seven`} key="no" /></>;')).toEqual(['Seven']);
});
