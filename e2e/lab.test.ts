import { readFileSync, unlinkSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Attacker } from './lab/attacker.js';
import * as pdu from './lab/attacker-pdus.js';
import { Lab, requireNeeds, until } from './lab/lab.js';
import { DESKTOP_COLOURS, NoviceDesktop } from './lab/novice-desktop.js';
import { KEY, OwnDevice } from './lab/own-device.js';
import { held, Recorder } from './lab/recorder.js';
import { coloursOf, differing, having, picture, untilSamePicture } from './lab/screen.js';
import { startShadow } from './lab/shadow.js';
import { XServer } from './lab/x-server.js';
import { Xfreerdp } from './lab/xfreerdp.js';

/** What the other tests rely on, held against programs that are not Beside. */
const lab = new Lab();
let desktop: NoviceDesktop;
let recorder: Recorder;

beforeAll(async () => {
  requireNeeds();
  desktop = await NoviceDesktop.start(lab);
  recorder = await Recorder.start(lab, desktop.server);
});
afterAll(() => lab.end());

test('a picture has the colours that are on the display', async () => {
  const image = await picture(desktop.server);
  for (const colour of DESKTOP_COLOURS) expect(having(image, [colour])).toBeGreaterThan(10_000);
});

test('two displays that differ are told apart, and the error names two pictures', async () => {
  const other = await XServer.start(lab);
  expect(coloursOf(await picture(other))).toEqual(new Set([0]));
  expect(differing(await picture(other), await picture(desktop.server))).toBe(1024 * 768);
  const error: unknown = await untilSamePicture(desktop.server, other, 300).catch((caught: unknown) => caught);
  const [, ...files] = /pixels differ: (.*novice\.png) and (.*expert\.png)$/.exec((error as Error).message) ?? [];
  expect(files).toHaveLength(2);
  for (const file of files) {
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
    unlinkSync(file);
  }
});

test('the recorder takes injected input for injected, and the novice’s own for their own', async () => {
  recorder.forget();
  await new OwnDevice(desktop.server).key(KEY.escape);
  await until('the own key', () => recorder.all.some(({ kind, detail }) => kind === 'key-up' && detail === KEY.escape));
  expect(recorder.injected).toEqual([]);
  await desktop.server.xdotool('key', 'Escape');
  await until('the injected key', () => recorder.injected.some(({ kind }) => kind === 'key-up'));
  expect(recorder.acted.map(({ detail }) => detail)).toContain(KEY.escape);
});

test('a key that is held down is seen', async () => {
  expect(await held(desktop.server)).toEqual([]);
  await desktop.server.xdotool('keydown', 'a');
  expect(await held(desktop.server)).not.toEqual([]);
  await desktop.server.xdotool('keyup', 'a');
  expect(await held(desktop.server)).toEqual([]);
});

test('an expert’s FreeRDP types into the novice’s terminal and drags its window', async () => {
  const shadow = await startShadow(lab, desktop.server);
  const server = await XServer.start(lab);
  const expert = Xfreerdp.connect(lab, server, shadow.port);
  await expert.shown();
  const terminal = await desktop.terminal();
  if (!terminal) throw new Error('the terminal is gone');
  await expert.click(terminal.x + 50, terminal.y + 50);
  await expert.type('hello');
  await until('what was typed', () => desktop.typed.includes('hello'));
  await expert.drag({ x: terminal.x + 100, y: terminal.y - 10 }, { x: terminal.x + 180, y: terminal.y + 40 });
  await until('the window at its new place', async () => {
    const now = await desktop.terminal();
    return now?.x === terminal.x + 80 && now.y === terminal.y + 50;
  });
  await shadow.program.end();
  await expert.ended();
});

test('the attacker, as long as it keeps to the rules, is a client that a server takes', async () => {
  const shadow = await startShadow(lab, desktop.server);
  const attacker = await Attacker.connect(shadow.port);
  await (await (await attacker.secure()).attach()).activate('any');
  recorder.forget();
  attacker.send(pdu.fastPathInput());
  await until('its input', () => recorder.acted.some(({ kind }) => kind === 'key-down'));
  attacker.close();
  await shadow.program.end();
});
