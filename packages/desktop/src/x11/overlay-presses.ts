import type { Point } from '../desktop.js';
import type { QuestionKey } from '../overlay/answering.js';
import type { Connection } from './connection.js';
import { XI_ALL_MASTER_DEVICES, XiEvent, xiEventMask } from './events.js';
import type { Extensions } from './extensions.js';
import type { Fields } from './ffi/fields.js';
import { type Keymap, Keysym } from './keymap.js';
import type { OwnDevices } from './own-devices.js';

/** The button that presses: the left one, whichever finger that is. */
const PRIMARY_BUTTON = 1;

/** Symbols of keys that mean something to a question (X11/keysymdef.h). */
const MEANING = new Map<number, QuestionKey>([
  [0x79, 'yes'], // y
  [0x6e, 'no'], // n
  [Keysym.Escape, 'no'],
  [Keysym.Return, 'accept'],
  [0xff8d, 'accept'], // KP_Enter
  [0x20, 'accept'], // space
  [Keysym.Tab, 'next'],
  [0xff53, 'next'], // Right
  [0xff51, 'previous'], // Left
]);

/** What the novice's own devices do in the overlay's windows. */
export interface PressHost {
  /** @returns 'drag' to be told where the mouse goes until the button is up */
  press(window: number, at: Point): 'drag' | undefined;
  /** @param to where the window's corner has to be, so that the mouse stays on the same place of it */
  drag(window: number, to: Point): void;
  /** @param key undefined: one that means nothing to a question */
  key(window: number, key: QuestionKey | undefined): void;
}

/**
 * Tells the novice's own presses in the overlay's windows; those of XTEST, which are the expert's or another program's, end here.
 *
 * While another program has grabbed the pointer (an open menu does), the windows hear of no press. Raw events still come
 * then, so such a press is looked up by where the pointer is, and counts only where the overlay is what is seen there.
 */
export class Presses {
  readonly #connection: Connection;
  readonly #devices: OwnDevices;
  readonly #keymap: Keymap;
  readonly #host: PressHost;
  /** Time stamp of the last press that a window heard of, by which its raw event is known. */
  #heard = -1;
  #drag: { readonly window: number; readonly grip: Point } | null = null;

  constructor(connection: Connection, { xinput }: Extensions, devices: OwnDevices, keymap: Keymap, host: PressHost) {
    this.#connection = connection;
    this.#devices = devices;
    this.#keymap = keymap;
    this.#host = host;
    const raw = xiEventMask(XI_ALL_MASTER_DEVICES, [XiEvent.RawButtonPress]);
    xinput.requests.xi_select_events(connection.root, 1, raw);
    connection.onXi(XiEvent.ButtonPress, (event) => this.#onButton(event));
    connection.onXi(XiEvent.RawButtonPress, (event) => this.#onRawButton(event));
    connection.onXi(XiEvent.Motion, (event) => this.#onMotion(event));
    connection.onXi(XiEvent.ButtonRelease, (event) => {
      if (this.#isOwn(event)) this.#drag = null;
    });
    connection.onXi(XiEvent.KeyPress, (event) => {
      if (this.#isOwn(event)) host.key(event.u32(24), MEANING.get(keymap.symbol(event.u32(16), 0)));
    });
  }

  #onButton(event: Fields): void {
    this.#heard = event.u32(12);
    if (!this.#isOwn(event) || event.u32(16) !== PRIMARY_BUTTON) return;
    this.#press(event.u32(24), { x: whole(event.u32(40)), y: whole(event.u32(44)) });
  }

  /** X Input 2 protocol, RawEvent: its button is the device's, before left-handed people's exchange. */
  async #onRawButton(event: Fields): Promise<void> {
    if (!this.#devices.isOwn(event.u16(20)) || event.u32(16) !== this.#keymap.physicalButton(PRIMARY_BUTTON)) return;
    const { core, root } = this.#connection;
    let window: number;
    let at: Point;
    try {
      const place = await this.#connection.reply(core.query_pointer(root));
      window = place.u32(12);
      if (window === 0 || this.#heard === event.u32(12)) return;
      const inside = await this.#connection.reply(core.translate_coordinates(root, window, place.i16(16), place.i16(18)));
      at = { x: inside.i16(12), y: inside.i16(14) };
    } catch {
      return; // the window went away under the pointer, or the server is lost, which is told elsewhere
    }
    this.#press(window, at);
  }

  #onMotion(event: Fields): void {
    if (!this.#drag || !this.#isOwn(event)) return;
    const { window, grip } = this.#drag;
    this.#host.drag(window, { x: whole(event.u32(32)) - grip.x, y: whole(event.u32(36)) - grip.y });
  }

  #press(window: number, at: Point): void {
    this.#drag = this.#host.press(window, at) === 'drag' ? { window, grip: at } : null;
  }

  /** X Input 2 protocol, DeviceEvent: `sourceid` is the device itself, and not the master that it moves. */
  #isOwn(event: Fields): boolean {
    return this.#devices.isOwn(event.u16(52));
  }
}

/** The pixels of a fixed-point number, 16 bits each side of the point. */
function whole(fixed: number): number {
  return (fixed | 0) >> 16;
}
