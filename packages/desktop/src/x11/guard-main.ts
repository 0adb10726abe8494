/** The guard's program: waits until Beside has ended, releases what it left held, and ends. See guard.ts. */
import { readHeld, TABLE_FD } from './held.js';

const display = process.argv[2];

// Only Beside's end ends it: who stops both must not stop this one first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

process.stdin.on('error', release).on('end', release).resume();

let released = false;

async function release(): Promise<void> {
  if (released) return;
  released = true;
  const held = readHeld(TABLE_FD);
  if (held.length === 0) return;
  // Loaded only when it is needed, which is hardly ever: until then the guard is small.
  const { releaseHeld } = await import('./release.js');
  await releaseHeld(display, held);
}
