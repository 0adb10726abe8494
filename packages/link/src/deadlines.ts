/** Longest that a timer sleeps, in ms; Node's own limit is 2^31 - 1. */
const LONGEST_SLEEP = 3600_000;

interface Deadline {
  readonly at: number;
  readonly then: () => void;
}

/** What is due at some time on one connection, each under a name, and one timer for all of it. */
export class Deadlines<Name extends string> {
  readonly #clock: () => number;
  readonly #deadlines = new Map<Name, Deadline>();
  #timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;

  /** @param clock in ms, as the times of {@link set} */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Calls `then` once, when `at` has come; takes the place of what was set under this name. Undefined: nothing is due. */
  set(name: Name, at: number | undefined, then: () => void): void {
    if (at === undefined) {
      this.cancel(name);
      return;
    }
    this.#deadlines.set(name, { at, then });
    this.#sleepUntil(at);
  }

  has(name: Name): boolean {
    return this.#deadlines.has(name);
  }

  cancel(name: Name): void {
    this.#deadlines.delete(name);
  }

  /** Forgets everything. */
  clear(): void {
    this.#deadlines.clear();
    if (this.#timer) clearTimeout(this.#timer.handle);
    this.#timer = undefined;
  }

  /** A timer that fires too early, because what it was for is no longer due, only looks again. */
  #sleepUntil(at: number): void {
    if (this.#timer && this.#timer.at <= at) return;
    if (this.#timer) clearTimeout(this.#timer.handle);
    const sleep = Math.min(Math.max(at - this.#clock(), 1), LONGEST_SLEEP);
    this.#timer = { at, handle: setTimeout(() => this.#look(), sleep) };
  }

  #look(): void {
    this.#timer = undefined;
    const now = this.#clock();
    // Of a copy: what is called sets and cancels others.
    for (const [name, deadline] of [...this.#deadlines]) {
      if (now < deadline.at || this.#deadlines.get(name) !== deadline) continue;
      this.#deadlines.delete(name);
      deadline.then();
    }
    let next = Number.POSITIVE_INFINITY;
    for (const { at } of this.#deadlines.values()) next = Math.min(next, at);
    if (next < Number.POSITIVE_INFINITY) this.#sleepUntil(next);
  }
}
