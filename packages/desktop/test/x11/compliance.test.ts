import { afterAll, beforeAll } from 'vitest';
import type { Desktop } from '../../src/desktop.js';
import { openX11 } from '../../src/x11/index.js';
import { complianceSuite } from '../compliance.js';
import { until, XServer } from '../x-server.js';
import { clickOwn, pressOwn } from './own-keys.js';
import { openTold } from './told.js';

/** What stands in the terminal, whose letters are 6 x 13 pixels: the inside of a sheet of 80 x 24 of them. */
const TERMINAL = { x: 40, y: 120, columns: 80, rows: 24 } as const;
const PAPER = { x: TERMINAL.x + 6, y: TERMINAL.y + 6, width: 440, height: 280 };
/** X key codes are those of the PC keyboard's main block, plus 8. */
const FIRST_KEYCODE = 8;

let server: XServer;

beforeAll(async () => {
  server = await XServer.start({ width: 1024, height: 600 });
  const geometry = `${TERMINAL.columns}x${TERMINAL.rows}+${TERMINAL.x}+${TERMINAL.y}`;
  await server.start('xterm', '-geometry', geometry, '-fn', 'fixed', '-u8', '+sb', '-T', 'paper', '-e', 'cat');
  const { desktop } = await openTold(server.display);
  await until('the terminal', async () => {
    const { pixels, stride } = await desktop.capture();
    return pixels[(PAPER.y + 100) * stride + (PAPER.x + 100) * 4] === 0xff;
  });
  await desktop.close();
});
afterAll(() => server?.stop());

complianceSuite('an X11 display', async (events) => {
  const desktop = await openX11({ display: server.display }, events);
  let other: Desktop | null = null;
  const another = async () => {
    other ??= (await openTold(server.display)).desktop;
    return other;
  };
  return {
    desktop,
    paper: PAPER,
    ownPress: (at) => clickOwn(server.display, at),
    ownKey: (scancode) => pressOwn(server.display, 'keyboard', scancode + FIRST_KEYCODE),
    copies: async (text) => (await another()).setClipboard(text),
    pastes: async () => (await another()).clipboard(),
    leave: async () => {
      await other?.close();
    },
  };
});
