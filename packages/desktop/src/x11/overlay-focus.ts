import type { Connection } from './connection.js';
import type { Fields } from './ffi/fields.js';

/** SetInputFocus: where the focus goes when its window ends. */
const REVERT_TO_POINTER_ROOT = 1;
const CURRENT_TIME = 0;

/**
 * The keyboard's focus, lent to the question. Keys answer it only while it has the focus: a novice who writes a letter
 * meanwhile does not say yes by the letter y. Injected keys go to it too, and mean nothing there.
 */
export class Focus {
  readonly #connection: Connection;
  /** Who had it before; it is asked for in time and comes when it comes. */
  #former: Promise<Fields> | null = null;
  #holder: number | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Gives the focus to a window that is shown. */
  take(window: number): void {
    if (this.#holder === null) this.#former = this.#ask();
    this.#holder = window;
    this.#connection.core.set_input_focus(REVERT_TO_POINTER_ROOT, window, CURRENT_TIME);
  }

  /** Gives it back to whom it was taken from, unless the novice has given it to somebody else meanwhile. */
  giveBack(): void {
    const holder = this.#holder;
    if (holder !== null && this.#former) void this.#giveBack(holder, this.#former, this.#ask());
    this.#holder = null;
    this.#former = null;
  }

  async #giveBack(holder: number, asked: Promise<Fields>, askedNow: Promise<Fields>): Promise<void> {
    try {
      const [former, now] = await Promise.all([asked, askedNow]);
      const taken = this.#holder !== null || now.u32(8) !== holder;
      if (!taken) this.#connection.core.set_input_focus(former.u8(1), former.u32(8), CURRENT_TIME);
    } catch {
      // The server is lost, which is told elsewhere.
    }
  }

  #ask(): Promise<Fields> {
    const asked = this.#connection.reply(this.#connection.core.get_input_focus());
    asked.catch(() => {}); // who waits for it hears of it
    return asked;
  }
}
