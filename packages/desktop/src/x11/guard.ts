import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type HeldKind, HeldTable } from './held.js';

/** The compiled program, from the sources too: Node does not run those. */
const PROGRAM = fileURLToPath(new URL('../../dist/x11/guard-main.js', import.meta.url));
/** The descriptor under which the guard finds the table. */
export const TABLE_FD = 3;

/**
 * A small process of its own that releases what is still held when Beside ends, however that happens: the X server
 * keeps injected keys pressed for ever. It is started with the first press.
 */
export class Guard {
  readonly #display: string;
  #table: HeldTable | null = null;
  #process: ChildProcess | null = null;

  constructor(display: string) {
    this.#display = display;
  }

  /**
   * Makes known that something is about to be pressed or lent.
   *
   * @returns false when no guard can be started: then it must not be pressed
   */
  hold(kind: HeldKind, number: number): boolean {
    this.#table ??= new HeldTable();
    if (!this.#process && !this.#start(this.#table)) return false;
    this.#table.set(kind, number, true);
    return true;
  }

  /** Makes known that it is released. The release must be on its way to the server already. */
  release(kind: HeldKind, number: number): void {
    this.#table?.set(kind, number, false);
  }

  /** Lets the guard end, which it does when its standard input does. */
  close(): void {
    this.#process?.stdin?.destroy();
    this.#process = null;
    this.#table?.close();
    this.#table = null;
  }

  #start(table: HeldTable): boolean {
    const { NODE_OPTIONS: _, ...environment } = process.env; // a debugger's or loader's options are meant for Beside alone
    const guard = spawn(process.execPath, ['--max-semi-space-size=1', '--v8-pool-size=0', PROGRAM, this.#display], {
      // Its own session, so that a signal to Beside's terminal or process group does not end it as well.
      detached: true,
      cwd: '/',
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore', table.fd],
    });
    const ended = () => {
      if (this.#process === guard) this.#process = null; // the next press starts another
    };
    guard.on('error', ended);
    guard.on('exit', ended);
    if (guard.pid === undefined) return false;
    guard.unref();
    // Beside's end closes it; nothing is ever written.
    const input = guard.stdin as NonNullable<typeof guard.stdin> & { unref?: () => void };
    input.on('error', ended);
    input.unref?.();
    this.#process = guard;
    return true;
  }
}
