/**
 * What a fresh machine needs before anything can run. Plain Node without dependencies: it runs before they are installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withoutServices } from './debian-services.mjs';

/** Top of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program with its output shown; ends this process with its exit code when it fails. */
export function run(/** @type {string} */ program, /** @type {string[]} */ args, env = process.env, cwd = root) {
  const result = spawnSync(program, args, { cwd, stdio: 'inherit', env });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Runs a program that npm installed, by its own JavaScript file, so that no shell or PATH is involved. */
export function runInstalled(/** @type {string} */ entry, /** @type {string[]} */ args, env = process.env) {
  run(process.execPath, [join(root, 'node_modules', entry), ...args], env);
}

/** Says on one line, and stops, when this Node.js is too old: everything after it would fail in a way nobody understands. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Beside needs Node.js 20.19 or later; this is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}

/** Installs the npm packages of the lock file, unless exactly these are there already. */
export function installModules() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.beside-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing the npm packages that package-lock.json names ...');
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/** Compiles every package, and builds the pages that a browser shows. */
export function build() {
  runInstalled('typescript/bin/tsc', ['-b']);
  buildPages();
}

/** Builds the pages, unless they are built from exactly these sources already. */
function buildPages() {
  const pages = join(root, 'packages/ui');
  const wanted = hashOf([
    ...['src', 'index.html', 'vite.config.ts', 'package.json'].map((name) => join(pages, name)),
    // What is built into them: the compiled packages that they import.
    ...['bytes/dist', 'rdp/dist'].map((name) => join(root, 'packages', name)),
    join(root, 'package-lock.json'),
  ]);
  const stamp = join(pages, 'dist', '.sources');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], process.env, pages);
  writeFileSync(stamp, wanted);
}

/** One hash of files, and of all that folders hold, with their names. */
function hashOf(/** @type {string[]} */ paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' })
          .map((name) => join(path, name))
          .filter((file) => /\.(?:tsx?|jsx?|css|svg)$/.test(file))
          .sort()
      : [path];
    for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * What is missing of a list of programs and shared libraries.
 *
 * @param {Record<string, string>} needs program ("xterm") or library ("libxcb.so.1") to the Debian package that has it
 * @returns {string[]} the missing ones, by the name of program or library
 */
export function missing(needs) {
  return Object.keys(needs).filter((name) => !(name.includes('.so') ? hasLibrary(name) : hasProgram(name)));
}

function hasProgram(/** @type {string} */ name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function hasLibrary(/** @type {string} */ soname) {
  const folders = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/usr/local/lib'];
  for (const parent of ['/usr/lib', '/lib']) {
    if (existsSync(parent))
      for (const name of readdirSync(parent)) if (name.endsWith('-linux-gnu')) folders.push(join(parent, name));
  }
  return folders.some((folder) => existsSync(join(folder, soname)));
}

/**
 * Installs Debian packages for what is missing, where that is possible: as root, on a system with apt. No service runs for it.
 *
 * @param {Record<string, string>} needs as in {@link missing}
 * @returns {string[]} what is missing still
 */
export function installDebianPackages(needs) {
  const absent = missing(needs);
  if (absent.length === 0 || process.getuid?.() !== 0 || !hasProgram('apt-get')) return absent;
  const packages = [...new Set(absent.map((name) => needs[name]).filter((name) => name !== undefined))];
  console.log(`Installing Debian packages: ${packages.join(' ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  apt(['update', '-qq']);
  withoutServices(packages, () => {
    const result = apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
    if (result.status !== 0) console.error('apt-get could not install them all; see its words above.');
  });
  return missing(needs);
}
