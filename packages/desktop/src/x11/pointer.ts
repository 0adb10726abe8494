import type { DesktopEvents, Point, PointerShape } from '../desktop.js';
import { type Connection, XError } from './connection.js';
import { XiEvent } from './events.js';
import type { Extensions } from './extensions.js';
import type { Fields } from './ffi/fields.js';

/** XFIXES: tell when the pointer that is displayed is another one. */
const DISPLAY_CURSOR = 1;
/** Pixels a side: what a server may claim for its pointer. Larger ones are not shown. */
const SIDE_LIMIT = 512;

/** The pointer's place and shape, told when they change. */
export class Pointer {
  readonly #connection: Connection;
  readonly #xfixes: Extensions['xfixes'];
  readonly #events: Pick<DesktopEvents, 'pointerMoved' | 'pointerChanged'>;
  #at: Point = { x: -1, y: -1 };
  #hidden = false;
  readonly #locate: () => void;
  readonly #look: () => void;

  /**
   * Needs raw motion events selected on the root window; starts with telling what is there.
   *
   * @param events called on the event loop
   */
  constructor(connection: Connection, { xfixes }: Extensions, events: Pick<DesktopEvents, 'pointerMoved' | 'pointerChanged'>) {
    this.#connection = connection;
    this.#xfixes = xfixes;
    this.#events = events;
    this.#locate = coalesced(() => this.#askPlace());
    this.#look = coalesced(() => this.#askShape());
    xfixes.requests.select_cursor_input(connection.root, DISPLAY_CURSOR);
    connection.on(xfixes.firstEvent + 1, this.#look);
    // Raw motion tells that a mouse moved, before acceleration; where it is, the server knows.
    connection.onXi(XiEvent.RawMotion, this.#locate);
    this.locate();
    this.#look();
  }

  /** Looks where the pointer is: for moves by programs, of which the server tells nobody. */
  locate(): void {
    this.#locate();
  }

  async #askPlace(): Promise<void> {
    const reply = await this.#connection.reply(this.#connection.core.query_pointer(this.#connection.root));
    const at = { x: reply.i16(16), y: reply.i16(18) };
    if (at.x === this.#at.x && at.y === this.#at.y) return;
    this.#at = at;
    this.#events.pointerMoved(at);
  }

  async #askShape(): Promise<void> {
    let shape: PointerShape | null = null;
    try {
      shape = readShape(await this.#connection.reply(this.#xfixes.requests.get_cursor_image()));
    } catch (error) {
      // A server that shows no pointer at all has no image of it.
      if (!(error instanceof XError)) throw error;
    }
    if (shape === null && this.#hidden) return;
    this.#hidden = shape === null;
    this.#events.pointerChanged(shape);
  }
}

/**
 * A pointer as XFIXES gives it (fixesproto.txt, GetCursorImage): ARGB, premultiplied.
 *
 * @returns null when nothing of it can be seen, which is how programs hide the pointer
 */
export function readShape(reply: Fields): PointerShape | null {
  const width = reply.u16(12);
  const height = reply.u16(14);
  if (width > SIDE_LIMIT || height > SIDE_LIMIT || 32 + width * height * 4 > reply.length) return null;
  const pixels = new Uint8Array(width * height * 4);
  let visible = false;
  for (let i = 0; i < pixels.length; i += 4) {
    const argb = reply.u32(32 + i);
    const alpha = argb >>> 24;
    if (alpha === 0) continue;
    visible = true;
    pixels[i] = straight(argb & 0xff, alpha);
    pixels[i + 1] = straight((argb >>> 8) & 0xff, alpha);
    pixels[i + 2] = straight((argb >>> 16) & 0xff, alpha);
    pixels[i + 3] = alpha;
  }
  return visible ? { width, height, hot: { x: reply.u16(16), y: reply.u16(18) }, pixels } : null;
}

function straight(colour: number, alpha: number): number {
  return Math.min(255, Math.round((colour * 255) / alpha));
}

/** Runs `work` at most once at a time; calls during it make it run once more. It fails when the server is lost, which is told elsewhere. */
function coalesced(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  return async () => {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again) {
        again = false;
        await work();
      }
    } catch {
      again = false;
    } finally {
      running = false;
    }
  };
}
