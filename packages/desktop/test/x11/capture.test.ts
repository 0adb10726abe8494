import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capture, Desktop } from '../../src/desktop.js';
import { until, XServer } from '../x-server.js';
import { Painter, readXwd } from './painter.js';
import { openTold, type Told } from './told.js';

/** Blue, green and red of every pixel, without the unused byte. */
function colours({ pixels }: { readonly pixels: Uint8Array }): Buffer {
  return Buffer.from(pixels.filter((_, index) => index % 4 !== 3));
}

async function screenshot(server: XServer): Promise<{ width: number; height: number; pixels: Uint8Array }> {
  return readXwd(await server.run('xwd', '-root', '-silent'));
}

describe.each([24, 30, 16, 15])('an X display of %i bits a pixel', (depth) => {
  let server: XServer;
  let desktop: Desktop;
  let painter: Painter;

  beforeAll(async () => {
    server = await XServer.start({ width: 300, height: 200, depth });
    ({ desktop } = await openTold(server.display));
    painter = await Painter.of(server.display);
  });
  afterAll(async () => {
    await desktop?.close();
    painter?.close();
    await server?.stop();
  });

  it('is captured as xwd sees it', async () => {
    await painter.noise();
    const capture = await desktop.capture();
    const wanted = await screenshot(server);
    expect([capture.width, capture.height, capture.stride]).toEqual([wanted.width, wanted.height, capture.width * 4]);
    expect(colours(capture).equals(colours(wanted))).toBe(true);
  });
});

describe('capturing', () => {
  let server: XServer;
  let desktop: Desktop;
  let told: Told;
  let painter: Painter;
  /** Takes what is there, so that a test starts from an unchanged screen. */
  const settle = async () => {
    await painter.settled();
    await desktop.capture();
    told.damages = 0;
  };
  const damaged = (count: number) => until('damage to be told', () => told.damages >= count);

  beforeAll(async () => {
    server = await XServer.start({ width: 640, height: 480 });
    ({ desktop, told } = await openTold(server.display));
    painter = await Painter.of(server.display);
  });
  afterAll(async () => {
    await desktop?.close();
    painter?.close();
    await server?.stop();
  });

  it('tells the whole picture first, and nothing of an unchanged screen', async () => {
    const first = await desktop.capture();
    expect(first.damage).toEqual([{ x: 0, y: 0, width: 640, height: 480 }]);
    await painter.settled();
    await desktop.capture();
    expect((await desktop.capture()).damage).toEqual([]);
  });

  it('tells no damage that the first capture has taken', async () => {
    const { desktop: another, told: toldAnother } = await openTold(server.display);
    await another.capture();
    await painter.settled();
    await another.capture();
    expect(toldAnother.damages).toBe(0);
    await another.close();
  });

  it('tells exactly what changed, once, and has it in the picture', async () => {
    await settle();
    await painter.fill({ x: 10, y: 20, width: 30, height: 40 }, 0x0a141e);
    await painter.fill({ x: 500, y: 400, width: 5, height: 1 }, 0xffffff);
    await damaged(1);
    const { damage, pixels, stride } = await desktop.capture();
    expect(damage).toEqual([
      { x: 10, y: 20, width: 30, height: 40 },
      { x: 500, y: 400, width: 5, height: 1 },
    ]);
    const pixel = (x: number, y: number) => [...pixels.subarray(y * stride + x * 4, y * stride + x * 4 + 3)];
    expect([pixel(10, 20), pixel(39, 59), pixel(504, 400)]).toEqual([
      [0x1e, 0x14, 0x0a],
      [0x1e, 0x14, 0x0a],
      [255, 255, 255],
    ]);
    expect(told.damages).toBe(1);
    expect((await desktop.capture()).damage).toEqual([]);
  });

  it('sees what windows draw, not only the root', async () => {
    await settle();
    const window = await painter.window({ x: 100, y: 100, width: 50, height: 50 });
    await damaged(1);
    await desktop.capture();
    told.damages = 0;
    await painter.fill({ x: 5, y: 5, width: 10, height: 10 }, 0xff00ff, window);
    await damaged(1);
    expect((await desktop.capture()).damage).toEqual([{ x: 105, y: 105, width: 10, height: 10 }]);
    await painter.destroy(window);
  });

  it('tells damage again after each capture', async () => {
    await settle();
    for (let round = 1; round <= 5; round++) {
      await painter.fill({ x: round, y: round, width: 1, height: 1 }, 0xffffff);
      await painter.fill({ x: round + 1, y: round, width: 1, height: 1 }, 0);
      await damaged(round);
      await desktop.capture();
    }
    await painter.settled();
    expect(told.damages).toBe(5);
  });

  it('merges many small changes into few places without overlap that cover them', async () => {
    await settle();
    const places = Array.from({ length: 400 }, (_, i) => ({ x: (i % 20) * 30, y: Math.floor(i / 20) * 23, width: 3, height: 3 }));
    for (const place of places) await painter.fill(place, 0x123456);
    await damaged(1);
    const { damage } = await desktop.capture();
    expect(damage.length).toBeLessThanOrEqual(32);
    for (const { x, y } of places) {
      const over = damage.filter(
        (rect) => x >= rect.x && x + 3 <= rect.x + rect.width && y >= rect.y && y + 3 <= rect.y + rect.height,
      );
      expect(over).toHaveLength(1);
    }
  });

  it('refuses a second capture while one runs', async () => {
    const first = desktop.capture();
    await expect(desktop.capture()).rejects.toThrow(/while one runs/);
    await first;
  });

  it('takes no more memory over 1000 captures', async () => {
    const captures = async (count: number): Promise<Capture> => {
      let last = await desktop.capture();
      for (let i = 0; i < count; i++) {
        await painter.fill({ x: i % 600, y: 0, width: 10, height: 470 }, i);
        last = await desktop.capture();
      }
      return last;
    };
    await captures(300);
    const before = process.memoryUsage.rss();
    await captures(1000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(40 << 20);
  });
});

describe('a server that cannot share memory', () => {
  it('is captured through its socket', async () => {
    const server = await XServer.start({ width: 200, height: 100, args: ['-extension', 'MIT-SHM'] });
    const { desktop } = await openTold(server.display);
    const painter = await Painter.of(server.display);
    await painter.noise();
    await desktop.capture();
    await painter.fill({ x: 3, y: 50, width: 7, height: 2 }, 0xabcdef);
    await painter.settled();
    const capture = await until('damage', async () => {
      const found = await desktop.capture();
      return found.damage.length > 0 && found;
    });
    expect(capture.damage).toEqual([{ x: 3, y: 50, width: 7, height: 2 }]);
    expect(colours(capture).equals(colours(await screenshot(server)))).toBe(true);
    await desktop.close();
    painter.close();
    await server.stop();
  });
});
