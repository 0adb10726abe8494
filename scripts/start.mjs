/**
 * `npm start`: set up, build, and open the home page; where there is no display, with a whole session on the practice desktop to try.
 * Words after two dashes are for `beside` itself: `npm start -- novice --for windows`.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, installDebianPackages, installModules, requireNode, root } from './setup.mjs';

requireNode();
installModules();
build();

if (process.env['DISPLAY']) {
  const needs = JSON.parse(readFileSync(join(root, 'packages/desktop/needs.json'), 'utf8'));
  const absent = installDebianPackages(needs);
  if (absent.length > 0) {
    const packages = [...new Set(absent.map((name) => needs[name]))].join(' ');
    console.log(`To share this screen, Beside needs libraries that are missing here (Debian: apt-get install ${packages}).`);
  }
}

const words = process.argv.slice(2);
if (words.length === 0 && !hasDisplay()) words.push('--practice');
const child = spawn(process.execPath, [join(root, 'packages/beside/dist/cli.js'), ...words], { stdio: 'inherit' });
// Ctrl-C reaches both by the terminal; what is sent to this process alone is handed on.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal);
  });
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

function hasDisplay() {
  return ['win32', 'darwin'].includes(process.platform) || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}
