import { closeSync, readSync, writeSync } from 'node:fs';
import { libc, MFD_CLOEXEC } from './ffi/libc.js';

/** What the table has an entry for: a pressed key, a pressed button, a key that was lent a character. */
export type HeldKind = 'key' | 'button' | 'lent';

const KINDS: readonly HeldKind[] = ['key', 'button', 'lent'];
/** Keycodes and button numbers are bytes. */
const ENTRIES = 256;

/**
 * What Beside holds on the X server, one byte an entry, in memory that the guard shares: so each press is known to it
 * before it is made, without a message that could be late, and Beside may end at any instant.
 */
export class HeldTable {
  /** For the guard to inherit. */
  readonly fd: number;

  constructor() {
    this.fd = libc().memfd_create('beside-held', MFD_CLOEXEC);
    if (this.fd < 0) throw new Error('no memory for what is held: memfd_create failed');
    writeSync(this.fd, new Uint8Array(KINDS.length * ENTRIES), 0, undefined, 0);
  }

  set(kind: HeldKind, number: number, held: boolean): void {
    writeSync(this.fd, Uint8Array.of(held ? 1 : 0), 0, 1, KINDS.indexOf(kind) * ENTRIES + number);
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Reads a table through an inherited descriptor. */
export function readHeld(fd: number): { readonly kind: HeldKind; readonly number: number }[] {
  const bytes = new Uint8Array(KINDS.length * ENTRIES);
  readSync(fd, bytes, 0, bytes.length, 0);
  const held: { kind: HeldKind; number: number }[] = [];
  for (const [index, value] of bytes.entries()) {
    if (value !== 0) held.push({ kind: KINDS[Math.floor(index / ENTRIES)]!, number: index % ENTRIES });
  }
  return held;
}
