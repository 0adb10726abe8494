import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop } from '../../src/desktop.js';
import { until, XServer } from '../x-server.js';
import { Grabber } from './grabber.js';
import { pressOwn } from './own-keys.js';
import { openTold, type Told } from './told.js';
import { Witness } from './witness.js';

/** Scan codes, set 1. */
const KEY = {
  escape: 0x01,
  a: 0x1e,
  shift: 0x2a,
  capsLock: 0x3a,
  numLock: 0x45,
  leftArrow: 0x14b,
  rightAlt: 0x138,
  q: 0x10,
} as const;
const CAPS = 2;

describe('input', () => {
  let server: XServer;
  let desktop: Desktop;
  let told: Told;
  let witness: Witness;

  beforeAll(async () => {
    server = await XServer.start();
    ({ desktop, told } = await openTold(server.display));
    witness = await Witness.of(server.display);
  });
  afterAll(async () => {
    await desktop?.close();
    witness?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    await witness.settled();
    witness.seen.length = 0;
  });
  afterEach(() => desktop.input.releaseAll());

  const story = async (length: number) => {
    await until(`${length} events`, () => witness.story.length >= length).catch(() => {});
    await witness.settled();
    return witness.story;
  };

  it('moves the pointer and tells where it is', async () => {
    desktop.input.pointer({ x: 321, y: 123 });
    await until('the move to be told', () => told.points.some(({ x, y }) => x === 321 && y === 123));
    expect(await witness.pointer()).toMatchObject({ x: 321, y: 123 });
  });

  it('keeps the pointer on the screen', async () => {
    desktop.input.pointer({ x: 70_000, y: -5 });
    await witness.settled();
    expect(await witness.pointer()).toMatchObject({ x: 1023, y: 0 });
  });

  it('presses buttons, each once', async () => {
    const buttons = ['left', 'middle', 'right', 'back', 'forward'] as const;
    for (const button of buttons) {
      desktop.input.button(button, true);
      desktop.input.button(button, true);
      desktop.input.button(button, false);
      desktop.input.button(button, false);
    }
    expect(await story(10)).toEqual([1, 2, 3, 8, 9].flatMap((number) => [`button-down ${number}`, `button-up ${number}`]));
  });

  it('gathers parts of a notch of the wheel', async () => {
    for (let i = 0; i < 3; i++) desktop.input.wheel(0, 40);
    desktop.input.wheel(0, -240);
    desktop.input.wheel(120, 0);
    desktop.input.wheel(-120, 0);
    desktop.input.wheel(0, 119);
    const clicks = [4, 5, 5, 7, 6].flatMap((number) => [`button-down ${number}`, `button-up ${number}`]);
    expect(await story(10)).toEqual(clicks);
  });

  it('presses keys by their place', async () => {
    for (const scancode of [KEY.a, KEY.leftArrow, KEY.rightAlt]) {
      desktop.input.key(scancode, true);
      desktop.input.key(scancode, false);
    }
    expect(await story(6)).toEqual([38, 113, 108].flatMap((code) => [`key-down ${code}`, `key-up ${code}`]));
  });

  it('presses Pause for its E1 sequence, and no NumLock', async () => {
    for (const down of [true, false]) {
      desktop.input.key(0x21d, down);
      desktop.input.key(KEY.numLock, down);
    }
    desktop.input.key(KEY.numLock, true);
    desktop.input.key(KEY.numLock, false);
    desktop.input.key(KEY.numLock, true);
    desktop.input.key(KEY.numLock, false);
    const strokes = [127, 77, 77].flatMap((code) => [`key-down ${code}`, `key-up ${code}`]);
    expect(await story(6)).toEqual(strokes);
  });

  it('does nothing for keys that no keyboard has', async () => {
    for (const scancode of [0, 0x7f, 0x1ff, 0xff]) desktop.input.key(scancode, true);
    desktop.input.key(KEY.a, true);
    expect(await story(1)).toEqual(['key-down 38']);
  });

  it('releases everything it holds, and nothing else', async () => {
    desktop.input.key(KEY.shift, true);
    desktop.input.key(KEY.a, true);
    desktop.input.button('left', true);
    desktop.input.releaseAll();
    desktop.input.releaseAll();
    desktop.input.key(KEY.a, false);
    expect(await story(6)).toEqual(['key-down 50', 'key-down 38', 'button-down 1', 'key-up 50', 'key-up 38', 'button-up 1']);
  });

  it('makes the lock keys stand as told', async () => {
    const locks = { scroll: false, num: false, caps: false, kana: false };
    desktop.input.locks({ ...locks, caps: true });
    await witness.settled();
    expect((await witness.pointer()).state & CAPS).toBe(CAPS);
    const strokes = witness.seen.length;
    desktop.input.locks({ ...locks, caps: true });
    await witness.settled();
    expect(witness.seen.length).toBe(strokes);
    desktop.input.locks(locks);
    await witness.settled();
    expect((await witness.pointer()).state & CAPS).toBe(0);
  });

  it('clicks the button that acts as the left one for a left-handed person', async () => {
    await server.run('xmodmap', '-e', 'pointer = 3 2 1');
    await witness.settled();
    desktop.input.button('left', true);
    await witness.settled();
    const { state } = await witness.pointer();
    desktop.input.button('left', false);
    await server.run('xmodmap', '-e', 'pointer = default');
    expect(state & 0x1f00).toBe(1 << 8);
  });

  it("tells the novice's own Esc and no injected one", async () => {
    desktop.input.key(KEY.escape, true);
    desktop.input.key(KEY.escape, false);
    await story(2);
    expect(told.escapes).toBe(0);
    await pressOwn(server.display, 'keyboard', 38);
    await pressOwn(server.display, 'keyboard', 9);
    await until('Esc to be told', () => told.escapes > 0);
    expect(told.escapes).toBe(1);
  });

  it("tells the novice's own Esc while another program has grabbed the keyboard", async () => {
    const before = told.escapes;
    const grabber = await Grabber.of(server.display, witness.connection.root);
    expect(grabber.grabKeyboard()).toBe(true);
    await pressOwn(server.display, 'keyboard', 9);
    await until('Esc to be told', () => told.escapes > before);
    grabber.close();
  });

  it('works while another program has grabbed the server', async () => {
    const grabber = await Grabber.of(server.display, witness.connection.root);
    grabber.grabServer();
    desktop.input.pointer({ x: 77, y: 88 });
    desktop.input.key(KEY.a, true);
    desktop.input.character(0x41);
    expect((await desktop.capture()).width).toBe(1024);
    await until('the move to be told', () => told.points.some(({ x, y }) => x === 77 && y === 88));
    grabber.close();
    expect(await witness.pointer()).toMatchObject({ x: 77, y: 88 });
  });
});
