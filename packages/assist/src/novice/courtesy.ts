/** How long no question is asked after the novice said no or took control back, in ms; doubles with each no in a row. */
export const FIRST_PAUSE = 5000;
/** Longest such time, in ms. */
export const LONGEST_PAUSE = 60_000;
/**
 * The same after the expert itself gave control back or withdrew its question, in ms. FreeRDP 2.11 with
 * `+auto-request-control` asks at once, by itself, whenever it is told that it may only view.
 */
export const RETURN_PAUSE = 1000;

/** When the expert may have the novice asked for the same again, so that nobody says yes only to be rid of the question. */
export class Courtesy {
  #allowedFrom = Number.NEGATIVE_INFINITY;
  #refusals = 0;

  /** Whether a request may become a question at `now`. */
  allowed(now: number): boolean {
    return now >= this.#allowedFrom;
  }

  /** The novice said no. */
  refused(now: number): void {
    this.#allowedFrom = now + Math.min(FIRST_PAUSE * 2 ** this.#refusals, LONGEST_PAUSE);
    this.#refusals = Math.min(this.#refusals + 1, 16);
  }

  /** The novice said yes: refusals before are forgotten. */
  granted(): void {
    this.#refusals = 0;
  }

  /** The expert no longer wants. */
  returned(now: number): void {
    this.#allowedFrom = Math.max(this.#allowedFrom, now + RETURN_PAUSE);
  }
}
