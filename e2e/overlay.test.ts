import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Beside } from './lab/beside.js';
import type { BesideEvent } from './lab/beside-program.js';
import { until } from './lab/lab.js';
import { OwnDevice } from './lab/own-device.js';
import { picture } from './lab/screen.js';
import { Stage } from './lab/stage.js';

/** What the novice does with the mouse in Beside's own windows, which is what most novices do. */
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('the novice’s click on Yes in the question lets the expert see', async () => {
  const beside = await stage.invite();
  stage.open(beside);
  await beside.event('consent-asked');
  await clickUntil(beside, 'viewing', async () => {
    const question = await windowOf('question');
    // Two buttons of one size at the bottom, yes on the left.
    return question && { x: question.x + question.width / 4, y: question.y + question.height - 40 };
  });
});

test('the novice’s click on "Stop control" in the bar takes control back', async () => {
  const { beside } = await stage.control();
  expect(await clickUntil(beside, 'control-ended', () => barButton(3, 0))).toMatchObject({ by: 'novice' });
});

test('the novice’s click on "Pause" in the bar pauses', async () => {
  const { beside } = await stage.view();
  await clickUntil(beside, 'paused', () => barButton(2, 0));
});

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Clicks with the novice's own mouse until Beside tells of it: a press counts only when the window has stood for a while.
 *
 * @param find where to click; undefined while it is not on the screen
 */
async function clickUntil(beside: Beside, event: string, find: () => Promise<Place | undefined>): Promise<BesideEvent> {
  const mouse = new OwnDevice(stage.desktop.server);
  await until(`a click that gives "${event}"`, async () => {
    const at = await find();
    if (!at) return false;
    await mouse.click(Math.round(at.x), Math.round(at.y));
    return until(event, () => beside.told(event), 1000).catch(() => false);
  });
  return beside.event(event);
}

/** Where one of Beside's windows is on the novice's screen; undefined while it is not. */
async function windowOf(name: 'question' | 'bar'): Promise<(Place & { width: number; height: number }) | undefined> {
  const tree = await stage.desktop.server.run('xwininfo', '-root', '-tree');
  const line = new RegExp(`"Beside: ${name}".*?(\\d+)x(\\d+)\\+-?\\d+\\+-?\\d+\\s+\\+(-?\\d+)\\+(-?\\d+)`);
  const [, width, height, x, y] = line.exec(tree)?.map(Number) ?? [];
  if (width === undefined || height === undefined || x === undefined || y === undefined) return undefined;
  return { x, y, width, height };
}

/**
 * The middle of one of the bar's buttons, counted from the left; undefined while the bar doesn't have this many. How wide
 * they are depends on a font, so they are looked for: above its label, a button is a long run of one colour.
 */
async function barButton(count: number, index: number): Promise<Place | undefined> {
  const bar = await windowOf('bar');
  if (!bar) return undefined;
  const { width, pixels } = await picture(stage.desktop.server);
  const from = (bar.y + Math.floor(bar.height / 4)) * width + bar.x;
  const row = pixels.subarray(from, from + bar.width);
  const middles: number[] = [];
  for (let start = 0, end = 0; start < row.length; start = end) {
    while (end < row.length && row[end] === row[start]) end += 1;
    if (row[start] !== row[0] && end - start > 30) middles.push((start + end) / 2);
  }
  const x = middles[index];
  return middles.length === count && x !== undefined ? { x: bar.x + x, y: bar.y + bar.height / 2 } : undefined;
}
