import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from './setup.mjs';

/** Which room may import which: the last column of the table in docs/architecture.md. */
const ROOMS = /** @type {Record<string, string[]>} */ ({
  bytes: [],
  ticket: ['bytes'],
  rdp: ['bytes'],
  assist: ['bytes', 'ticket', 'rdp'],
  link: ['bytes'],
  desktop: [],
  graphics: ['rdp', 'desktop'],
  beside: ['bytes', 'ticket', 'rdp', 'assist', 'link', 'desktop', 'graphics'],
  ui: ['bytes', 'rdp', 'beside'],
});
/** Pure engines: no Node, and of npm packages only these. */
const CORE = ['bytes', 'ticket', 'rdp', 'assist'];
const CORE_MAY_USE = ['@noble/hashes', '@noble/ciphers', '@scure/base', 'saxes'];
/** Runs in a browser: no Node. Its packages are built into the pages, so they are needed for development alone. */
const BROWSER = ['ui'];
/** Rooms that may know another room's types, and of what runs there nothing, or one part. */
const TYPES_ONLY = [
  { from: 'graphics', to: 'desktop' },
  { from: 'ui', to: 'beside' },
  { from: 'ui', to: 'rdp', but: '@beside/rdp/codecs' },
];

/** @returns {string[]} a sentence for each import that goes where it may not */
export function checkImports() {
  /** @type {string[]} */
  const problems = [];
  const rooms = readdirSync(join(root, 'packages'));
  for (const room of rooms) {
    const allowed = ROOMS[room];
    if (!allowed) {
      problems.push(`packages/${room} is not in the table of rooms (scripts/check-imports.mjs)`);
      continue;
    }
    const source = join(root, 'packages', room, 'src');
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'packages', room, 'package.json'), 'utf8'));
    const declared = Object.keys((BROWSER.includes(room) ? devDependencies : dependencies) ?? {});
    for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file)) continue;
      const path = join(source, file);
      for (const { specifier, typesOnly } of importsOf(readFileSync(path, 'utf8'))) {
        const problem = judge(room, allowed, declared, path, specifier, typesOnly);
        if (problem) problems.push(`${relative(root, path)}: ${problem}`);
      }
    }
  }
  return problems;
}

/** Every module that a source names, static and dynamic. */
function* importsOf(/** @type {string} */ text) {
  const pattern = /^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/gm;
  for (const match of text.matchAll(pattern))
    yield { specifier: match[2] ?? match[3] ?? match[4] ?? '', typesOnly: match[1] !== undefined };
}

/** @returns {string | undefined} what is wrong with one import */
function judge(
  /** @type {string} */ room,
  /** @type {string[]} */ allowed,
  /** @type {string[]} */ declared,
  /** @type {string} */ path,
  /** @type {string} */ specifier,
  /** @type {boolean} */ typesOnly,
) {
  if (specifier.startsWith('.')) {
    const target = relative(join(root, 'packages', room, 'src'), resolve(path, '..', specifier));
    return target.startsWith('..') ? `${specifier} leaves the package` : undefined;
  }
  if (specifier.startsWith('node:')) {
    if (BROWSER.includes(room)) return `${specifier}: there is no Node in a browser`;
    return CORE.includes(room) ? `${specifier}: core packages do no I/O` : undefined;
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (!declared.includes(name)) return `${name} is not in the package's dependencies`;
  if (name === 'beside' || name.startsWith('@beside/')) {
    const to = name.replace('@beside/', '');
    if (!allowed.includes(to)) return `${room} may not import ${to}`;
    if (!typesOnly && TYPES_ONLY.some((pair) => pair.from === room && pair.to === to && pair.but !== specifier))
      return `${room} may import only types of ${specifier}`;
    return undefined;
  }
  return CORE.includes(room) && !CORE_MAY_USE.includes(name)
    ? `${name}: core packages use no other npm package than ${CORE_MAY_USE.join(', ')}`
    : undefined;
}
