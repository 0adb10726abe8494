import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { settle, until } from './lab/lab.js';
import { DESKTOP_COLOURS } from './lab/novice-desktop.js';
import { KEY, OwnDevice } from './lab/own-device.js';
import { held } from './lab/recorder.js';
import { differing, having, picture, untilSamePicture } from './lab/screen.js';
import { Stage } from './lab/stage.js';

/** A session with Beside at both ends, by its command line: what is seen, said and done, and when not. */
let stage: Stage;
beforeAll(async () => {
  // The expert's Beside has no window.
  stage = await Stage.set({}, { width: 64, height: 64 });
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('before the novice’s yes the expert has no picture and nothing that it says goes; after it, every pixel', async () => {
  const novice = await stage.invite({ form: 'beside' });
  const expert = stage.help(novice);
  await novice.event('consent-asked');
  await expert.event('waiting-for-consent');
  stage.recorder.forget();
  for (const line of [`w ${stage.lab.path('early.png')}`, 'c too early', `f ${novice.file}`, 'r', 't too early'])
    expert.say(line);
  await until('five remarks', () => expert.program.stderr.match(/There is nobody yet/g)?.length === 5);
  await settle();
  expect(expert.told('screenshot')).toBe(false);
  for (const event of ['chat', 'file-offered', 'control-asked', 'viewing']) expect(novice.told(event)).toBe(false);
  expect(stage.recorder.injected).toEqual([]);
  novice.say('y');
  await novice.event('viewing');
  const { width, height } = stage.desktop.server;
  expect(await expert.event('viewing')).toMatchObject({ width, height });
  const shown = await untilSamePicture(stage.desktop.server, expert);
  expect(having(shown, DESKTOP_COLOURS)).toBeGreaterThan(100_000);
});

test('both sides show the same check number', async () => {
  const { novice, expert } = await stage.viewByBeside();
  const numberOf = (events: typeof novice.events, name: string) => events.find(({ event }) => event === name)?.['checkNumber'];
  const number = numberOf(novice.events, 'consent-asked');
  expect(number).toMatch(/^\d{3} ?\d{3}$/);
  expect(numberOf(expert.events, 'connected')).toBe(number);
});

test('chat goes both ways, with emoji and scripts from right to left, to the letter', async () => {
  const { novice, expert } = await stage.viewByBeside();
  for (const text of ['Grüße, Erika 👩🏽‍💻🇩🇪', 'שלום עולם 123 abc', 'مرحبا، كيف الحال؟', 'z'.repeat(2000)]) {
    expert.say(`c ${text}`);
    expect(await novice.event('chat')).toMatchObject({ text });
    novice.say(`c ${text}`);
    expect(await expert.event('chat')).toMatchObject({ text });
  }
});

test('control is refused, given, taken back by the novice and given back by the expert, and keys arrive only between', async () => {
  const { novice, expert } = await stage.viewByBeside();
  const { desktop, recorder } = stage;
  await desktop.server.xdotool('mousemove', 300, 330, 'click', 1);
  const start = desktop.typed.length;
  const typed = () => desktop.typed.slice(start);
  const nothingArrives = async (after: string) => {
    recorder.forget();
    expert.say('t nothing of this');
    expect(await expert.event('typed')).toMatchObject({ all: false });
    // The engine keeps the order: what was typed has come, or never will, when the novice has this.
    expert.say('c typed?');
    await novice.event('chat');
    expect(recorder.acted).toEqual([]);
    expect(typed()).toBe(after);
  };
  const ask = () =>
    until('the question for control', async () => {
      // Too soon after a no the novice is not asked.
      expert.say('r');
      return until('control-asked', () => novice.told('control-asked'), 1500).catch(() => false);
    }).then(() => novice.event('control-asked'));

  await nothingArrives('');
  await ask();
  await nothingArrives('');
  novice.say('n');
  expect(await expert.event('control-refused')).toMatchObject({ why: 'novice-said-no' });
  await nothingArrives('');

  await ask();
  novice.say('y');
  await novice.event('controlling');
  await expert.event('controlling');
  const text = 'aZ5;_ Grüße, Straße, é € 😀';
  expert.say(`t ${text}`);
  await until('the text in the terminal', () => typed() === text);
  await untilSamePicture(desktop.server, expert);

  novice.say('s');
  expect(await novice.event('control-ended')).toMatchObject({ by: 'novice' });
  expect(await expert.event('control-ended')).toMatchObject({ by: 'novice' });
  await nothingArrives(text);

  await ask();
  novice.say('y');
  await expert.event('controlling');
  expert.say('g');
  expect(await novice.event('control-ended')).toMatchObject({ by: 'expert' });
  expect(await expert.event('control-ended')).toMatchObject({ by: 'expert' });
  await nothingArrives(text);
  expect(await held(desktop.server)).toEqual([]);
});

test('the novice’s own Esc in the middle of a long text stops it: not one key comes after', async () => {
  const { novice, expert } = await stage.controlByBeside();
  const { desktop, recorder } = stage;
  await desktop.server.xdotool('mousemove', 300, 330, 'click', 1);
  const before = desktop.typed.length;
  expert.say(`t ${'x'.repeat(60_000)}`);
  await until('the first letters', () => desktop.typed.length > before + 10);
  const own = new OwnDevice(desktop.server);
  await own.key(KEY.escape);
  expect(await novice.event('control-ended')).toMatchObject({ by: 'escape' });
  expect(await expert.event('control-ended')).toMatchObject({ by: 'escape' });
  // A key of the novice's own marks the place in the server's order of events, for the recorder may be behind.
  await own.key(KEY.n);
  await until('the mark', () => recorder.forgetUntilOwn(KEY.n), 60_000);
  expert.say('t nothing of this');
  await settle();
  expect(recorder.acted).toEqual([]);
  await until('the mark in the terminal', () => desktop.typed.includes('n'));
  // Between the Esc and Beside's word, at most what was on its way already.
  recorder.forgetUntilOwn(KEY.escape);
  expect(recorder.acted.length).toBeLessThan(500);
  expect(await held(desktop.server)).toEqual([]);
});

test('in a pause not one pixel changes and not one key arrives, and going on brings all of it', async () => {
  const { novice, expert } = await stage.controlByBeside();
  const { desktop, recorder } = stage;
  novice.say('p');
  await novice.event('paused');
  await expert.event('paused');
  const frozen = await expert.picture();
  await desktop.server.xdotool('mousemove', 300, 330, 'click', 1, 'type', 'nobody sees this');
  const busy = desktop.busy();
  await until('the busy screen', async () => differing(await picture(desktop.server), frozen) > 10_000);
  recorder.forget();
  expert.say('t nothing of this');
  for (let i = 0; i < 3; i++) {
    await settle();
    expect(differing(frozen, await expert.picture())).toBe(0);
  }
  expect(recorder.acted).toEqual([]);
  await busy.end();
  novice.say('p');
  await novice.event('resumed');
  await expert.event('resumed');
  await untilSamePicture(desktop.server, expert);
});

test('an expert that ends the session ends with 0, the novice is told, and the same invitation works again', async () => {
  const { novice, expert } = await stage.controlByBeside();
  expert.say('q');
  expect(await novice.event('ended')).toMatchObject({ reason: 'expert' });
  expect(await expert.event('ended')).toMatchObject({ reason: 'expert' });
  expect(await expert.event('closed')).toMatchObject({ why: 'expert' });
  expect(await expert.ended()).toEqual({ code: 0, signal: null });
  const killed = await stage.helpWithConsent(novice);
  killed.program.child.kill('SIGKILL');
  expect(await novice.event('ended')).toMatchObject({ reason: 'connection-lost' });
  const next = await stage.helpWithConsent(novice);
  novice.say('q');
  expect(await novice.event('ended')).toMatchObject({ reason: 'novice' });
  expect(await next.event('ended')).toMatchObject({ reason: 'novice' });
  expect(await next.event('closed')).toMatchObject({ why: 'ended' });
  expect(await next.ended()).toEqual({ code: 0, signal: null });
  await until('the novice’s Beside to end', () => !novice.program.running);
  expect(novice.program.exit).toEqual({ code: 0, signal: null });
});

test('a wrong password is told before anything is sent, and a no after the question, each with 1', async () => {
  const novice = await stage.invite({ form: 'beside' });
  const wrong = stage.help(novice, { password: 'ZZZZZZZZZZZZ' });
  expect(await wrong.event('failed')).toMatchObject({ code: 'wrong-password' });
  expect(await wrong.ended()).toEqual({ code: 1, signal: null });
  expect(wrong.events.map(({ event }) => event)).toEqual(['failed']);
  expect(novice.events.map(({ event }) => event)).toEqual(['invited']);
  const unwanted = stage.help(novice);
  await novice.event('consent-asked');
  novice.say('n');
  expect(await novice.event('refused')).toMatchObject({ why: 'novice-said-no' });
  expect(await unwanted.event('refused')).toMatchObject({ why: 'novice-said-no' });
  expect(await unwanted.event('closed')).toMatchObject({ why: 'refused' });
  expect(await unwanted.ended()).toEqual({ code: 1, signal: null });
});

test('an invitation for Windows is opened as well: the picture, control and chat', async () => {
  const { novice, expert } = await stage.controlByBeside({ form: 'windows' });
  const { desktop } = stage;
  expect(expert.events.find(({ event }) => event === 'connected')).toMatchObject({ way: 'rdp', checkNumber: null });
  await desktop.server.xdotool('mousemove', 300, 330, 'click', 1);
  const before = desktop.typed.length;
  expert.say('t Grüße');
  await until('the text in the terminal', () => desktop.typed.slice(before) === 'Grüße');
  await untilSamePicture(desktop.server, expert);
  const text = 'שלום 👩🏽‍💻 Erika';
  expert.say(`c ${text}`);
  expect(await novice.event('chat')).toMatchObject({ text });
  novice.say(`c ${text}`);
  expect(await expert.event('chat')).toMatchObject({ text });
});

test('the expert follows the novice’s screen to other sizes', async () => {
  const resizable = await Stage.set({ kind: 'Xtigervnc', width: 1024, height: 768 }, { width: 64, height: 64 });
  try {
    const { expert } = await resizable.viewByBeside();
    for (const [width, height] of [
      [800, 600],
      [1280, 1024],
    ]) {
      await resizable.desktop.server.run('xrandr', '-s', `${width}x${height}`);
      expect(await expert.event('resized')).toMatchObject({ width, height });
      expect(await untilSamePicture(resizable.desktop.server, expert)).toMatchObject({ width, height });
    }
  } finally {
    await resizable.end();
  }
});
