import { closeSync, writeSync } from 'node:fs';
import { libc, MFD_CLOEXEC } from './ffi/libc.js';
import { entryOf, type Held, TABLE_SIZE } from './held.js';

/**
 * What Beside holds on the X server, in memory that the guard shares: so each press is known to it before it is made,
 * without a message that could be late, and Beside may end at any instant.
 */
export class HeldTable {
  /** For the guard to inherit. */
  readonly fd: number;
  readonly #held = new Set<number>();

  /** @returns null when the system has no descriptor left for it */
  static create(): HeldTable | null {
    const fd = libc().memfd_create('beside-held', MFD_CLOEXEC);
    return fd < 0 ? null : new HeldTable(fd);
  }

  private constructor(fd: number) {
    this.fd = fd;
    writeSync(fd, new Uint8Array(TABLE_SIZE), 0, TABLE_SIZE, 0);
  }

  get empty(): boolean {
    return this.#held.size === 0;
  }

  set(what: Held, held: boolean): void {
    const entry = entryOf(what);
    if (held) this.#held.add(entry);
    else this.#held.delete(entry);
    writeSync(this.fd, Uint8Array.of(held ? 1 : 0), 0, 1, entry);
  }

  close(): void {
    closeSync(this.fd);
  }
}
