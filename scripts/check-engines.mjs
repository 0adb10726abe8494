import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** The oldest Node.js that Beside promises to run on (package.json, "engines"). */
const OLDEST = '20.19.0';

/** @returns {Promise<string[]>} a sentence for each installed package that says it does not run on the oldest Node.js */
export async function checkEngines() {
  const { default: semver } = await import('semver');
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    const wanted = entry.engines?.node;
    return wanted && !semver.satisfies(OLDEST, wanted)
      ? [`${path || 'package.json'} wants Node.js ${wanted}, and Beside promises ${OLDEST}`]
      : [];
  });
}
