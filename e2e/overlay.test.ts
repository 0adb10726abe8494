import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Beside } from './lab/beside.js';
import type { BesideEvent } from './lab/beside-program.js';
import { OverlayWindows, type Place } from './lab/overlay-windows.js';
import { Stage } from './lab/stage.js';

/** What the novice does with the mouse in Beside's own windows, which is what most novices do. */
let stage: Stage;
let windows: OverlayWindows;
beforeAll(async () => {
  stage = await Stage.set();
  windows = new OverlayWindows(stage.desktop.server);
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('the novice’s click on Yes in the question lets the expert see', async () => {
  const beside = await stage.invite();
  stage.open(beside);
  await beside.event('consent-asked');
  await clickUntil(beside, 'viewing', () => windows.answer(true));
});

test('the novice’s click on "Stop control" in the bar takes control back', async () => {
  const { beside } = await stage.control();
  expect(await clickUntil(beside, 'control-ended', () => windows.barButton(3, 0))).toMatchObject({ by: 'novice' });
});

test('the novice’s click on "Pause" in the bar pauses', async () => {
  const { beside } = await stage.view();
  await clickUntil(beside, 'paused', () => windows.barButton(2, 0));
});

async function clickUntil(beside: Beside, event: string, find: () => Promise<Place | undefined>): Promise<BesideEvent> {
  await windows.clickUntil(event, find, () => beside.told(event));
  return beside.event(event);
}
