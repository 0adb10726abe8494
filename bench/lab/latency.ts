import { setTimeout as sleep } from 'node:timers/promises';
import type { XClient } from './x-client.js';

/**
 * How long it takes from a change on the novice's display to the same change on the expert's: a square of 32 x 32 pixels gets
 * another colour, and one pixel of it is asked for at the expert until it is there. Both ends are timed by this process' clock.
 *
 * @returns ms, one for each of `count` changes; the step is that of asking, about half a millisecond
 */
export async function latencies(novice: XClient, expert: XClient, count: number): Promise<number[]> {
  const { window, gc } = novice.fullWindow();
  const square = { x: 1000, y: 500, width: 32, height: 32 };
  const pixel = { x: 1016, y: 516, width: 1, height: 1 };
  novice.fill(window, gc, { x: 0, y: 0, width: novice.width, height: novice.height }, 0x336699);
  const found: number[] = [];
  for (let i = 0; i <= count; i++) {
    // Far enough apart that a lossy codec does not mistake one for the other.
    const colour = i % 2 ? 0xf0f0f0 : 0x101010;
    const bright = i % 2 === 1;
    const start = performance.now();
    novice.fill(window, gc, square, colour);
    while (((expert.read(pixel)[0] ?? 0) & 0xff) > 128 !== bright) {
      if (performance.now() - start > 10_000) throw new Error('a change did not arrive in 10 s');
      await tick();
    }
    // The first one also brings the whole window.
    if (i > 0) found.push(performance.now() - start);
    // At no fixed distance, so that no timer of the server falls into step.
    await sleep(120 + ((i * 37) % 80));
  }
  return found;
}

/** Half a millisecond in which other programs have the processor; timers of Node.js have no smaller step than one. */
function tick(): Promise<void> {
  return new Promise((resolve) => {
    Atomics.wait(cell, 0, 0, 0.5);
    setImmediate(resolve);
  });
}
const cell = new Int32Array(new SharedArrayBuffer(4));
