import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bandwidth } from '../src/index.js';
import { CLIENT } from './client.js';
import { expectSame } from './same.js';
import { Bench, NO_ACKNOWLEDGEMENTS } from './sender-bench.js';

const SLOWER = ['low', 'medium', 'medium-high'] as const;
const PER_SECOND = { low: 5, medium: 10, 'medium-high': 20, high: 60 } as const;

/** Each column in another colour. */
function paintGradient(bench: Bench, shift = 0): void {
  const { width, height } = bench.desktop;
  bench.paint(0, 0, width, height, (x) => (((x >> 1) + shift) & 0xff) * 0x010101);
}

/** How many pixels of the upper rows the client has otherwise than they are. */
function wrong(bench: Bench, rows = bench.desktop.height): number {
  const { width } = bench.desktop;
  const [shown, seen] = [bench.desktop.shown(32), bench.screen.pixels];
  let sum = 0;
  for (let at = 0; at < rows * width; at++) if (((shown[at]! ^ seen[at]!) & 0xffffff) !== 0) sum++;
  return sum;
}

describe.each(SLOWER)('with the bandwidth %s', (bandwidth) => {
  const open = (width = 256, height = 192) => new Bench(width, height, NO_ACKNOWLEDGEMENTS, bandwidth);

  it('shows a change at once, coarsely, and exactly once it is still; then it does nothing', async () => {
    const bench = open();
    paintGradient(bench);
    bench.sender.start();
    await bench.settle();
    expect(wrong(bench)).toBeGreaterThan(0);
    await bench.pass(2000);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
    const { captures } = bench.desktop;
    expect(bench.scheduled).toBe(0);
    await bench.pass(60_000);
    expect(bench.desktop.captures).toBe(captures);
  });

  it('makes no more frames than the step says, and needs fewer bytes for them', async () => {
    const bytes: number[] = [];
    for (const bench of [open(), new Bench(256, 192)]) {
      bench.sender.start();
      for (let ms = 0; ms < 1500; ms += 25) {
        paintGradient(bench, ms);
        await bench.pass(25);
      }
      bytes.push(bench.screen.received);
    }
    const bench = open();
    bench.sender.start();
    for (let ms = 0; ms < 1000; ms += 10) {
      paintGradient(bench, ms);
      await bench.pass(10);
    }
    expect(bench.frames).toBeLessThanOrEqual(PER_SECOND[bandwidth] + 1);
    expect(bench.frames).toBeGreaterThanOrEqual(PER_SECOND[bandwidth] - 1);
    expect(bytes[0]).toBeLessThan(bytes[1]! / 2);
  });

  it('shows small changes exactly at once', async () => {
    const bench = open();
    bench.sender.start();
    await bench.pass(2000);
    bench.paint(100, 100, 60, 20, 0x123456);
    await bench.settle();
    expect(wrong(bench)).toBe(0);
  });

  it('has black, white and pure colours exact at once', async () => {
    const bench = open();
    const colours = [0xff000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0xff00ff, 0x00ffff];
    for (const [i, colour] of colours.entries()) bench.paint(i * 32, 0, 32, 192, colour);
    bench.sender.start();
    await bench.settle();
    expect(wrong(bench)).toBe(0);
    // So that nothing is left to be made exact.
    expect(bench.scheduled).toBe(0);
  });

  it('makes what is still exact, beside what moves all the time and in the same tile', async () => {
    const bench = open();
    paintGradient(bench);
    bench.sender.start();
    const move = async (ms: number) => {
      for (const end = bench.now + ms; bench.now < end; await bench.pass(50)) {
        bench.paint(0, 70, 256, 100, (x) => ((x + (bench.now >> 3)) & 0xff) * 0x010101);
      }
    };
    await move(2000);
    // Tiles are 64 high.
    expect(wrong(bench, 64)).toBe(0);
    expect(wrong(bench, 70)).toBeGreaterThan(0);
    await move(2000);
    expect(wrong(bench, 70)).toBe(0);
  });

  it('never puts more into a frame of a still picture than its part', async () => {
    const bench = open(768, 512);
    paintGradient(bench);
    bench.sender.start();
    await bench.settle();
    const most = { low: 16, medium: 32, 'medium-high': 64 }[bandwidth];
    for (let left = wrong(bench), frames = bench.frames; left > 0; ) {
      await bench.pass(25);
      const now = wrong(bench);
      expect(left - now).toBeLessThanOrEqual(most * 64 * 64 * (bench.frames - frames));
      [left, frames] = [now, bench.frames];
    }
    expect(bench.now).toBeLessThan(5000);
  });
});

it('is at no step wrong for good, whatever is painted, when, and at which depth', async () => {
  const step = fc.record({
    x: fc.nat(190),
    y: fc.nat(130),
    width: fc.integer({ min: 1, max: 200 }),
    height: fc.integer({ min: 1, max: 140 }),
    color: fc.nat(0xffffff),
    wait: fc.nat(900),
    closed: fc.boolean(),
  });
  const client = fc.record({ depth: fc.constantFrom(15, 16, 24, 32), framesInFlight: fc.constant(0) });
  const bandwidth = fc.constantFrom<Bandwidth>(...SLOWER, 'high');
  await fc.assert(
    fc.asyncProperty(bandwidth, client, fc.array(step, { maxLength: 8 }), async (bandwidth, { depth, framesInFlight }, steps) => {
      const bench = new Bench(200, 140, { ...CLIENT, bitsPerPixel: depth, framesInFlight }, bandwidth);
      bench.sender.start();
      for (const { x, y, width, height, color, wait, closed } of steps) {
        bench.open = !closed;
        bench.paint(x, y, width, height, color);
        await bench.pass(wait);
      }
      bench.open = true;
      bench.sender.damaged();
      await bench.pass(5000);
      expectSame(bench.screen.pixels, bench.desktop.shown(depth));
      expect(bench.scheduled).toBe(0);
      expect(bench.errors).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('follows a client that is activated anew, with another size and depth', async () => {
  const bench = new Bench(256, 192, NO_ACKNOWLEDGEMENTS, 'low');
  paintGradient(bench);
  bench.sender.start();
  await bench.pass(100);
  bench.sender.clientChanged({ ...NO_ACKNOWLEDGEMENTS, bitsPerPixel: 16 }, { width: 256, height: 192 });
  await bench.pass(3000);
  expectSame(bench.screen.pixels, bench.desktop.shown(16));
});
