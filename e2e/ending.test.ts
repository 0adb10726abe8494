import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { settle, until } from './lab/lab.js';
import { held } from './lab/recorder.js';
import { untilSamePicture } from './lab/screen.js';
import { Stage } from './lab/stage.js';
import { alive, childrenOf, segmentsOf } from './lab/usage.js';

/** How sessions end, and what is left when something ends by force. */
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('the novice’s q ends the session, the expert’s program, and Beside with exit code 0', async () => {
  const { beside, expert } = await stage.control();
  beside.say('q');
  expect(await beside.event('ended')).toMatchObject({ reason: 'novice' });
  await expert.ended();
  await until('Beside to end', () => !beside.program.running);
  expect(beside.program.exit).toEqual({ code: 0, signal: null });
  expect(beside.program.stderr).not.toMatch(/^\s+at /m);
});

test('SIGTERM ends it as cleanly', async () => {
  const { beside, expert } = await stage.view();
  beside.program.child.kill('SIGTERM');
  await expert.ended();
  await until('Beside to end', () => !beside.program.running);
  expect(beside.told('ended')).toBe(true);
});

test('a line of chat leaves a FreeRDP, which has no chat, in its session', async () => {
  const { beside, expert } = await stage.view();
  beside.say('c Hello, can you see this? \u{1f600}');
  await stage.desktop.server.xdotool('mousemove', 300, 330, 'click', 1, 'type', 'still here');
  await settle();
  await untilSamePicture(stage.desktop.server, stage.display);
  expect(expert.program.running).toBe(true);
  expect(beside.program.running).toBe(true);
});

test('an expert’s program that is killed ends its session and releases what it held', async () => {
  const { beside, expert } = await stage.control();
  await expert.server.xdotool('mousemove', 600, 100, 'keydown', 'shift', 'mousedown', 1);
  await until('a held key', async () => (await held(stage.desktop.server)).length >= 2);
  expert.program.child.kill('SIGKILL');
  await beside.event('ended');
  await until('nothing held', async () => (await held(stage.desktop.server)).length === 0);
  await expert.server.xdotool('keyup', 'shift', 'mouseup', 1);
});

test('kill -9 of Beside leaves no shared segment, no held key, no window and no process', async () => {
  const { beside, expert } = await stage.control();
  const { pid } = beside;
  const server = stage.desktop.server.program.pid;
  await expert.server.xdotool('mousemove', 600, 100, 'keydown', 'shift', 'mousedown', 1);
  await until('a held key', async () => (await held(stage.desktop.server)).length >= 2);
  expect(segmentsOf(pid)).not.toEqual([]);
  const children = childrenOf(pid);
  const windows = await windowCount();
  beside.program.child.kill('SIGKILL');
  await beside.program.exited;
  await expert.ended();
  await until('no shared segment', () => segmentsOf(pid).length + segmentsOf(server).length === 0);
  await until('nothing held', async () => (await held(stage.desktop.server)).length === 0);
  await until('no process', () => !children.some(alive));
  expect(await windowCount()).toBeLessThan(windows);
  await expert.server.xdotool('keyup', 'shift', 'mouseup', 1);
  // The desktop is as it was: another Beside shows it.
  await stage.view();
});

test('a display that dies in the middle ends the session, and Beside with exit code 1 and a sentence', async () => {
  const doomed = await Stage.set();
  try {
    const { beside, expert } = await doomed.control();
    doomed.desktop.server.program.child.kill('SIGKILL');
    expect(await beside.event('ended')).toMatchObject({ reason: 'desktop-lost' });
    await expert.ended();
    await until('Beside to end', () => !beside.program.running);
    expect(beside.program.exit).toEqual({ code: 1, signal: null });
    expect(beside.program.stderr).not.toMatch(/^\s+at /m);
    expect(beside.program.stderr).not.toBe('');
  } finally {
    await doomed.end();
  }
});

test('a display that dies while nobody is there ends Beside as well', async () => {
  const doomed = await Stage.set();
  try {
    const beside = await doomed.invite();
    doomed.desktop.server.program.child.kill('SIGKILL');
    await until('Beside to end', () => !beside.program.running);
    expect(beside.program.exit).toEqual({ code: 1, signal: null });
  } finally {
    await doomed.end();
  }
});

/** Windows at the top of the novice's display. */
async function windowCount(): Promise<number> {
  return (await stage.desktop.server.run('xwininfo', '-root', '-children')).match(/^ {5}0x/gm)?.length ?? 0;
}
