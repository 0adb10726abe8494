import type { Connection } from './connection.js';
import { EventCode } from './events.js';
import type { Fields } from './ffi/fields.js';
import { type ClipboardAtoms, PROPERTY_DELETED, propertyWindow } from './selection.js';

/** Bytes of text that are taken; more counts as no text, since it would be held in memory on an owner's word. */
const TEXT_LIMIT = 4 << 20;
/** Milliseconds that an owner may take for each step of handing its text over. */
const STEP_TIME = 3000;
const CURRENT_TIME = 0;
const ANY_TYPE = 0;
const DELETE = 1;

/** Asks a selection's owner, another program, for its text. */
export class SelectionReader {
  readonly #connection: Connection;
  readonly #atoms: ClipboardAtoms;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection, atoms: ClipboardAtoms) {
    this.#connection = connection;
    this.#atoms = atoms;
  }

  /**
   * Asks once at a time, so that a flood of questions is no flood for the owner.
   *
   * @returns null when the clipboard holds no text, too much of it, or its owner does not answer
   * @throws DesktopError `lost`
   */
  read(): Promise<string | null> {
    const text = this.#turn.then(() => this.#readOnce());
    this.#turn = text.catch(() => {}); // its caller hears of it
    return text;
  }

  /** Each time by a window of its own: an owner that goes on with what was given up finds no window, and not the next question's. */
  async #readOnce(): Promise<string | null> {
    const window = propertyWindow(this.#connection);
    try {
      return await this.#readInto(window);
    } finally {
      this.#connection.core.destroy_window(window);
    }
  }

  async #readInto(window: number): Promise<string | null> {
    const { clipboard, utf8, property, incr } = this.#atoms;
    const answered = this.#next(EventCode.SelectionNotify, (event) => event.u32(8) === window);
    this.#connection.core.convert_selection(window, clipboard, utf8, property, CURRENT_TIME);
    const answer = await answered;
    if (!answer || answer.u32(20) === 0) return null;

    // Listening before the property is taken: with INCR, taking it makes the owner put the first part.
    let part = this.#nextPart(window);
    const first = await this.#take(window);
    if (first.type !== incr) {
      part.forget();
      return first.whole ? text([first.bytes]) : null;
    }
    const parts: Uint8Array[] = [];
    for (let total = 0; total <= TEXT_LIMIT; ) {
      if (!(await part.arrived)) return null;
      part = this.#nextPart(window);
      const { bytes, whole } = await this.#take(window);
      if (bytes.length === 0 || !whole) {
        part.forget();
        return whole ? text(parts) : null;
      }
      parts.push(bytes);
      total += bytes.length;
    }
    part.forget();
    return null;
  }

  /** Takes the property away, and what is in it. */
  async #take(window: number): Promise<{ type: number; bytes: Uint8Array; whole: boolean }> {
    const { property } = this.#atoms;
    const reply = await this.#connection.reply(
      this.#connection.core.get_property(DELETE, window, property, ANY_TYPE, 0, TEXT_LIMIT / 4),
    );
    const length = (reply.u32(16) * reply.u8(1)) / 8;
    return { type: reply.u32(8), bytes: reply.bytes.subarray(32, 32 + length), whole: reply.u32(12) === 0 };
  }

  #nextPart(window: number) {
    const isPart = (event: Fields) =>
      event.u32(4) === window && event.u32(8) === this.#atoms.property && event.u8(16) !== PROPERTY_DELETED;
    const cancel = new AbortController();
    return { arrived: this.#next(EventCode.PropertyNotify, isPart, cancel.signal), forget: () => cancel.abort() };
  }

  /** @returns the next event of a kind; null when it does not come in time, the server is lost, or `signal` aborts */
  #next(code: number, wanted: (event: Fields) => boolean, signal?: AbortSignal): Promise<Fields | null> {
    return new Promise((resolve) => {
      const finish = (event: Fields | null) => {
        clearTimeout(timer);
        forget();
        resolve(event);
      };
      const timer = setTimeout(finish, STEP_TIME, null).unref();
      const forget = this.#connection.on(code, (event) => {
        if (wanted(event)) finish(event);
      });
      signal?.addEventListener('abort', () => finish(null));
    });
  }
}

function text(parts: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(parts));
}
