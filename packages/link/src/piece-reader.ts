import type { Duplex } from 'node:stream';

/**
 * Hands on what a stream brings, one piece a turn of the event loop: between two pieces others have their turn, and the
 * novice's Stop is heard however much input comes in.
 */
export class PieceReader {
  readonly #stream: Duplex;
  readonly #size: number;
  readonly #mayRead: () => boolean;
  readonly #take: (bytes: Uint8Array) => void;
  /** The next turn in which something is read that has arrived already. */
  #next: NodeJS.Immediate | undefined;

  /**
   * @param size largest piece, in bytes
   * @param mayRead whether anything is to be read just now; when that changes, {@link readOn} is to be called
   */
  constructor(stream: Duplex, size: number, mayRead: () => boolean, take: (bytes: Uint8Array) => void) {
    this.#stream = stream;
    this.#size = size;
    this.#mayRead = mayRead;
    this.#take = take;
  }

  /** To be called whenever the stream is readable. */
  readOn(): void {
    if (this.#next || !this.#mayRead()) return;
    const bytes: Uint8Array | null = this.#stream.read(Math.min(this.#stream.readableLength, this.#size));
    if (bytes === null) return;
    this.#take(bytes);
    // Also when nothing is left: a stream tells its end only to somebody who asks for more.
    this.#next = setImmediate(() => {
      this.#next = undefined;
      this.readOn();
    });
  }

  stop(): void {
    if (this.#next) clearImmediate(this.#next);
    this.#next = undefined;
  }
}
