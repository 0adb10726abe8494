import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desktop } from '../../src/desktop.js';
import { until, XServer } from '../x-server.js';
import { Painter } from './painter.js';
import { openTold, type Told } from './told.js';

describe('a screen that changes its size', () => {
  let server: XServer;
  let desktop: Desktop;
  let told: Told;
  const resize = (size: string) => server.run('xrandr', '--fb', size, '--output', 'VNC-0', '--mode', size);

  beforeAll(async () => {
    server = await XServer.start({ kind: 'Xtigervnc', width: 800, height: 600 });
    ({ desktop, told } = await openTold(server.display));
    await desktop.capture();
  });
  afterAll(async () => {
    await desktop?.close();
    await server?.stop();
  });

  it('is told with its monitors, and captured whole in the new size', async () => {
    await resize('1024x768');
    await until('the new size', () => told.sizes.at(-1)?.size.width === 1024 && told.sizes.at(-1)?.monitors[0]?.width === 1024);
    expect(desktop.size).toEqual({ width: 1024, height: 768 });
    expect(desktop.monitors).toEqual([{ name: 'VNC-0', x: 0, y: 0, width: 1024, height: 768, primary: true }]);
    const { width, height, stride, pixels, damage } = await desktop.capture();
    expect({ width, height, stride, bytes: pixels.length, damage }).toEqual({
      width: 1024,
      height: 768,
      stride: 4096,
      bytes: 4096 * 768,
      damage: [{ x: 0, y: 0, width: 1024, height: 768 }],
    });
  });

  it('can change while it is captured, smaller and larger, and pictures of before stay readable', async () => {
    const old = await desktop.capture();
    let changing = true;
    const changes = (async () => {
      for (const size of ['640x480', '1280x960', '800x600', '1024x768', '640x480']) await resize(size);
      changing = false;
    })();
    const painter = await Painter.of(server.display);
    while (changing) {
      await painter.fill({ x: 0, y: 0, width: 2000, height: 2000 }, 0x808080);
      const { width, height, pixels } = await desktop.capture();
      expect(pixels.length).toBe(width * height * 4);
    }
    await changes;
    painter.close();
    await until('the last size', () => desktop.size.width === 640);
    expect((await desktop.capture()).width).toBe(640);
    expect(old.pixels.reduce((sum, value) => sum + value, 0)).toBeGreaterThanOrEqual(0);
  });

  it('can be split into several monitors', async () => {
    await server.run('xrandr', '--setmonitor', 'left', '320/100x480/100+0+0', 'VNC-0');
    await server.run('xrandr', '--setmonitor', 'right', '320/100x480/100+320+0', 'none');
    // RANDR tells nobody of monitors that a program makes; the next change of any kind has them.
    await resize('800x600');
    await until('the monitors', () => desktop.monitors.length === 2);
    expect(desktop.monitors.map(({ name, x, width }) => ({ name, x, width }))).toEqual([
      { name: 'left', x: 0, width: 320 },
      { name: 'right', x: 320, width: 320 },
    ]);
  });
});
