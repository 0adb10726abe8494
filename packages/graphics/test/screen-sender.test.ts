import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_INTERVAL } from '../src/index.js';
import { CLIENT, Screen } from './client.js';
import type { FakeDesktop } from './fake-desktop.js';
import { expectSame } from './same.js';
import { Bench, NO_ACKNOWLEDGEMENTS } from './sender-bench.js';

describe('ScreenSender', () => {
  it('shows the whole desktop at the start, and after it a change at once', async () => {
    const bench = new Bench(200, 100);
    bench.paint(5, 5, 20, 20, 0);
    expect(bench.desktop.captures).toBe(0);
    bench.sender.start();
    await bench.settle();
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
    await bench.pass(100);
    bench.paint(50, 50, 3, 3, 0xabcdef);
    expect(bench.desktop.captures).toBe(2);
    await bench.settle();
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('does nothing at all while nothing changes', async () => {
    const bench = new Bench(200, 100);
    bench.sender.start();
    await bench.pass(100);
    expect(bench.scheduled).toBe(0);
    await bench.pass(60_000);
    expect(bench.desktop.captures).toBe(1);
  });

  it('captures at most sixty times a second, however often there is damage, and misses nothing', async () => {
    const bench = new Bench(100, 100);
    bench.sender.start();
    await bench.settle();
    const before = bench.desktop.captures;
    for (let i = 0; i < 1000; i++) {
      bench.paint(i % 90, i % 80, 5, 5, i * 77 + 1);
      expect(bench.scheduled).toBeLessThan(2);
      await bench.pass(1);
    }
    expect(bench.desktop.captures - before).toBeLessThanOrEqual(60);
    expect(bench.desktop.captures - before).toBeGreaterThan(50);
    await bench.pass(2 * FRAME_INTERVAL);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('captures sixty times a second too when the damage holds nothing new', async () => {
    const bench = new Bench(100, 100);
    bench.sender.start();
    await bench.settle();
    for (let i = 0; i < 1000; i++) {
      bench.sender.damaged();
      await bench.pass(1);
    }
    expect(bench.desktop.captures).toBeLessThanOrEqual(62);
  });

  it('never has two captures at once, and merges what changes during one', async () => {
    const bench = new Bench(100, 100);
    let running = 0;
    let most = 0;
    bench.capture = async () => {
      most = Math.max(most, ++running);
      for (let i = 0; i < 5; i++) await undefined;
      running--;
      return bench.desktop.capture();
    };
    bench.sender.start();
    for (let i = 0; i < 10; i++) bench.paint(i, i, 4, 4, i + 1);
    await bench.pass(100);
    expect(most).toBe(1);
    expect(bench.frames).toBeLessThanOrEqual(2);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('holds back while the stream is full and sends what changed meanwhile in one frame', async () => {
    const bench = new Bench(100, 100);
    bench.sender.start();
    await bench.pass(100);
    const frames = bench.frames;
    bench.queued = 1_000_000;
    for (let i = 0; i < 50; i++) {
      bench.paint(i, i, 4, 4, i + 1);
      await bench.pass(20);
    }
    expect(bench.frames).toBe(frames);
    bench.queued = 0;
    bench.sender.drained();
    await bench.settle();
    expect(bench.frames).toBe(frames + 1);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('goes by acknowledgements where the client gives them', async () => {
    const bench = new Bench(100, 100, CLIENT);
    bench.sender.start();
    for (let i = 0; i < 10; i++) {
      bench.paint(i, i, 4, 4, i + 1);
      await bench.pass(20);
    }
    expect(bench.frames).toBe(2);
    bench.sender.acknowledged(2);
    await bench.settle();
    expect(bench.frames).toBe(3);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('sends areas again when asked', async () => {
    const bench = new Bench(100, 100);
    bench.paint(0, 0, 100, 100, 0);
    bench.sender.start();
    await bench.pass(50);
    bench.screen.pixels.fill(0, 0, 1000);
    bench.sender.refresh([{ x: 0, y: 0, width: 100, height: 10 }]);
    await bench.settle();
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('sends everything anew, in what the client now can show, when it was activated again', async () => {
    const bench = new Bench(100, 100);
    bench.paint(0, 0, 100, 60, 0);
    bench.sender.start();
    await bench.pass(50);
    bench.screen.pixels.fill(0);
    bench.sender.clientChanged({ ...CLIENT, bitsPerPixel: 16 }, { width: 100, height: 100 });
    await bench.pass(50);
    expectSame(bench.screen.pixels, bench.desktop.shown(16));
  });

  it('shows the upper left part of a desktop that outgrew a client which cannot follow, and black where it got smaller', async () => {
    const bench = new Bench(100, 100);
    bench.paint(0, 0, 100, 100, 0);
    bench.sender.start();
    await bench.pass(50);
    for (const [width, height] of [
      [230, 60],
      [40, 150],
      [300, 300],
      [100, 100],
    ] as const) {
      bench.desktop.resize(width, height);
      bench.paint(0, 0, width, height, 0);
      await bench.pass(50);
      bench.paint(width - 30, height - 30, 60, 60, 0x445566);
      await bench.pass(50);
      expectSame(bench.screen.pixels, cut(bench.desktop, 100, 100));
    }
    expect(bench.errors).toEqual([]);
  });

  it('follows a client that follows the desktop, whichever is first', async () => {
    const bench = new Bench(100, 100);
    bench.sender.start();
    await bench.pass(50);
    bench.desktop.resize(150, 130);
    bench.paint(0, 0, 150, 130, 0);
    bench.open = false;
    await bench.pass(50);
    bench.open = true;
    bench.screen = new Screen(150, 130);
    bench.sender.clientChanged(NO_ACKNOWLEDGEMENTS, bench.screen);
    await bench.pass(50);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
    bench.screen = new Screen(64, 64);
    bench.sender.clientChanged(NO_ACKNOWLEDGEMENTS, bench.screen);
    await bench.pass(50);
    bench.desktop.resize(64, 64);
    bench.paint(0, 0, 64, 64, 0);
    await bench.pass(50);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('neither captures nor sends after stop, and shows all that changed meanwhile after start', async () => {
    const bench = new Bench(100, 100);
    bench.sender.start();
    await bench.pass(50);
    bench.paint(0, 0, 50, 50, 7);
    bench.sender.stop();
    await bench.settle();
    bench.sender.start();
    await bench.settle();
    bench.paint(30, 30, 50, 50, 0);
    expect(bench.scheduled).toBe(1);
    bench.sender.stop();
    const frames = bench.frames;
    bench.paint(30, 30, 50, 50, 0);
    await bench.pass(1000);
    expect(bench.frames).toBe(frames);
    expect(bench.scheduled).toBe(0);
    bench.sender.start();
    await bench.pass(50);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('sends what was not let out with the next frame', async () => {
    const bench = new Bench(100, 100);
    bench.sender.start();
    await bench.pass(50);
    bench.open = false;
    bench.paint(0, 0, 50, 50, 0);
    await bench.pass(50);
    bench.open = true;
    bench.paint(70, 70, 5, 5, 9);
    await bench.pass(50);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
  });

  it('reports a capture that fails, and stops', async () => {
    const bench = new Bench(100, 100);
    bench.capture = () => Promise.reject(new Error('the display is gone'));
    bench.sender.start();
    await bench.settle();
    expect(bench.errors).toEqual([new Error('the display is gone')]);
    bench.sender.damaged();
    await bench.pass(1000);
    expect(bench.errors).toHaveLength(1);
  });

  it('leaves the client with the very last picture, whatever happens on the way (property)', async () => {
    const step = fc.oneof(
      fc.tuple(fc.constant('paint'), fc.nat(279), fc.nat(149), fc.integer({ min: 1, max: 280 }), fc.nat(3)),
      fc.tuple(
        fc.constantFrom('pass', 'refresh', 'acknowledge', 'stop-start', 'shut', 'open'),
        fc.nat(279),
        fc.nat(149),
        fc.nat(60),
        fc.nat(3),
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<15 | 16 | 24 | 32>(15, 16, 24, 32),
        fc.constantFrom(0, 0x3fffff),
        fc.constantFrom(0, 2),
        fc.array(step, { maxLength: 30 }),
        async (bitsPerPixel, maxUpdateSize, framesInFlight, steps) => {
          const bench = new Bench(281, 151, { ...CLIENT, bitsPerPixel, maxUpdateSize, framesInFlight });
          bench.sender.start();
          for (const [kind, x, y, size, color] of steps) {
            if (kind === 'paint') bench.paint(x, y, size, size, color);
            else if (kind === 'pass') await bench.pass(size);
            else if (kind === 'refresh') bench.sender.refresh([{ x, y, width: size, height: size }]);
            else if (kind === 'acknowledge') bench.sender.acknowledged(bench.frames);
            else if (kind === 'stop-start') {
              bench.sender.stop();
              await bench.pass(size);
              bench.sender.start();
            } else bench.open = kind === 'open';
          }
          bench.open = true;
          bench.sender.damaged();
          await bench.pass(10_000);
          bench.sender.damaged();
          await bench.pass(10_000);
          expectSame(bench.screen.pixels, bench.desktop.shown(bitsPerPixel));
        },
      ),
      { numRuns: 80 },
    );
  });

  it('keeps its memory flat over a thousand frames', async () => {
    const bench = new Bench(320, 240);
    bench.sender.start();
    const arrays: number[] = [];
    for (let i = 0; i < 1000; i++) {
      bench.desktop.paint({ x: (i * 7) % 200, y: (i * 5) % 150, width: 120, height: 90 }, i % 3 === 0 ? 0 : i);
      bench.sender.damaged();
      await bench.pass(20);
      if (i === 200 || i === 999) arrays.push(process.memoryUsage().arrayBuffers);
    }
    expect(bench.frames).toBeGreaterThan(990);
    // The fake client allocates what it decodes into; the sender's own buffers would show as more than that.
    expect(arrays[1]! - arrays[0]!).toBeLessThan(32 << 20);
  });
});

/** What a screen of this size has to show of a desktop of another. */
function cut(desktop: FakeDesktop, width: number, height: number): Uint32Array {
  const shown = desktop.shown(32);
  const out = new Uint32Array(width * height).fill(0xff000000);
  const covered = Math.min(width, desktop.width);
  for (let y = 0; y < Math.min(height, desktop.height); y++)
    out.set(shown.subarray(y * desktop.width, y * desktop.width + covered), y * width);
  return out;
}
