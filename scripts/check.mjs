/** `npm run check`: everything that can be said of the code without running it. */
import { join } from 'node:path';
import { checkEngines } from './check-engines.mjs';
import { checkImports } from './check-imports.mjs';
import { build, installModules, requireNode, root, runInstalled } from './setup.mjs';

/** Ends the process with a message and exit code 1 at the first check that fails. */
export async function check() {
  runInstalled('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
  runInstalled('typescript/bin/tsc', ['-b', 'packages/ui']);
  runInstalled('typescript/bin/tsc', ['-p', 'tsconfig.test.json']);
  runInstalled('knip/bin/knip.js', []);
  const problems = [...checkImports(), ...(await checkEngines())];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
  console.log('check: style, types, unused code, import directions and engines are in order');
}

if (process.argv[1] === join(root, 'scripts/check.mjs')) {
  requireNode();
  installModules();
  build();
  await check();
}
