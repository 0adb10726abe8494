/** `npm run fuzz | soak | bench`: the long runs that `npm test` does not take the time for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, installDebianPackages, installModules, requireNode, root, run, runInstalled } from './setup.mjs';

const [kind = '', ...rest] = process.argv.slice(2);
requireNode();
installModules();
build();

const needs = Object.assign(
  {},
  ...['packages/desktop/needs.json', 'e2e/lab/needs.json'].map((file) => JSON.parse(readFileSync(join(root, file), 'utf8'))),
);
const absent = kind === 'fuzz' ? [] : installDebianPackages(needs);
if (absent.length > 0) {
  console.error(
    `npm run ${kind} needs ${absent.join(', ')} (Debian: apt-get install ${[...new Set(absent.map((name) => needs[name]))].join(' ')}).`,
  );
  process.exit(1);
}

const env = { ...process.env };
if (kind === 'fuzz') {
  // Files whose tests run much longer with BESIDE_FUZZ=long.
  const files = [
    'ticket/test/fuzz',
    'rdp/test/codecs',
    'rdp/test/server/fuzz',
    'rdp/test/client/fuzz',
    'rdp/test/security',
    'assist/test/novice-model',
  ];
  runInstalled('vitest/vitest.mjs', ['run', '--project', 'unit', ...files, ...rest], { ...env, BESIDE_FUZZ: 'long' });
} else if (kind === 'soak') {
  runInstalled('vitest/vitest.mjs', ['run', '--project', 'e2e', 'e2e/soak.test.ts', ...rest], { ...env, BESIDE_SOAK: 'long' });
} else if (kind === 'bench') {
  for (const file of readdirSync(join(root, 'bench'))
    .filter((name) => name.endsWith('.bench.ts') || name.endsWith('.bench.mjs'))
    .sort())
    run(process.execPath, [join(root, 'bench', file), ...rest], env);
} else {
  console.error('Say which: fuzz, soak or bench.');
  process.exit(2);
}
