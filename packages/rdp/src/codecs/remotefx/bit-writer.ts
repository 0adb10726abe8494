/** Writes bits into bytes, the highest bit of a byte first. */
export class BitWriter {
  #out: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Bits that do not fill 32 yet, in the lowest `#count` places; what is above them does not count. */
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
   * @param count 0 to 31
   */
  put(bits: number, count: number): void {
    const free = 32 - this.#count;
    if (count < free) {
      this.#pending = (this.#pending << count) | bits;
      this.#count += count;
      return;
    }
    const left = count - free;
    const word = (this.#pending << free) | (bits >>> left);
    const out = this.#out;
    const at = this.#at;
    out[at] = word >>> 24;
    out[at + 1] = word >>> 16;
    out[at + 2] = word >>> 8;
    out[at + 3] = word;
    this.#at = at + 4;
    this.#pending = bits;
    this.#count = left;
  }

  /** @param count any number of bits that are 1 */
  ones(count: number): void {
    for (; count > 24; count -= 24) this.put(0xffffff, 24);
    this.put((1 << count) - 1, count);
  }

  /** Fills the last byte up with zeros. @returns the offset after it */
  finish(): number {
    let count = this.#count;
    for (; count >= 8; count -= 8) this.#out[this.#at++] = this.#pending >>> (count - 8);
    if (count > 0) this.#out[this.#at++] = this.#pending << (8 - count);
    return this.#at;
  }
}
