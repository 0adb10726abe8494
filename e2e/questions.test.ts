import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { settle, until } from './lab/lab.js';
import { KEY, OwnDevice } from './lab/own-device.js';
import { untilSamePicture } from './lab/screen.js';
import { Stage } from './lab/stage.js';
import { Xfreerdp } from './lab/xfreerdp.js';

/** Who can answer a question to the novice: the novice, and not the expert, whatever the expert clicks and types. */
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('an expert who had control and clicks and types at the question gets nothing by it', async () => {
  const session = await stage.control();
  const { beside, expert } = session;
  await expert.toggleControl();
  await beside.event('control-ended');
  await stage.askForControl(session);
  stage.recorder.forget();
  for (const at of await overlays()) {
    for (const part of [0.25, 0.5, 0.75]) await expert.click(at.x + at.width * part, at.y + at.height * 0.8);
    await expert.click(at.x + at.width / 2, at.y + at.height / 2);
  }
  await expert.type('y\n');
  await expert.key('Return', 'space', 'alt+y', 'Tab', 'Return');
  await settle();
  expect(beside.told('controlling')).toBe(false);
  expect(stage.recorder.acted).toEqual([]);
  beside.say('n');
  await settle();
  expect(beside.told('controlling')).toBe(false);
});

test('a click into the question that some program injects does not answer it', async () => {
  const session = await stage.view();
  await stage.askForControl(session);
  const windows = await overlays();
  expect(windows.length).toBeGreaterThan(0);
  for (const { x, y, width, height } of windows)
    for (let i = 1; i < 8; i++)
      for (let j = 1; j < 8; j++)
        await stage.desktop.server.xdotool(
          'mousemove',
          Math.round(x + (width * i) / 8),
          Math.round(y + (height * j) / 8),
          'click',
          1,
        );
  await stage.desktop.server.xdotool('key', 'y', 'Return', 'space');
  await settle();
  expect(session.beside.told('controlling')).toBe(false);
});

test('what the expert typed ahead into the novice’s terminal does not answer the question there', async () => {
  // Beside in a terminal on the very desktop that it shows, as people start it.
  const { lab, desktop, display } = stage;
  const file = lab.path('invitation.msrcincident');
  const log = lab.path('events');
  const cli = fileURLToPath(new URL('../packages/beside/dist/cli.js', import.meta.url));
  const command = `exec '${process.execPath}' '${cli}' novice --for windows --file '${file}' --password BCDFGHJKLMNP --display ${desktop.server.display} --ui terminal --json > '${log}'`;
  const place = ['-geometry', '70x10+60+480', '-T', 'beside'];
  const terminal = lab.start('xterm', [...place, '-e', 'sh', '-c', command], {
    env: { ...desktop.server.env, HOME: lab.folder },
  });
  try {
    const told = (event: string) => readFileSync(log, 'utf8').split(`"event":"${event}"`).length - 1;
    const own = new OwnDevice(desktop.server);
    /** The novice clicks into the terminal and types y, again if that came before the question had stood long enough to be read. */
    const yes = (outcome: string) =>
      until(outcome, async () => {
        await own.click(300, 560);
        await own.key(KEY.y);
        await own.key(KEY.return);
        return until(outcome, () => told(outcome) > 0, 1500).catch(() => false);
      });
    await until('the invitation', () => {
      try {
        return told('invited') > 0;
      } catch {
        return false;
      }
    });
    const expert = Xfreerdp.open(lab, display, file, 'BCDFGHJKLMNP');
    await until('the question for consent', () => told('consent-asked') > 0);
    await yes('viewing');
    await expert.window();
    await untilSamePicture(desktop.server, display);
    const ask = (times: number) =>
      until('the question for control', async () => {
        await expert.toggleControl();
        return until('control-asked', () => told('control-asked') === times, 1500).catch(() => false);
      });
    await ask(1);
    await yes('controlling');
    await expert.click(300, 560);
    stage.recorder.forget();
    await expert.type('y\ny\ny');
    await until('the typed keys', () => stage.recorder.acted.filter(({ detail }) => detail === KEY.y).length === 3);
    expect(stage.recorder.acted.filter(({ detail }) => detail === KEY.return)).toHaveLength(2);
    await expert.toggleControl();
    await until('the end of control', () => told('control-ended') > 0);
    await ask(2);
    await settle();
    expect(told('controlling')).toBe(1);
    await expert.program.end();
  } finally {
    await terminal.end();
  }
});

/** Windows that no window manager manages, which is what Beside's own are, except the large frame. */
async function overlays(): Promise<{ x: number; y: number; width: number; height: number }[]> {
  const { server } = stage.desktop;
  const tree = await server.run('xwininfo', '-root', '-tree');
  const found: { x: number; y: number; width: number; height: number }[] = [];
  for (const [, id = ''] of tree.matchAll(/^ {5}(0x[0-9a-f]+) /gm)) {
    const info = await server.run('xwininfo', '-id', id, '-all').catch(() => '');
    const number = (name: string) => Number(new RegExp(`${name}:\\s+(-?\\d+)`).exec(info)?.[1]);
    const [width, height] = [number('Width'), number('Height')];
    if (!info.includes('Override Redirect State: yes') || !info.includes('Map State: IsViewable')) continue;
    if (width < 40 || height < 20) continue;
    found.push({ x: number('Absolute upper-left X'), y: number('Absolute upper-left Y'), width, height });
  }
  return found;
}
