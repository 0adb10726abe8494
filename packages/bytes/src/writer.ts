/**
 * Writes numbers and byte ranges into a buffer that grows. Little-endian unless the method ends in `BE`.
 *
 * A writer can be kept and used again ({@link reset}); hot paths do so and allocate nothing. {@link view} is then only
 * valid until the next write or reset; {@link finish} gives bytes of its own.
 */
export class Writer {
  #buffer: Uint8Array;
  #view: DataView;
  #at = 0;

  /** @param capacity bytes reserved at the start */
  constructor(capacity = 256) {
    this.#buffer = new Uint8Array(capacity);
    this.#view = new DataView(this.#buffer.buffer);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at;
  }

  reset(): this {
    this.#at = 0;
    return this;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, true);
    return this;
  }

  u16BE(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, false);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, true);
    return this;
  }

  u32BE(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, false);
    return this;
  }

  u64(value: bigint): this {
    const at = this.#grow(8);
    this.#view.setBigUint64(at, value, true);
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#grow(value.length);
    this.#buffer.set(value, at);
    return this;
  }

  zeros(length: number): this {
    const at = this.#grow(length);
    this.#buffer.fill(0, at, at + length);
    return this;
  }

  /** Overwrites a byte that was written before. */
  patchU8(offset: number, value: number): void {
    this.#view.setUint8(this.#written(offset, 1), value);
  }

  /** Overwrites a number that was written before, once it is known (a length, mostly). */
  patchU16(offset: number, value: number): void {
    this.#view.setUint16(this.#written(offset, 2), value, true);
  }

  patchU16BE(offset: number, value: number): void {
    this.#view.setUint16(this.#written(offset, 2), value, false);
  }

  patchU32(offset: number, value: number): void {
    this.#view.setUint32(this.#written(offset, 4), value, true);
  }

  /** What was written, as a view that the next write or reset may change. */
  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  /** What was written, as bytes of its own. */
  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#at);
  }

  #grow(length: number): number {
    const at = this.#at;
    const needed = at + length;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
      larger.set(this.#buffer);
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#at = needed;
    return at;
  }

  #written(offset: number, length: number): number {
    if (offset < 0 || offset + length > this.#at) throw new RangeError('patch outside of what was written');
    return offset;
  }
}
