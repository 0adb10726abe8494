/** The time limits of one connection, on a clock that is read elsewhere. All times in ms. */
export class Deadlines {
  readonly #pduTime: number;
  #now: number;
  /** An allowance whose clock starts at the next reading: what set it was not told the time. */
  #allowance: number | undefined;
  #phaseEnds: number | undefined;
  #pduBegan: number | undefined;

  /** @param pduTime from a PDU's first byte to its last */
  constructor(now: number, pduTime: number) {
    this.#now = now;
    this.#pduTime = pduTime;
  }

  /** Takes a reading of the clock. */
  clock(now: number): void {
    this.#now = now;
    if (this.#allowance === undefined) return;
    this.#phaseEnds = now + this.#allowance;
    this.#allowance = undefined;
  }

  /** Gives the phase that begins now so much time. */
  allow(time: number): void {
    this.#allowance = time;
  }

  /** The phase that begins now has all the time it wants. */
  unlimited(): void {
    this.#allowance = undefined;
    this.#phaseEnds = undefined;
  }

  pduFinished(): void {
    this.#pduBegan = undefined;
  }

  /** Tells, after input, whether it ended within a PDU. */
  pduUnfinished(partial: boolean): void {
    if (!partial) this.#pduBegan = undefined;
    else this.#pduBegan ??= this.#now;
  }

  /** A limit has passed, by the last reading of the clock. */
  get over(): boolean {
    return this.#now >= (this.#phaseEnds ?? Infinity) || this.#now >= this.#pduEnds;
  }

  /** When the next limit passes, or the last reading where one is yet to be set by another; undefined while there is none. */
  get next(): number | undefined {
    if (this.#allowance !== undefined) return this.#now;
    const next = Math.min(this.#phaseEnds ?? Infinity, this.#pduEnds);
    return next === Infinity ? undefined : next;
  }

  get #pduEnds(): number {
    return this.#pduBegan === undefined ? Infinity : this.#pduBegan + this.#pduTime;
  }
}
