import type { ClientCapabilities } from '@beside/rdp';
import { describe, expect, it } from 'vitest';
import { MovingPicture } from '../src/moving-picture.js';
import { CLIENT, Screen } from './client.js';
import { expectSame } from './same.js';
import { Bench } from './sender-bench.js';

const REMOTEFX = { id: 3, mode: 'image', entropy: 'rlgr3' } as const;
const LOSSY: ClientCapabilities = { ...CLIENT, remotefx: REMOTEFX };
const WIDTH = 640;
const HEIGHT = 384;
const FILM = { x: 64, y: 64, width: 384, height: 256 };
/** ms between two pictures of the film. */
const RATE = 33;

/** Plays a film while the other side acknowledges what a line of `speed` bytes a ms has brought. */
async function play(bench: Bench, speed: number, frames: number): Promise<void> {
  let sent = bench.frames;
  let received = bench.screen.received;
  for (let i = 0; i < frames; i++) {
    bench.paint(FILM.x, FILM.y, FILM.width, FILM.height, (x) => ((x * 3 + i * 5) & 0xff) * 0x010201 + (x % 7) * 0x10000);
    for (let ms = 0; ms < RATE; ms++) {
      await bench.pass(1);
      if (bench.frames === sent || bench.screen.received - received > speed * (ms + 1)) continue;
      sent = bench.frames;
      received = bench.screen.received;
      bench.sender.acknowledged(sent);
    }
  }
  bench.sender.acknowledged(bench.frames);
}

describe('a film on the desktop', () => {
  it('is sent with loss over a slow line, and is exact within 300 ms of standing still', async () => {
    const bench = new Bench(WIDTH, HEIGHT, LOSSY);
    bench.sender.start();
    await bench.settle();
    await play(bench, 1000, 40);
    expect(bench.codecs).toContain('remotefx');
    expect(bench.screen.pixels).not.toEqual(bench.desktop.shown(32));
    await bench.pass(300 - RATE);
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
    expect(bench.scheduled).toBe(0);
  });

  it.each(['low', 'medium', 'medium-high'] as const)('with the bandwidth %s becomes exact as well', async (bandwidth) => {
    const bench = new Bench(WIDTH, HEIGHT, LOSSY, bandwidth);
    bench.sender.start();
    await bench.settle();
    await play(bench, 500, 40);
    for (let i = 0; i < 100; i++) {
      await bench.pass(50);
      bench.sender.acknowledged(bench.frames);
    }
    expectSame(bench.screen.pixels, bench.desktop.shown(32));
    expect(bench.scheduled).toBe(0);
  });

  it('is sent exactly to a client that does not take RemoteFX, and to one that acknowledges nothing', async () => {
    for (const client of [CLIENT, { ...LOSSY, framesInFlight: 0 }]) {
      const bench = new Bench(WIDTH, HEIGHT, client);
      bench.sender.start();
      await bench.settle();
      await play(bench, 1000, 20);
      expect([...bench.codecs]).toEqual(['planar']);
    }
  });

  it('leaves what stands still beside it exact all the time', async () => {
    const bench = new Bench(WIDTH, HEIGHT, LOSSY);
    bench.paint(0, 0, WIDTH, HEIGHT, 0);
    bench.sender.start();
    await bench.settle();
    await play(bench, 1000, 30);
    expect(bench.codecs).toContain('remotefx');
    const shown = bench.desktop.shown(32);
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        const inside = x >= FILM.x && x < FILM.x + FILM.width && y >= FILM.y && y < FILM.y + FILM.height;
        if (!inside && bench.screen.pixels[y * WIDTH + x] !== shown[y * WIDTH + x]) throw new Error(`differs at ${x}, ${y}`);
      }
  });
});

describe('MovingPicture.encode', () => {
  it('cuts what the client could not take whole, down to tiles, and leaves nothing out', () => {
    const moving = new MovingPicture(REMOTEFX, { width: WIDTH, height: HEIGHT }, 9000);
    let noise = 1;
    const pixels = Uint32Array.from({ length: WIDTH * HEIGHT }, () => {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      return noise >>> 8;
    });
    const rects = moving.encode(pixels, WIDTH, [{ x: 0, y: 0, width: WIDTH, height: HEIGHT }]);
    expect(rects.length).toBeGreaterThan(1);
    for (const { data, width, height } of rects) expect(data.length <= 9000 || (width <= 64 && height <= 64)).toBe(true);
    const screen = new Screen(WIDTH, HEIGHT);
    screen.show(rects);
    let far = 0;
    for (let i = 0; i < pixels.length; i++) if (Math.abs((screen.pixels[i]! & 0xff) - (pixels[i]! & 0xff)) > 128) far++;
    expect(far).toBeLessThan(pixels.length / 50);
  });
});
