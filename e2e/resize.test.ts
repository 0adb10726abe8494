import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from './lab/lab.js';
import { picture, untilSamePicture } from './lab/screen.js';
import { Stage } from './lab/stage.js';

/** Sizes and monitors that change while somebody sees. Xvfb can do neither; Xtigervnc can, by RandR. */
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set({ kind: 'Xtigervnc', width: 1024, height: 768 }, { width: 1920, height: 1200 });
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('the expert follows the novice’s screen to a smaller and to a larger size', async () => {
  const { expert } = await stage.view();
  for (const size of ['800x600', '1280x1024', '1024x768']) {
    await stage.desktop.server.run('xrandr', '-s', size);
    await until(`a screen of ${size}`, async () => sizeOf(await picture(stage.desktop.server)) === size);
    await untilSamePicture(stage.desktop.server, stage.display);
    expect(await windowSize()).toBe(size);
  }
  expect(expert.program.running).toBe(true);
});

test('control works at the new size', async () => {
  const { expert } = await stage.control();
  await stage.desktop.server.run('xrandr', '-s', '1280x1024');
  await untilSamePicture(stage.desktop.server, stage.display);
  await expert.server.xdotool('mousemove', 1270, 1010);
  await until('the pointer in the new corner', async () =>
    (await stage.desktop.server.xdotool('getmouselocation')).startsWith('x:1270 y:1010'),
  );
  const before = stage.desktop.typed.length;
  await expert.click(300, 330);
  await expert.type('w');
  await until('a letter', () => stage.desktop.typed.slice(before) === 'w');
  await stage.desktop.server.run('xrandr', '-s', '1024x768');
});

test('a monitor that is plugged in and out is seen and gone', async () => {
  await stage.view();
  const { server } = stage.desktop;
  await server.run('xrandr', '--fb', '1824x768', '--output', 'VNC-1', '--mode', '800x600', '--pos', '1024x0');
  await until('the second monitor', async () => sizeOf(await picture(server)) === '1824x768');
  await untilSamePicture(server, stage.display);
  expect(await windowSize()).toBe('1824x768');
  await server.run('xrandr', '--output', 'VNC-1', '--off', '--fb', '1024x768');
  await until('one monitor', async () => sizeOf(await picture(server)) === '1024x768');
  await untilSamePicture(server, stage.display);
});

function sizeOf({ width, height }: { width: number; height: number }): string {
  return `${width}x${height}`;
}

/** Size of xfreerdp's window. */
async function windowSize(): Promise<string | undefined> {
  const tree = await stage.display.run('xwininfo', '-root', '-tree');
  return /"FreeRDP: .*?\s(\d+x\d+)\+/.exec(tree)?.[1];
}
