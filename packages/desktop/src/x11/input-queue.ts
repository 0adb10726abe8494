/** Steps that may wait behind one that cannot be done yet; what comes on top of them is dropped. */
const WAITING_LIMIT = 2000;

/** Something to do; it says for how many milliseconds it must not be done yet, 0 when it is done. */
export type Step = () => number;

/** Does steps in their order: at once, unless one has to wait; then the others stay behind it. */
export class InputQueue {
  readonly #waiting: Step[] = [];
  #timer: NodeJS.Timeout | null = null;

  do(step: Step): void {
    if (this.#waiting.length >= WAITING_LIMIT) return;
    this.#waiting.push(step);
    if (this.#waiting.length === 1) this.#go();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting.length = 0;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #go(): void {
    this.#timer = null;
    for (;;) {
      const step = this.#waiting[0];
      if (!step) return;
      const wait = step();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#go(), Math.ceil(wait));
        return;
      }
      this.#waiting.shift();
    }
  }
}
