/** Writes bits into bytes, the highest bit of a byte first. */
export class BitWriter {
  #out: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Bits that do not fill a byte yet, in the lowest `#count` places. */
  #pending = 0;
  #count = 0;

  /** Writes to `out` from `at` on. What does not fit there is lost; see that it fits. */
  start(out: Uint8Array, at: number): void {
    this.#out = out;
    this.#at = at;
    this.#pending = 0;
    this.#count = 0;
  }

  /**
   * @param bits in the lowest `count` places, nothing above them
   * @param count 0 to 24
   */
  put(bits: number, count: number): void {
    let pending = this.#count + count;
    const all = (this.#pending << count) | bits;
    while (pending >= 8) {
      pending -= 8;
      this.#out[this.#at++] = all >>> pending;
    }
    this.#count = pending;
    this.#pending = all & 0xff;
  }

  /** @param count any number of bits that are 1 */
  ones(count: number): void {
    for (; count > 24; count -= 24) this.put(0xffffff, 24);
    this.put((1 << count) - 1, count);
  }

  /** Fills the last byte up with zeros. @returns the offset after it */
  finish(): number {
    if (this.#count > 0) this.#out[this.#at++] = this.#pending << (8 - this.#count);
    return this.#at;
  }
}
