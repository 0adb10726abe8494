import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desktop } from '../../src/desktop.js';
import { until, XServer } from '../x-server.js';
import { openTold } from './told.js';
import { Witness } from './witness.js';

/** Scan codes, set 1. */
const KEY = { y: 0x15, enter: 0x1c, a: 0x1e, leftShift: 0x2a, altGr: 0x138 } as const;
const NO_LOCKS = { scroll: false, num: false, caps: false, kana: false };
/** Of several scripts, with and without cases, beyond the first plane, and what keyboards have on Shift and AltGr. */
const TEXT = 'Héllo, Wörld €5 яЯ漢字 ß@~\\|{}[] Ünï "q\' ñ 😀 ЖжЁё';

describe.each(['Xvfb', 'Xtigervnc'] as const)('typing into an xterm on %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'beside-typing-'));
  const file = join(folder, 'typed');
  let server: XServer;
  let desktop: Desktop;
  let lines = 0;

  beforeAll(async () => {
    server = await XServer.start({ kind });
    ({ desktop } = await openTold(server.display));
    writeFileSync(file, '');
    const shell = `stty -echo; echo ready > ${file}.ready; exec cat > ${file}`;
    await server.start('env', 'LANG=C.UTF-8', 'xterm', '-u8', '-geometry', '80x24+0+0', '-e', 'sh', '-c', shell);
    desktop.input.pointer({ x: 100, y: 100 });
    await until('the terminal', () => readFileSync(`${file}.ready`, 'utf8').length > 0, 15_000).catch(() => {});
    // Without a window manager the focus follows the pointer, once the window is there to have it.
    await until('the terminal to take keys', () => {
      stroke(KEY.enter);
      return readFileSync(file, 'utf8').length > 0;
    });
    lines = await quiet();
  });
  afterAll(async () => {
    await desktop?.close();
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  const stroke = (scancode: number) => {
    desktop.input.key(scancode, true);
    desktop.input.key(scancode, false);
  };
  const type = (text: string) => {
    for (const character of text) desktop.input.character(character.codePointAt(0)!);
  };
  const typedLines = () => readFileSync(file, 'utf8').split('\n');
  /** Number of lines once no more come. */
  const quiet = async () => {
    let before = -1;
    return until('quiet', async () => {
      const now = typedLines().length;
      if (now === before) return now;
      before = now;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return null;
    });
  };
  /** The line that is typed by `keys`. */
  const line = async (keys: () => void) => {
    keys();
    stroke(KEY.enter);
    await until('the line', () => typedLines().length > lines);
    return typedLines()[lines++ - 1];
  };

  it('types every character as it is', async () => {
    expect(await line(() => type(TEXT))).toBe(TEXT);
  });

  it('types them so with Caps Lock on, and leaves it on', async () => {
    desktop.input.locks({ ...NO_LOCKS, caps: true });
    const typed = await line(() => {
      type(TEXT);
      stroke(KEY.a);
    });
    desktop.input.locks(NO_LOCKS);
    expect(typed).toBe(`${TEXT}A`);
  });

  it('types them so while the expert holds Shift, and leaves it held', async () => {
    const typed = await line(() => {
      desktop.input.key(KEY.leftShift, true);
      type(TEXT);
      stroke(KEY.a);
      desktop.input.key(KEY.leftShift, false);
      stroke(KEY.a);
    });
    expect(typed).toBe(`${TEXT}Aa`);
  });

  it.each([
    ['de', 'z'],
    ['us,ru', 'y'],
    ['ru,us', 'н'],
  ])('types them so in the layout %s, where the key right of T gives %s', async (layout, key) => {
    await server.run('setxkbmap', layout);
    const typed = await line(() => {
      type(TEXT);
      stroke(KEY.y);
    });
    expect(typed).toBe(TEXT + key);
  });

  it('repeats a key that stays pressed', async () => {
    await server.run('setxkbmap', 'us');
    desktop.input.key(KEY.a, true);
    desktop.input.key(KEY.a, true);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    desktop.input.key(KEY.a, false);
    expect(await line(() => {})).toMatch(/^a{3,}$/);
  });
});

describe('keys that are lent to characters', () => {
  it('are given back, and none is taken that a keyboard has', async () => {
    const server = await XServer.start();
    const { desktop } = await openTold(server.display);
    const witness = await Witness.of(server.display);
    const { core, setup } = witness.connection;
    const mapping = async () => {
      const reply = await witness.connection.reply(
        core.get_keyboard_mapping(setup.minKeycode, setup.maxKeycode - setup.minKeycode + 1),
      );
      return Buffer.from(reply.bytes.subarray(32)).toString('hex').replace(/0+$/, '');
    };
    const before = await mapping();
    // More characters than there are keys to lend.
    for (let i = 0; i < 40; i++) desktop.input.character(0x4e00 + i);
    await witness.settled();
    expect(await mapping()).not.toBe(before);
    for (const nothing of [0, 1, 0x7f, 0x85, 0xd800, 0xdfff, 0x110000]) desktop.input.character(nothing);
    desktop.input.key(KEY.a, true);
    await until('the typing', () => witness.story.at(-1) === 'key-down 38');
    expect(witness.story).toHaveLength(2 * 40 + 1);
    await desktop.close();
    expect(await mapping()).toBe(before);
    witness.close();
    await server.stop();
  });
});
