import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { HeldKind } from './held.js';
import { HeldTable } from './held-table.js';

/** The compiled program, from the sources too: Node does not run those. */
const PROGRAM = fileURLToPath(new URL('../../dist/x11/guard-main.js', import.meta.url));
/** Milliseconds between two starts, for a guard that ends at once. */
const START_INTERVAL = 1000;

/**
 * A small process of its own that releases what is still held when Beside ends, however that happens: the X server
 * keeps injected keys pressed for ever. It is started with the first press.
 */
export class Guard {
  readonly #display: string;
  #table: HeldTable | null = null;
  #process: ChildProcess | null = null;
  #startedAt = Number.NEGATIVE_INFINITY;
  #restart: NodeJS.Timeout | null = null;

  /** @param display the X display's name */
  constructor(display: string) {
    this.#display = display;
  }

  /**
   * Makes known that something is about to be pressed or lent.
   *
   * @returns false when there is no guard and none can be started: then it must not be pressed
   */
  hold(kind: HeldKind, number: number): boolean {
    this.#table ??= HeldTable.create();
    if (!this.#table || (!this.#process && !this.#start(this.#table))) return false;
    this.#table.set({ kind, number }, true);
    return true;
  }

  /** Makes known that it is released. The release must be on its way to the server already. */
  release(kind: HeldKind, number: number): void {
    this.#table?.set({ kind, number }, false);
  }

  /** Lets the guard end, which it does when its standard input does. */
  close(): void {
    if (this.#restart) clearTimeout(this.#restart);
    const guard = this.#process;
    this.#process = null;
    guard?.stdin?.destroy();
    this.#table?.close();
    this.#table = null;
  }

  #start(table: HeldTable): boolean {
    const wait = this.#startedAt + START_INTERVAL - performance.now();
    if (wait > 0) return false;
    this.#startedAt = performance.now();
    const { NODE_OPTIONS: _, ...environment } = process.env; // a debugger's or loader's options are meant for Beside alone
    const guard = spawn(process.execPath, [PROGRAM, this.#display], {
      // Its own session, so that a signal to Beside's terminal or process group does not end it as well.
      detached: true,
      cwd: '/',
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore', table.fd],
    });
    const ended = () => this.#onEnded(guard);
    guard.on('error', ended);
    guard.on('exit', ended);
    if (guard.pid === undefined) return false;
    this.#process = guard;
    // Nothing is ever written to it: Beside's end is what it waits for.
    const input = guard.stdin as Socket;
    input.on('error', () => {}); // it has ended, which is noticed
    input.unref();
    guard.unref();
    return true;
  }

  /** Somebody ended it: what is held meanwhile is not without a guard for long. */
  #onEnded(guard: ChildProcess): void {
    if (this.#process !== guard) return;
    this.#process = null;
    this.#restart = setTimeout(() => {
      if (this.#table && !this.#table.empty && !this.#process) this.#start(this.#table);
    }, START_INTERVAL).unref();
  }
}
