import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { settle, until } from './lab/lab.js';
import { DESKTOP_COLOURS } from './lab/novice-desktop.js';
import { having, untilSamePicture } from './lab/screen.js';
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
