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
  #former: Fields | null = null;
  #holder: number | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Gives the focus to a window that is shown. */
  take(window: number): void {
    const { core } = this.#connection;
    if (this.#holder === null) this.#former = this.#connection.replyNow(core.get_input_focus());
    this.#holder = window;
    core.set_input_focus(REVERT_TO_POINTER_ROOT, window, CURRENT_TIME);
  }

  /** Gives it back to whom it was taken from, unless the novice has given it to somebody else meanwhile. */
  giveBack(): void {
    const { core } = this.#connection;
    const now = this.#holder === null ? null : this.#connection.replyNow(core.get_input_focus());
    if (this.#former && now?.u32(8) === this.#holder) {
      core.set_input_focus(this.#former.u8(1), this.#former.u32(8), CURRENT_TIME);
    }
    this.#holder = null;
    this.#former = null;
  }
}
