import { type DesktopEvents, openPractice, type PracticeDesktop } from '@beside/desktop';
import { expect, it } from 'vitest';
import { showWindows } from '../src/novice/session-windows.js';

const nothing = () => undefined;

/** What the bar's buttons are, from left to right, on a small screen: every place of it is pressed. */
async function buttons(shown: Parameters<typeof showWindows>[1]): Promise<string[]> {
  const pressed: string[] = [];
  const events: DesktopEvents = {
    ...{ damaged: nothing, resized: nothing, pointerMoved: nothing, pointerChanged: nothing },
    ...{ clipboardChanged: nothing, escapePressed: nothing, lost: nothing },
    barPressed: (id) => pressed.push(id),
  };
  const desktop: PracticeDesktop = await openPractice({ width: 1024, height: 600 }, events);
  showWindows(desktop.overlay, shown);
  for (let x = 0; x < 1024; x += 2) desktop.ownPress({ x, y: 20 });
  await new Promise((resolve) => setImmediate(resolve));
  await desktop.close();
  // A button is wide enough to be hit.
  const widths = new Map<string, string[]>();
  for (const id of pressed) widths.set(id, [...(widths.get(id) ?? []), id]);
  for (const [id, hits] of widths) expect(hits.length * 2, id).toBeGreaterThan(40);
  return [...widths.keys()];
}

const LONG = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh von und zu';

it.each(['Erik', LONG, undefined])('a bar with everything in it has all of its buttons at 1024 by 600, for %s', async (name) => {
  expect(await buttons({ name, controlling: true, paused: false, chat: true })).toEqual(['stop', 'pause', 'chat', 'end']);
});

it.each([
  [{ controlling: false, paused: false, chat: true }, ['pause', 'chat', 'end']],
  [{ controlling: true, paused: true, chat: false }, ['stop', 'pause', 'end']],
  [{ controlling: false, paused: false, chat: false }, ['pause', 'end']],
])('of %j the bar has %j', async (shown, ids) => {
  expect(await buttons({ name: 'Erik', ...shown })).toEqual(ids);
});

it('there is no bar while nobody sees', async () => {
  expect(await buttons(null)).toEqual([]);
});
