import { readSync } from 'node:fs';

/** What the table has an entry for: a pressed key, a pressed button, a key that was lent a character. */
export type HeldKind = 'key' | 'button' | 'lent';

const KINDS: readonly HeldKind[] = ['key', 'button', 'lent'];
/** Keycodes and button numbers are bytes. */
const ENTRIES = 256;

/** Bytes of a table: one an entry, not 0 when it is held. */
export const TABLE_SIZE = KINDS.length * ENTRIES;
/** The descriptor under which the guard finds the table. */
export const TABLE_FD = 3;

/** Something that is held. */
export interface Held {
  readonly kind: HeldKind;
  /** Key code or button. */
  readonly number: number;
}

/** Where a table has its entry for something. */
export function entryOf({ kind, number }: Held): number {
  return KINDS.indexOf(kind) * ENTRIES + number;
}

/** Reads a table through an inherited descriptor. */
export function readHeld(fd: number): Held[] {
  const bytes = new Uint8Array(TABLE_SIZE);
  readSync(fd, bytes, 0, bytes.length, 0);
  const held: Held[] = [];
  for (const [entry, value] of bytes.entries()) {
    if (value !== 0) held.push({ kind: KINDS[Math.floor(entry / ENTRIES)]!, number: entry % ENTRIES });
  }
  return held;
}
