import { type Reader, Writer } from '@beside/bytes';

/** fragmentation of updateHeader ([MS-RDPBCGR] 2.2.9.1.2.1). */
const Fragmentation = { single: 0, last: 1, first: 2, next: 3 } as const;

/**
 * Puts updates together that a server has cut ([MS-RDPBCGR] 2.2.9.1.2.1, 3.2.5.9.3), up to the size
 * that was offered. Memory grows with what has come, never with what is claimed.
 */
export class Fragments {
  readonly #parts = new Writer();
  readonly #maxLength: number;
  /** updateCode of the update whose parts are coming. */
  #code: number | undefined;

  /** @param maxLength of an update, as it was offered, in bytes */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /**
   * Takes one update's data.
   *
   * @returns the data of a whole update, a view that is valid until the next call; undefined while parts are missing
   * @throws ProtocolError parts out of order, or more than was offered
   */
  add(reader: Reader, code: number, fragmentation: number, data: Uint8Array): Uint8Array | undefined {
    if (fragmentation === Fragmentation.single || fragmentation === Fragmentation.first) {
      if (this.#code !== undefined) throw reader.error('fragmentation', 'begins an update inside another');
      if (fragmentation === Fragmentation.single) return data;
      this.#code = code;
      this.#parts.reset();
    } else if (this.#code !== code) throw reader.error('fragmentation', 'goes on with an update that has not begun');
    if (this.#parts.length + data.length > this.#maxLength)
      throw reader.error('size', 'makes the update longer than was offered');
    this.#parts.bytes(data);
    if (fragmentation !== Fragmentation.last) return undefined;
    this.#code = undefined;
    return this.#parts.view();
  }
}
