import type { Monitor, Size } from '../desktop.js';
import { type Connection, XError } from './connection.js';
import { EventCode, EventMask } from './events.js';
import type { Extensions } from './extensions.js';

/** RANDR's notifications of a new screen size, a changed CRTC, a changed output. */
const RANDR_SCREEN_CHANGE = 1;
const RANDR_CRTC_CHANGE = 2;
const RANDR_OUTPUT_CHANGE = 4;
/** Monitors that are told at most; nobody has more, and a server may claim any number. */
const MONITOR_LIMIT = 64;

/** The screen's size and monitors, kept up to date. */
export class Monitors {
  readonly #connection: Connection;
  readonly #randr: Extensions['randr'];
  readonly #handlers: (() => void)[] = [];
  #size: Size;
  #list: readonly Monitor[] = [];
  #measuring: Promise<void> | null = null;
  #again = false;

  /** @throws DesktopError `lost` */
  static async watch(connection: Connection, extensions: Extensions): Promise<Monitors> {
    const monitors = new Monitors(connection, extensions);
    await monitors.measure();
    return monitors;
  }

  private constructor(connection: Connection, { randr }: Extensions) {
    this.#connection = connection;
    this.#randr = randr;
    this.#size = { width: connection.setup.width, height: connection.setup.height };
    const changed = () => void this.measure().catch(() => {}); // it fails when the server is lost, which is told elsewhere
    connection.selectRoot(EventMask.StructureNotify);
    connection.on(EventCode.ConfigureNotify, (event) => {
      if (event.u32(8) === connection.root) changed();
    });
    if (!randr) return;
    randr.requests.select_input(connection.root, RANDR_SCREEN_CHANGE | RANDR_CRTC_CHANGE | RANDR_OUTPUT_CHANGE);
    connection.on(randr.firstEvent, changed);
    connection.on(randr.firstEvent + 1, changed);
  }

  get size(): Size {
    return this.#size;
  }

  get list(): readonly Monitor[] {
    return this.#list;
  }

  /** Calls `handler` whenever size or monitors are other than before. */
  onChanged(handler: () => void): void {
    this.#handlers.push(handler);
  }

  /**
   * Asks the server again. Changes come in flocks of events: while one answer is awaited, all of them make one more question.
   *
   * @throws DesktopError `lost`
   */
  measure(): Promise<void> {
    this.#again = true;
    this.#measuring ??= this.#measureUntilQuiet().finally(() => {
      this.#measuring = null;
    });
    return this.#measuring;
  }

  async #measureUntilQuiet(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const [geometry, found] = await Promise.all([
        this.#connection.reply(this.#connection.core.get_geometry(this.#connection.root)),
        this.#query(),
      ]);
      const size = { width: geometry.u16(16), height: geometry.u16(18) };
      const list = withinScreen(found, size);
      const same = JSON.stringify([size, list]) === JSON.stringify([this.#size, this.#list]);
      if (same) continue;
      this.#size = size;
      this.#list = list;
      for (const handler of this.#handlers) handler();
    }
  }

  async #query(): Promise<Monitor[]> {
    if (!this.#randr) return [];
    const reply = await this.#connection.reply(this.#randr.requests.get_monitors(this.#connection.root, 1));
    const monitors: Promise<Monitor>[] = [];
    let at = 32;
    for (let count = Math.min(reply.u32(12), MONITOR_LIMIT); count > 0; count--) {
      const place = { x: reply.i16(at + 8), y: reply.i16(at + 10), width: reply.u16(at + 12), height: reply.u16(at + 14) };
      const primary = reply.u8(at + 4) === 1;
      monitors.push(this.#name(reply.u32(at)).then((name) => ({ ...place, name, primary })));
      at += 24 + 4 * reply.u16(at + 6);
    }
    return Promise.all(monitors);
  }

  async #name(atom: number): Promise<string> {
    try {
      const reply = await this.#connection.reply(this.#connection.core.get_atom_name(atom));
      return new TextDecoder('latin1').decode(reply.bytes.subarray(32, 32 + reply.u16(8)));
    } catch (error) {
      if (error instanceof XError) return `monitor ${atom}`;
      throw error;
    }
  }
}

/** Cuts monitors to the screen, between whose growing and theirs there is a moment. Without any, the screen is one; without a primary one, it is the first. */
function withinScreen(monitors: readonly Monitor[], { width, height }: Size): Monitor[] {
  const inside = monitors
    .map((monitor) => ({
      ...monitor,
      width: Math.min(monitor.width, width - monitor.x),
      height: Math.min(monitor.height, height - monitor.y),
    }))
    .filter((monitor) => monitor.x >= 0 && monitor.y >= 0 && monitor.width > 0 && monitor.height > 0);
  const [first, ...others] = inside;
  if (!first) return [{ x: 0, y: 0, width, height, name: 'screen', primary: true }];
  return inside.some(({ primary }) => primary) ? inside : [{ ...first, primary: true }, ...others];
}
