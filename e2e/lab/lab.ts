import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import labNeeds from './needs.json' with { type: 'json' };

/** How a program ended. */
export interface Exit {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a started program may be given besides its arguments. */
export interface StartOptions {
  /** Added to this process' environment; undefined takes a variable away. */
  readonly env?: Record<string, string | undefined>;
  /** File descriptor 3 is read as text too ({@link Program.extra}). */
  readonly extraPipe?: boolean;
}

/** A program that a test started, with everything it said. */
export class Program {
  readonly name: string;
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
  stdout = '';
  stderr = '';
  /** What it wrote to file descriptor 3. */
  extra = '';
  exit: Exit | undefined;

  constructor(name: string, args: readonly string[], options: StartOptions = {}) {
    this.name = name;
    this.child = spawn(name, args, {
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe', options.extraPipe ? 'pipe' : 'ignore'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    const extra = this.child.stdio[3];
    if (extra && 'setEncoding' in extra)
      extra.setEncoding('utf8').on('data', (text: string) => {
        this.extra += text;
      });
    // A program that ended does not read what it is told; that is seen by `exited`.
    this.child.stdin?.on('error', () => undefined);
    this.exited = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        this.exit = { code, signal };
        resolve(this.exit);
      });
    });
    this.exited.catch(() => undefined);
  }

  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error(`${this.name} did not start`);
    return pid;
  }

  get running(): boolean {
    return this.exit === undefined && this.child.pid !== undefined;
  }

  /** Ends it, at once if it does not end within 3 s, and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    if (this.running) {
      this.child.kill(signal);
      const force = setTimeout(() => this.child.kill('SIGKILL'), 3000);
      await this.exited.finally(() => clearTimeout(force));
    }
    return this.exited;
  }
}

/** Owns the programs and the temporary folder of one suite, and ends all of it, the youngest first, however the suite ends. */
export class Lab {
  /** Files of the suite; gone at the end. */
  readonly folder = mkdtempSync(join(tmpdir(), 'beside-e2e-'));
  readonly #endings: (() => Promise<unknown>)[] = [];
  #names = 0;

  /** Starts a program that ends with the lab. */
  start(name: string, args: readonly string[], options?: StartOptions): Program {
    const program = new Program(name, args, options);
    this.defer(() => program.end());
    return program;
  }

  /** Runs a program to its end; throws what it wrote to its error output unless it ends with 0. */
  async run(name: string, args: readonly string[], env: Record<string, string | undefined> = {}): Promise<string> {
    const program = new Program(name, args, { env });
    program.child.stdin?.end();
    const { code } = await program.exited;
    if (code !== 0) throw new Error(`${name} ${args.join(' ')}: ${program.stderr || `exit code ${code}`}`);
    return program.stdout;
  }

  /** A path in {@link folder} that nothing has yet. */
  path(name: string): string {
    this.#names += 1;
    return join(this.folder, `${this.#names}-${name}`);
  }

  /** Something to do at the end; the last one said is done first. */
  defer(ending: () => Promise<unknown>): void {
    this.#endings.push(ending);
  }

  async end(): Promise<void> {
    for (const ending of this.#endings.splice(0).reverse()) await ending();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Asks again and again until there is an answer.
 *
 * @param what for the error: what was waited for ("the expert's window")
 * @param ask gives undefined, null or false while there is no answer
 * @param timeout ms
 * @param interval ms between two questions
 * @throws Error that names `what` when time is up
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  timeout = 20_000,
  interval = 40,
): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${timeout} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

/**
 * Waits a second, before a test says that something did not happen. Nothing can tell that it never will; a second is twenty
 * times what a picture or a key takes, and a wait too short could only hide a fault, never make a sound program fail.
 */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000));
}

/**
 * Throws when a program or library that a suite needs is missing, with the Debian packages to install. A suite calls it first,
 * so that it fails by one clear sentence and is never skipped in silence.
 *
 * @param more program or library to Debian package, besides the laboratory's own needs.json
 */
export function requireNeeds(more: Readonly<Record<string, string>> = {}): void {
  const needs = { ...labNeeds, ...more };
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const libraries = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/usr/local/lib'].flatMap((folder) =>
    existsSync(folder)
      ? [folder, ...readdirSync(folder).flatMap((name) => (name.endsWith('-linux-gnu') ? [join(folder, name)] : []))]
      : [],
  );
  const absent = Object.entries(needs).filter(([name]) =>
    name.includes('.so')
      ? !libraries.some((folder) => existsSync(join(folder, name)))
      : !folders.some((f) => runs(join(f, name))),
  );
  if (absent.length === 0) return;
  const packages = [...new Set(absent.map(([, debian]) => debian))].join(' ');
  throw new Error(`missing: ${absent.map(([name]) => name).join(', ')}. On Debian: apt-get install ${packages}`);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
