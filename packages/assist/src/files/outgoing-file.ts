import { wordOf } from './wire.js';

/** What a message on a sent file's channel comes to. */
export type OutgoingStep = 'accepted' | 'refused' | 'cancelled' | 'out-of-sequence';

/** A file that this side offers or sends ([MS-RA] 3.9). */
export class OutgoingFile {
  readonly id: string;
  readonly channel: string;
  /** Bytes that are still to be sent. */
  #missing: number;
  #accepted = false;

  constructor(id: string, channel: string, size: number) {
    this.id = id;
    this.channel = channel;
    this.#missing = size;
  }

  /** The other side wants it; blocks may go. */
  get accepted(): boolean {
    return this.#accepted;
  }

  /** Every byte was sent. */
  get complete(): boolean {
    return this.#missing === 0;
  }

  /** Takes a message on the file's channel. */
  take(data: Uint8Array): OutgoingStep {
    const word = wordOf(data);
    if (word === 'FILEXFERREJECT') return this.#accepted ? 'cancelled' : 'refused';
    if (word !== 'FILEXFERACK' || this.#accepted) return 'out-of-sequence';
    this.#accepted = true;
    return 'accepted';
  }

  /** So many bytes more are sent. */
  count(bytes: number): void {
    if (bytes > this.#missing) throw new RangeError(`${bytes - this.#missing} bytes more than the file was offered with`);
    this.#missing -= bytes;
  }
}
