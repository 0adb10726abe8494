/** How long the program goes on without a page and with nothing that stands, in ms: a page that is loaded anew is back within it. */
export const IDLE_TIME = 60_000;

/**
 * Finds out when nobody needs the program any more: it had a page, has none, and nothing goes on that needs none. A program that never
 * had one waits for its person, however long that takes to find the address.
 */
export class Idleness {
  readonly #busy: () => boolean;
  readonly #over: () => void;
  #pages = 0;
  #seen = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param busy whether something goes on that needs no page
   * @param over is called once nobody has needed it for {@link IDLE_TIME}
   */
  constructor(busy: () => boolean, over: () => void) {
    this.#busy = busy;
    this.#over = over;
  }

  /** So many pages are open. */
  pages(count: number): void {
    this.#pages = count;
    this.#seen ||= count > 0;
    this.look();
  }

  /** What stands has changed. */
  look(): void {
    if (this.#stopped || !this.#seen || this.#pages > 0 || this.#busy()) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setTimeout(this.#over, IDLE_TIME);
  }

  /** The program ends for another reason: nothing is found out any more. */
  stop(): void {
    this.#stopped = true;
    this.look();
  }
}
