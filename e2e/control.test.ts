import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { settle, until } from './lab/lab.js';
import { KEY, OwnDevice } from './lab/own-device.js';
import { held } from './lab/recorder.js';
import { untilSamePicture } from './lab/screen.js';
import { Stage } from './lab/stage.js';
import { XServer } from './lab/x-server.js';

/** What an expert gets to do, and when. The recorder logs every input event that reaches the novice's display. */
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('an expert in control types into the novice’s terminal and drags its window', async () => {
  const { expert } = await stage.control();
  const { desktop, display } = stage;
  const terminal = await desktop.terminal();
  if (!terminal) throw new Error('the terminal is gone');
  await expert.click(terminal.x + 50, terminal.y + 100);
  const before = desktop.typed.length;
  await expert.type('hello');
  await until('"hello" in the terminal', () => desktop.typed.slice(before) === 'hello');
  await untilSamePicture(desktop.server, display);
  await expert.drag({ x: terminal.x + 100, y: terminal.y - 10 }, { x: terminal.x + 160, y: terminal.y + 30 });
  await until('the window at its new place', async () => {
    const now = await desktop.terminal();
    return now?.x === terminal.x + 60 && now.y === terminal.y + 40;
  });
  await untilSamePicture(desktop.server, display);
});

test('capitals, digits and signs arrive as the expert typed them', async () => {
  const { expert } = await stage.control();
  const { desktop } = stage;
  const terminal = await desktop.terminal();
  if (!terminal) throw new Error('the terminal is gone');
  await expert.click(terminal.x + 50, terminal.y + 100);
  const before = desktop.typed.length;
  await expert.type('aZ5;:_+');
  await until('the characters in the terminal', () => desktop.typed.slice(before) === 'aZ5;:_+');
});

test('before control not one event arrives', async () => {
  const session = await stage.view();
  stage.recorder.forget();
  await stage.tryEverything(session.expert);
  await stage.askForControl(session);
  expect(stage.recorder.injected).toEqual([]);
});

test('after the novice’s stop not one event arrives', async () => {
  const session = await stage.control();
  await stage.tryEverything(session.expert);
  await until('input of an expert in control', () => stage.recorder.acted.length > 0);
  session.beside.say('s');
  expect(await session.beside.event('control-ended')).toMatchObject({ by: 'novice' });
  stage.recorder.forget();
  await stage.tryEverything(session.expert);
  await stage.askForControl(session);
  expect(stage.recorder.acted).toEqual([]);
});

test('the novice’s own Esc takes control back while the expert types', async () => {
  const session = await stage.control();
  const { desktop } = stage;
  await session.expert.click(300, 330);
  const before = desktop.typed.length;
  const typing = session.expert.type('x'.repeat(200));
  await until('the first letters', () => desktop.typed.length > before + 10);
  await new OwnDevice(desktop.server).key(KEY.escape);
  expect(await session.beside.event('control-ended')).toMatchObject({ by: 'escape' });
  const typed = desktop.typed.length;
  // A key of the novice's own marks the place in the server's order of events, for the recorder may be behind.
  await new OwnDevice(desktop.server).key(KEY.n);
  await until('the mark', () => stage.recorder.forgetUntilOwn(KEY.n));
  await typing;
  await stage.tryEverything(session.expert);
  await stage.askForControl(session);
  expect(stage.recorder.acted).toEqual([]);
  // Before the mark, at most what was on its way from the display to the terminal when Beside told.
  expect(desktop.typed.slice(typed)).toMatch(/^x{0,3}n$/);
  expect(await held(desktop.server)).toEqual([]);
});

test('an Esc from another server’s keyboard, as Xephyr’s, takes control back too', async () => {
  const outer = await XServer.start(stage.lab);
  const nested = await Stage.set({ kind: 'Xephyr', inside: outer });
  try {
    const { beside } = await nested.control();
    await outer.xdotool('mousemove', 500, 700, 'key', 'Escape');
    expect(await beside.event('control-ended')).toMatchObject({ by: 'escape' });
  } finally {
    await nested.end();
  }
});

test('an Esc that the expert typed takes nothing back', async () => {
  const session = await stage.control();
  const before = stage.desktop.typed.length;
  await session.expert.click(300, 330);
  await session.expert.key('Escape');
  await session.expert.type('z');
  await until('what came after the Esc', () => stage.desktop.typed.slice(before) === '\u001bz');
  expect(session.beside.told('control-ended')).toBe(false);
});

test('during a pause not one event arrives', async () => {
  const session = await stage.control();
  const { beside, expert } = session;
  beside.say('p');
  await beside.event('paused');
  stage.recorder.forget();
  const before = stage.desktop.typed.length;
  await stage.tryEverything(expert);
  await settle();
  beside.say('p');
  await beside.event('resumed');
  expect(stage.recorder.acted).toEqual([]);
  await expert.click(300, 330);
  await expert.type('z');
  await until('control as before', () => stage.desktop.typed.slice(before) === 'z');
});

test('a no leaves the expert viewing, and not one event arrives', async () => {
  const session = await stage.view();
  await stage.askForControl(session);
  session.beside.say('n');
  stage.recorder.forget();
  await stage.tryEverything(session.expert);
  await stage.askForControl(session);
  expect(stage.recorder.acted).toEqual([]);
  expect(session.beside.told('controlling')).toBe(false);
  session.beside.say('n');
  await stage.desktop.server.xdotool('mousemove', 300, 330, 'click', 1, 'type', 'still seen');
  await untilSamePicture(stage.desktop.server, stage.display);
});

test('control that the expert gives back is gone', async () => {
  const session = await stage.control();
  await session.expert.toggleControl();
  expect(await session.beside.event('control-ended')).toMatchObject({ by: 'expert' });
  expect(await held(stage.desktop.server)).toEqual([]);
  stage.recorder.forget();
  await stage.tryEverything(session.expert);
  await stage.askForControl(session);
  expect(stage.recorder.acted).toEqual([]);
});

test('what the expert holds down is released when control ends', async () => {
  const session = await stage.control();
  await session.expert.server.xdotool('mousemove', 600, 100, 'keydown', 'shift', 'mousedown', 1);
  await until('a held key', async () => (await held(stage.desktop.server)).length >= 2);
  session.beside.say('s');
  await session.beside.event('control-ended');
  await until('nothing held', async () => (await held(stage.desktop.server)).length === 0);
  await session.expert.server.xdotool('keyup', 'shift', 'mouseup', 1);
});

test('with --view-only the novice is never asked for control, and not one event arrives', async () => {
  const { beside, expert } = await stage.view({ options: ['--view-only'] });
  stage.recorder.forget();
  await expert.toggleControl();
  await stage.tryEverything(expert);
  await expert.toggleControl();
  await expert.toggleControl();
  await settle();
  expect(beside.told('control-asked')).toBe(false);
  expect(stage.recorder.acted).toEqual([]);
});
