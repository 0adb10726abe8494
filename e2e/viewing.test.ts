import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { settle, until } from './lab/lab.js';
import { DESKTOP_COLOURS } from './lab/novice-desktop.js';
import { corner, differing, having, picture, untilSamePicture } from './lab/screen.js';
import { Stage } from './lab/stage.js';

/** What an expert gets to see, and when. */
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('the expert sees nothing of the desktop before the novice’s yes, and all of it after', async () => {
  const beside = await stage.invite();
  const expert = stage.open(beside);
  await beside.event('consent-asked');
  await expert.shown();
  const { width, height } = stage.desktop.server;
  let trying = true;
  const tries = (async () => {
    await stage.tryEverything(expert);
    // Where the question stands on the novice's screen.
    for (const part of [0.3, 0.4, 0.5, 0.6, 0.7]) await expert.click(width * part, height / 2 + 50);
    await expert.type('y\n');
    await expert.key('Return', 'space', 'alt+y', 'Tab', 'Return');
    await settle();
  })().finally(() => {
    trying = false;
  });
  while (trying) expect(having(await picture(stage.display), DESKTOP_COLOURS)).toBe(0);
  await tries;
  expect(beside.told('viewing')).toBe(false);
  beside.say('y');
  await beside.event('viewing');
  const shown = await untilSamePicture(stage.desktop.server, stage.display);
  expect(having(shown, DESKTOP_COLOURS)).toBeGreaterThan(100_000);
});

test('an expert whom the novice does not want sees nothing and is sent away', async () => {
  const beside = await stage.invite();
  const expert = stage.open(beside);
  await beside.event('consent-asked');
  await expert.shown();
  beside.say('n');
  expect(await beside.event('refused')).toMatchObject({ why: 'novice-said-no' });
  expect(having(await picture(stage.display), DESKTOP_COLOURS)).toBe(0);
  await expert.ended();
});

test('what changes on the novice’s screen changes on the expert’s', async () => {
  await stage.view();
  const { desktop, display } = stage;
  const before = await picture(desktop.server);
  await desktop.server.xdotool('mousemove', 300, 330, 'click', 1, 'type', 'words of the novice');
  await until('the words on the novice’s screen', async () => differing(before, await picture(desktop.server)) > 500);
  await untilSamePicture(desktop.server, display);
});

test('a screen that is never still is the same again as soon as it is still', async () => {
  await stage.view();
  const busy = stage.desktop.busy();
  const before = await picture(stage.display);
  await until('the busy screen at the expert', async () => differing(before, await picture(stage.display)) > 10_000);
  await busy.end();
  await untilSamePicture(stage.desktop.server, stage.display);
});

test('a pause freezes the picture, and going on brings the whole of it', async () => {
  const { beside } = await stage.view();
  const { desktop, display } = stage;
  beside.say('p');
  await beside.event('paused');
  await desktop.server.xdotool('mousemove', 300, 330, 'click', 1, 'type', 'nobody sees this');
  const busy = desktop.busy();
  await until('the busy screen', async () => {
    const { width, height } = desktop.server;
    return differing(await picture(desktop.server), corner(await picture(display), width, height)) > 10_000;
  });
  const frozen = await picture(display);
  await settle();
  expect(differing(frozen, await picture(display))).toBe(0);
  await busy.end();
  beside.say('p');
  await beside.event('resumed');
  await untilSamePicture(desktop.server, display);
});

test('a second expert is told that somebody is helping already, and the first stays', async () => {
  const { beside, expert } = await stage.view();
  const second = stage.open(beside);
  expect(await beside.event('refused')).toMatchObject({ why: 'busy' });
  await second.ended();
  await stage.desktop.server.xdotool('mousemove', 300, 330, 'click', 1, 'type', 'x');
  await expert.window();
  await untilSamePicture(stage.desktop.server, stage.display);
});

test('a display that demands a cookie is shown by the XAUTHORITY that has it', async () => {
  const locked = await Stage.set({ locked: true });
  try {
    await locked.view();
  } finally {
    await locked.end();
  }
});
