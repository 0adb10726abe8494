import type { FileFailureCode } from './events.js';
import { type FileOffer, wordOf } from './wire.js';

/** What a message on a receiving file's channel comes to. */
export type IncomingStep =
  | { readonly type: 'block'; readonly bytes: Uint8Array }
  | { readonly type: 'done' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly code: FileFailureCode };

/** A file that the other side offers or sends ([MS-RA] 3.10). */
export class IncomingFile {
  readonly id: string;
  readonly channel: string;
  readonly #size: number;
  #accepted = false;
  #received = 0;

  constructor(id: string, { channel, size }: FileOffer) {
    this.id = id;
    this.channel = channel;
    this.#size = size;
  }

  /** It is wanted; blocks may come. */
  get accepted(): boolean {
    return this.#accepted;
  }

  accept(): void {
    this.#accepted = true;
  }

  /** Takes a message on the file's channel. Nothing but a block leaves the transfer open. */
  take(data: Uint8Array): IncomingStep {
    const awaited = this.#size - this.#received;
    const word = this.#accepted ? wordOf(data, awaited) : wordOf(data);
    if (word === 'FILEXFERREJECT') return { type: 'cancelled' };
    if (!this.#accepted || word === 'FILEXFERACK') return { type: 'failed', code: 'out-of-sequence' };
    if (word === 'FILEXFEREND') return awaited === 0 ? { type: 'done' } : { type: 'failed', code: 'too-short' };
    if (data.length > awaited) return { type: 'failed', code: 'too-long' };
    this.#received += data.length;
    return { type: 'block', bytes: data };
  }
}
