import koffi from 'koffi';
import { devices } from './recorder.js';
import type { XServer } from './x-server.js';

const xcb = koffi.load('libxcb.so.1');
const xtest = koffi.load('libxcb-xtest.so.0');
koffi.struct('lab_cookie', { sequence: 'uint32' });
const Extension = koffi.struct('lab_extension', {
  head: koffi.array('uint8', 8),
  present: 'uint8',
  majorOpcode: 'uint8',
  firstEvent: 'uint8',
  firstError: 'uint8',
});
const connect = xcb.func('void *xcb_connect(const char *, void *)');
const hasError = xcb.func('int xcb_connection_has_error(void *)');
const disconnect = xcb.func('void xcb_disconnect(void *)');
const queryExtension = xcb.func('lab_cookie xcb_query_extension(void *, uint16_t, const char *)');
const queryExtensionReply = xcb.func('void *xcb_query_extension_reply(void *, lab_cookie, void *)');
const fakeInput = xtest.func(
  'lab_cookie xcb_test_fake_input_checked(void *, uint8_t, uint8_t, uint32_t, uint32_t, int16_t, int16_t, uint8_t)',
);
const requestCheck = xcb.func('void *xcb_request_check(void *, lab_cookie)');
const free = koffi.load('libc.so.6').func('void free(void *)');

/** Offsets of the X Input Extension's own events from its first one (XI.h). */
const DEVICE_KEY_PRESS = 1;
const DEVICE_BUTTON_PRESS = 3;

/** Key codes of a PC keyboard under X: evdev code plus 8. */
export const KEY = { escape: 9, return: 36, y: 29, n: 57 } as const;

/**
 * The novice's own keyboard and mouse: keys and clicks that come from the server's devices. XTEST's FakeInput does that
 * when it is given an event of the X Input Extension and a device (XTest protocol, 4.2), as XTestFakeDeviceKeyEvent has it.
 * By xcb, since Xlib would end the test's process when the server dies.
 */
export class OwnDevice {
  readonly #server: XServer;

  constructor(server: XServer) {
    this.#server = server;
  }

  /** Presses and releases a key. */
  async key(code: number): Promise<void> {
    await this.#send(true, DEVICE_KEY_PRESS, code);
  }

  /** Clicks the left button at a place. The pointer gets there by XTEST: a motion alone answers nothing. */
  async click(x: number, y: number): Promise<void> {
    await this.#server.xdotool('mousemove', x, y);
    await this.#send(false, DEVICE_BUTTON_PRESS, 1);
  }

  async #send(keyboard: boolean, press: number, detail: number): Promise<void> {
    const device = (await devices(this.#server)).find((one) => one.keyboard === keyboard && !one.name.includes('XTEST'));
    if (!device) throw new Error(`${this.#server.display} has no ${keyboard ? 'keyboard' : 'pointer'} of its own`);
    const connection = connect(this.#server.display, null);
    try {
      if (hasError(connection)) throw new Error(`no connection to ${this.#server.display}`);
      const reply = queryExtensionReply(connection, queryExtension(connection, 15, 'XInputExtension'), null);
      const { firstEvent } = koffi.decode(reply, Extension) as { firstEvent: number };
      free(reply);
      for (const release of [0, 1]) {
        const type = firstEvent + press + release;
        const error = requestCheck(connection, fakeInput(connection, type, detail, 0, 0, 0, 0, device.id));
        if (error) throw new Error(`${this.#server.display} took no fake event of device "${device.name}"`);
      }
    } finally {
      disconnect(connection);
    }
  }
}
