import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Browser } from '../lab/browser.js';
import { Home } from '../lab/home.js';
import { Lab, requireNeeds, until } from '../lab/lab.js';
import { NoviceDesktop } from '../lab/novice-desktop.js';
import { OverlayWindows } from '../lab/overlay-windows.js';
import { ExpertPage, NovicePage } from '../lab/page-people.js';
import { untilSamePicture } from '../lab/screen.js';
import needs from './needs.json' with { type: 'json' };

/** Two people, each with a Beside and a browser of their own; the novice's desktop is real. */
let lab: Lab;
let desktop: NoviceDesktop;
let windows: OverlayWindows;
let browser: Browser;
beforeAll(async () => {
  requireNeeds(needs);
  lab = new Lab();
  desktop = await NoviceDesktop.start(lab);
  windows = new OverlayWindows(desktop.server);
  browser = await Browser.start(lab);
});
afterAll(() => lab?.end());

const homes: Home[] = [];
afterEach(async () => {
  for (const home of homes.splice(0)) await home.program.end();
});

async function people(): Promise<{ novice: NovicePage; expert: ExpertPage }> {
  const [noviceHome, expertHome] = [Home.start(lab, desktop.server), Home.start(lab)];
  homes.push(noviceHome, expertHome);
  return {
    novice: await NovicePage.open(lab, noviceHome, await browser.person()),
    expert: await ExpertPage.open(expertHome, await browser.person()),
  };
}

test('from the two choices to the picture: file, password, check number, the novice’s own yes', async () => {
  const { novice, expert } = await people();
  await novice.invite();
  const password = await novice.password();
  await expert.drag(await novice.save());
  await expert.connect('WRONGWRONG22');
  await expert.page.getByText('This password does not fit the invitation.').waitFor();
  await expert.connect(password);
  await novice.heading(/wants to see your screen/);
  await expert.heading(/is asked/);
  expect(await expert.checkNumber()).toMatch(/^\d{6}$/);
  expect(await novice.checkNumber()).toBe(await expert.checkNumber());
  await windows.clickUntil(
    'consent',
    () => windows.answer(true),
    () => expert.page.getByRole('toolbar').isVisible(),
  );
  await untilSamePicture(desktop.server, expert);
  await novice.heading(/sees your screen/);
  expect(await novice.page.content()).not.toContain(password);
});
