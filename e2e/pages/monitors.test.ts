import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../lab/lab.js';
import { PageStage, show } from '../lab/page-stage.js';
import { picture, untilSamePicture } from '../lab/screen.js';
import type { XServer } from '../lab/x-server.js';

/** Sizes and monitors that change while an expert's page shows them. Xvfb can do neither; Xtigervnc can, by RandR. */
let stage: PageStage;
beforeAll(async () => {
  stage = await PageStage.set({ kind: 'Xtigervnc', width: 1024, height: 768 });
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('the page follows the novice’s screen to other sizes and monitors, and shows one monitor alone when asked to', async () => {
  const { expert } = await stage.view();
  const { server } = stage.desktop;
  for (const size of ['800x600', '1280x1024', '1024x768']) {
    await server.run('xrandr', '-s', size);
    await until(`a screen of ${size}`, async () => (await sizeOf(server)) === size);
    await untilSamePicture(server, expert);
  }
  expect(await expert.page.getByRole('button', { name: 'Monitors' }).count()).toBe(0);

  // Its outputs beyond the first are never lit: the second monitor is one that somebody defined, which is the same to every program.
  await server.run('xrandr', '--setmonitor', 'second', '800/200x600/150+1024+0', 'none');
  await server.run('xrandr', '--fb', '1824x768');
  await until('the second monitor', async () => (await sizeOf(server)) === '1824x768');
  await untilSamePicture(server, expert);
  await expert.press('Monitors');
  await show(expert.page, 'monitors');
  await expert.page.getByRole('menuitemradio', { name: /^Monitor \d, 800 × 600/ }).click();
  await until('the second monitor alone', async () => {
    const box = await expert.page.locator('.frame').boundingBox();
    return box !== null && Math.abs(box.width / box.height - 800 / 600) < 0.02;
  });

  await server.run('xrandr', '--delmonitor', 'second');
  await server.run('xrandr', '--fb', '1024x768');
  await until('one monitor', async () => (await sizeOf(server)) === '1024x768');
  await untilSamePicture(server, expert);
  await until('the whole desktop', async () => {
    const box = await expert.page.locator('.frame').boundingBox();
    return box !== null && Math.abs(box.width / box.height - 1024 / 768) < 0.02;
  });
});

/** Of the desktop; '' where it shrank while its picture was taken, which xwd does not survive. */
async function sizeOf(server: XServer): Promise<string> {
  return picture(server).then(
    ({ width, height }) => `${width}x${height}`,
    () => '',
  );
}
