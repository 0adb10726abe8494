import type { Capture, Desktop, DesktopEvents, DesktopInput, Monitor, Overlay, Size } from '../desktop.js';
import { Capturer } from './capture.js';
import { Clipboard } from './clipboard.js';
import { Connection } from './connection.js';
import { XI_ALL_MASTER_DEVICES, XiEvent, xiEventMask } from './events.js';
import { type Extensions, openExtensions } from './extensions.js';
import { Input } from './input.js';
import { Keymap, Keysym } from './keymap.js';
import { Monitors } from './monitors.js';
import { X11Overlay } from './overlay.js';
import { OwnDevices } from './own-devices.js';
import { pixelFormat } from './pixels.js';
import { Pointer } from './pointer.js';

/** X Input 2 event flag: the key stayed pressed and the keyboard repeats it. */
const KEY_REPEAT = 1 << 16;

/** Which display to open. */
export interface X11Options {
  /** An X display name (":0"); without it the environment's DISPLAY. */
  readonly display?: string;
}

/**
 * Opens an X11 display. XAUTHORITY is honoured.
 *
 * @throws DesktopError `no-display`, `not-allowed`, `missing-part`; `lost` when it ends meanwhile
 */
export async function openX11({ display }: X11Options, events: DesktopEvents): Promise<Desktop> {
  const connection = await Connection.open(display);
  try {
    const extensions = await openExtensions(connection);
    return await X11Desktop.build(connection, extensions, events);
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** What a desktop is made of. */
interface Parts {
  readonly monitors: Monitors;
  readonly capturer: Capturer;
  readonly input: Input;
  readonly overlay: X11Overlay;
  readonly clipboard: Clipboard;
}

class X11Desktop implements Desktop {
  readonly name: string;
  readonly input: DesktopInput;
  readonly overlay: Overlay;
  readonly #connection: Connection;
  readonly #monitors: Monitors;
  readonly #capturer: Capturer;
  readonly #input: Input;
  readonly #overlay: X11Overlay;
  readonly #clipboard: Clipboard;
  #closing: Promise<void> | null = null;

  static async build(connection: Connection, extensions: Extensions, events: DesktopEvents): Promise<X11Desktop> {
    let desktop: X11Desktop | null = null;
    const told = whenever(() => desktop !== null && desktop.#closing === null, events);
    const monitors = await Monitors.watch(connection, extensions);
    monitors.onChanged(() => {
      told.resized(monitors.size, monitors.list);
      told.damaged();
    });
    const keymap = new Keymap(connection);
    const format = pixelFormat(connection.setup);
    await watchEscape(connection, extensions, keymap, told.escapePressed);
    const clipboard = await Clipboard.watch(connection, extensions, told.clipboardChanged);
    // The last that can fail: it has a connection of its own, which nobody would close then.
    const overlay = await X11Overlay.open(connection.display, told.barPressed);
    // These tell what they find at first, and so begin when the desktop is handed over.
    const pointer = new Pointer(connection, extensions, told);
    const capturer = new Capturer(connection, extensions, monitors, format, () => {
      pointer.locate();
      told.damaged();
    });
    const input = new Input(connection, extensions, keymap, () => monitors.size);
    connection.onLost((error) => {
      overlay.close();
      told.lost(error);
    });
    desktop = new X11Desktop(connection, { monitors, capturer, input, overlay, clipboard });
    return desktop;
  }

  private constructor(connection: Connection, { monitors, capturer, input, overlay, clipboard }: Parts) {
    this.name = `X11 display ${connection.display}`;
    this.input = input;
    this.overlay = overlay;
    this.#connection = connection;
    this.#monitors = monitors;
    this.#capturer = capturer;
    this.#input = input;
    this.#overlay = overlay;
    this.#clipboard = clipboard;
  }

  get size(): Size {
    return this.#monitors.size;
  }

  get monitors(): readonly Monitor[] {
    return this.#monitors.list;
  }

  capture(): Promise<Capture> {
    return this.#capturer.capture();
  }

  clipboard(): Promise<string | null> {
    return this.#clipboard.read();
  }

  setClipboard(text: string): void {
    this.#clipboard.set(text);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#overlay.close();
    this.#clipboard.close();
    await this.#input.close();
    this.#capturer.close();
    this.#connection.close();
  }
}

/** Hears the novice's own Esc wherever the focus is, also while another program has grabbed the keyboard. */
async function watchEscape(
  connection: Connection,
  extensions: Extensions,
  keymap: Keymap,
  escapePressed: () => void,
): Promise<void> {
  const devices = await OwnDevices.watch(connection, extensions);
  connection.onXi(XiEvent.RawKeyPress, (event) => {
    if ((event.u32(24) & KEY_REPEAT) !== 0 || !devices.isOwn(event.u16(20))) return;
    if (keymap.keycodesOf(Keysym.Escape).includes(event.u32(16))) escapePressed();
  });
  // One mask a window and device: raw motion is the pointer's.
  const raw = xiEventMask(XI_ALL_MASTER_DEVICES, [XiEvent.RawKeyPress, XiEvent.RawMotion]);
  extensions.xinput.requests.xi_select_events(connection.root, 1, raw);
}

/** The same events, told only while `may` allows: not before a desktop is handed over, nor after it was closed. */
function whenever(may: () => boolean, events: DesktopEvents): DesktopEvents {
  const told =
    <A extends unknown[]>(tell: (...parameters: A) => void) =>
    (...parameters: A) => {
      if (may()) tell(...parameters);
    };
  return {
    damaged: told(() => events.damaged()),
    resized: told((size, monitors) => events.resized(size, monitors)),
    pointerMoved: told((at) => events.pointerMoved(at)),
    pointerChanged: told((shape) => events.pointerChanged(shape)),
    clipboardChanged: told((text) => events.clipboardChanged(text)),
    escapePressed: told(() => events.escapePressed()),
    barPressed: told((id) => events.barPressed(id)),
    lost: told((error) => events.lost(error)),
  };
}
