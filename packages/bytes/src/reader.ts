import { ProtocolError } from './error.js';

/**
 * Reads numbers and byte ranges from a byte array and never past its end.
 *
 * Every method takes the field's name, which becomes the last part of a {@link ProtocolError}'s path. Little-endian
 * unless the method ends in `BE`. Byte ranges are views, not copies: copy what must outlive the input.
 */
export class Reader {
  readonly bytes: Uint8Array;
  /** Path of the structure being read ("rdp.demandActive"). */
  readonly path: string;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array, path: string) {
    this.bytes = bytes;
    this.path = path;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Offset of the next byte, from the start of `bytes`. */
  get offset(): number {
    return this.#at;
  }

  /** Bytes that are left. */
  get remaining(): number {
    return this.bytes.length - this.#at;
  }

  /** Builds the error for a field of this structure. */
  error(field: string, problem: string): ProtocolError {
    return new ProtocolError(`${this.path}.${field}`, problem);
  }

  u8(field: string): number {
    return this.#view.getUint8(this.#take(1, field));
  }

  u16(field: string): number {
    return this.#view.getUint16(this.#take(2, field), true);
  }

  u16BE(field: string): number {
    return this.#view.getUint16(this.#take(2, field), false);
  }

  i16(field: string): number {
    return this.#view.getInt16(this.#take(2, field), true);
  }

  u32(field: string): number {
    return this.#view.getUint32(this.#take(4, field), true);
  }

  u32BE(field: string): number {
    return this.#view.getUint32(this.#take(4, field), false);
  }

  i32(field: string): number {
    return this.#view.getInt32(this.#take(4, field), true);
  }

  u64(field: string): bigint {
    return this.#view.getBigUint64(this.#take(8, field), true);
  }

  /** The next `length` bytes, as a view into the input. */
  take(length: number, field: string): Uint8Array {
    const start = this.#take(length, field);
    return this.bytes.subarray(start, start + length);
  }

  /** All bytes that are left, as a view into the input. */
  rest(): Uint8Array {
    const start = this.#at;
    this.#at = this.bytes.length;
    return this.bytes.subarray(start);
  }

  skip(length: number, field: string): void {
    this.#take(length, field);
  }

  /** A reader over the next `length` bytes, so that a nested structure cannot read its neighbour. */
  nested(length: number, field: string): Reader {
    return new Reader(this.take(length, field), `${this.path}.${field}`);
  }

  /** Throws unless every byte was read. */
  end(): void {
    if (this.remaining > 0) throw new ProtocolError(this.path, `${this.remaining} bytes too many`);
  }

  #take(length: number, field: string): number {
    const start = this.#at;
    if (length < 0 || length > this.bytes.length - start) {
      throw new ProtocolError(`${this.path}.${field}`, `needs ${length} bytes, ${this.bytes.length - start} are left`);
    }
    this.#at = start + length;
    return start;
  }
}
