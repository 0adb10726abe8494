import type { Point } from '../../src/desktop.js';
import { Connection } from '../../src/x11/connection.js';
import { XI_ALL_DEVICES } from '../../src/x11/events.js';
import { openExtensions } from '../../src/x11/extensions.js';

/** Offsets of the X Input Extension's first events (XI.h, XI_DeviceKeyPress and XI_DeviceButtonPress). */
const DEVICE_KEY_PRESS = 1;
const DEVICE_BUTTON_PRESS = 3;
/** Core event code and button of XTEST's FakeInput. */
const MOTION_NOTIFY = 6;
const LEFT = 1;
/** X Input 2 device uses. */
const SLAVE_POINTER = 3;
const SLAVE_KEYBOARD = 4;

/** What a press comes from: the server's own keyboard or mouse, as the novice's hand does. */
export type OwnDevice = 'keyboard' | 'pointer';

/**
 * Presses and releases a key or button of the server's own devices. XTEST's FakeInput does that when it is given an event
 * of the X Input Extension and its device (XTest protocol, section 4.2), as Xlib's XTestFakeDeviceKeyEvent has it.
 */
export async function pressOwn(display: string, device: OwnDevice, detail: number): Promise<void> {
  const connection = await Connection.open(display);
  try {
    const { xinput, test } = await openExtensions(connection);
    const id = await ownDevice(connection, xinput, device);
    const press = xinput.firstEvent + (device === 'keyboard' ? DEVICE_KEY_PRESS : DEVICE_BUTTON_PRESS);
    await connection.done(test.requests.fake_input(press, detail, 0, 0, 0, 0, id));
    await connection.done(test.requests.fake_input(press + 1, detail, 0, 0, 0, 0, id));
  } finally {
    connection.close();
  }
}

/** Clicks with the left button of the server's own mouse. The pointer gets there by XTEST, whose motion is nobody's press. */
export async function clickOwn(display: string, { x, y }: Point): Promise<void> {
  const connection = await Connection.open(display);
  try {
    const { xinput, test } = await openExtensions(connection);
    const id = await ownDevice(connection, xinput, 'pointer');
    const press = xinput.firstEvent + DEVICE_BUTTON_PRESS;
    test.requests.fake_input(MOTION_NOTIFY, 0, 0, connection.root, x, y, 0);
    test.requests.fake_input(press, LEFT, 0, 0, 0, 0, id);
    await connection.done(test.requests.fake_input(press + 1, LEFT, 0, 0, 0, 0, id));
  } finally {
    connection.close();
  }
}

async function ownDevice(
  connection: Connection,
  xinput: Awaited<ReturnType<typeof openExtensions>>['xinput'],
  device: OwnDevice,
): Promise<number> {
  const reply = await connection.reply(xinput.requests.xi_query_device(XI_ALL_DEVICES));
  const wanted = device === 'keyboard' ? SLAVE_KEYBOARD : SLAVE_POINTER;
  let at = 32;
  for (let count = reply.u16(8); count > 0; count--) {
    const nameLength = reply.u16(at + 8);
    const name = new TextDecoder().decode(reply.bytes.subarray(at + 12, at + 12 + nameLength));
    if (reply.u16(at + 2) === wanted && !name.includes('XTEST')) return reply.u16(at);
    let classes = reply.u16(at + 6);
    at += 12 + ((nameLength + 3) & ~3);
    for (; classes > 0; classes--) at += 4 * reply.u16(at + 2);
  }
  throw new Error(`the display has no ${device} of its own`);
}
