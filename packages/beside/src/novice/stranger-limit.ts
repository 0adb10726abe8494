/** Strangers that are told of at once. */
const BURST = 5;
/** Time until one more is told of, in ms. */
const INTERVAL = 12_000;

/** Keeps strangers who find the port from scrolling a question off the novice's terminal: few of them are told of. */
export class StrangerLimit {
  #left = BURST;
  #since: number | undefined;

  /** Whether one more is told of. `now`: ms of a clock that only goes forward. */
  allow(now: number): boolean {
    const gained = Math.floor((now - (this.#since ?? now)) / INTERVAL);
    this.#left = Math.min(BURST, this.#left + gained);
    this.#since = this.#left === BURST ? now : (this.#since ?? now) + gained * INTERVAL;
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }
}
