/**
 * Reads bits from bytes, the highest bit of a byte first. Bits beyond the end are 0, and {@link exhausted} then says that
 * they were read.
 */
export class BitReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** The next bits, from the highest place down; below `#count` of them all is 0. */
  #window = 0;
  /** Bits in the window; negative once more were read than there are. */
  #count = 0;

  start(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.#window = 0;
    this.#count = 0;
  }

  get exhausted(): boolean {
    return this.#count < 0;
  }

  /** @param count 0 to 24 */
  take(count: number): number {
    if (this.#count < count) this.#fill();
    // A shift by 32 would be one by 0.
    const bits = (this.#window >>> 1) >>> (31 - count);
    this.#window <<= count;
    this.#count -= count;
    return bits;
  }

  /** Length of the run of 0 that comes next; the 1 that ends it is read too. */
  zeros(): number {
    let run = 0;
    for (;;) {
      if (this.#count < 16) this.#fill();
      const zeros = Math.clz32(this.#window);
      if (zeros < this.#count) return run + this.#skip(zeros);
      if (this.#count <= 0) return this.#end(run);
      run += this.#count;
      this.#window = 0;
      this.#count = 0;
    }
  }

  /** Length of the run of 1 that comes next; the 0 that ends it is read too. */
  ones(): number {
    let run = 0;
    for (;;) {
      if (this.#count < 16) this.#fill();
      const ones = Math.clz32(~this.#window);
      if (ones < this.#count) return run + this.#skip(ones);
      if (this.#count <= 0) return this.#end(run);
      run += this.#count;
      this.#window = 0;
      this.#count = 0;
    }
  }

  /** Skips a run and the bit behind it. @returns the run's length */
  #skip(run: number): number {
    this.#window = (this.#window << run) << 1;
    this.#count -= run + 1;
    return run;
  }

  #end(run: number): number {
    this.#count = -1;
    return run;
  }

  #fill(): void {
    let count = this.#count;
    if (count < 0) return;
    let window = this.#window;
    while (count <= 24 && this.#at < this.#bytes.length) {
      window |= this.#bytes[this.#at++]! << (24 - count);
      count += 8;
    }
    this.#window = window;
    this.#count = count;
  }
}
