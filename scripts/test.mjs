/** `npm test`: set up (Debian packages too, when that is possible), build, check, and run every suite. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.mjs';
import { build, installDebianPackages, installModules, requireNode, root, runInstalled } from './setup.mjs';

/** Suites that need more than Node: the list of what they need, their files, and whether they make network namespaces. */
const SUITES = [
  { needs: ['packages/desktop/needs.json', 'packages/desktop/test/x11/needs.json'], files: 'packages/desktop/test/x11/**' },
  { needs: ['packages/desktop/needs.json', 'e2e/lab/needs.json'], files: 'e2e/**/*.test.ts' },
  { needs: ['e2e/lab/needs.json'], files: 'e2e/standard-security.test.ts', namespaces: true },
  { needs: ['packages/desktop/needs.json', 'e2e/lab/needs.json', 'e2e/pages/needs.json'], files: 'e2e/pages/**' },
];

requireNode();
installModules();
build();
await check();

/** @type {string[]} */
const exclude = [];
for (const { needs: lists, files, namespaces } of SUITES) {
  const needs = Object.assign({}, ...lists.map((file) => JSON.parse(readFileSync(join(root, file), 'utf8'))));
  const absent = installDebianPackages(needs);
  if (absent.length === 0 && namespaces && !mayMakeNamespaces()) {
    console.warn(`\n*** Left out: ${files}\n*** It makes network namespaces (ip netns add), which takes root.\n`);
    exclude.push('--exclude', files);
  }
  if (absent.length === 0) continue;
  const packages = [...new Set(absent.map((name) => needs[name]))].join(' ');
  console.warn(`\n*** Left out: ${files}\n*** It needs ${absent.join(', ')} (Debian: apt-get install ${packages}).\n`);
  exclude.push('--exclude', files);
}

/** Whether this user may make network namespaces; one is made, and taken away again. */
function mayMakeNamespaces() {
  const name = `beside-probe-${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return false;
  spawnSync('ip', ['netns', 'del', name]);
  return true;
}

runInstalled('vitest/vitest.mjs', ['run', ...exclude, ...process.argv.slice(2)]);
