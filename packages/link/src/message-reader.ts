import type { Duplex } from 'node:stream';

/** Takes messages of known length out of a stream, one after the other. */
export class MessageReader {
  readonly #stream: Duplex;
  readonly #early: () => void;
  readonly #cut: () => void;
  #wanted: { readonly length: number; readonly then: (bytes: Uint8Array) => void } | undefined;
  #stopped = false;

  /**
   * @param early something came that nobody asked for
   * @param cut the stream ended inside of a message
   */
  constructor(stream: Duplex, early: () => void, cut: () => void) {
    this.#stream = stream;
    this.#early = early;
    this.#cut = cut;
  }

  /** Exactly `length` bytes, at once where they are there already. One at a time. */
  read(length: number, then: (bytes: Uint8Array) => void): void {
    this.#wanted = { length, then };
    this.readable();
  }

  /** To be called whenever the stream is readable. */
  readable(): void {
    const wanted = this.#wanted;
    if (wanted) {
      const bytes: Buffer | null = this.#stream.read(wanted.length);
      if (!bytes) return;
      this.#wanted = undefined;
      // At the end of a stream `read` gives what there is, however short.
      if (bytes.length < wanted.length) {
        this.#cut();
        return;
      }
      wanted.then(bytes);
    }
    if (this.#wanted || this.#stopped) return;
    if (this.#stream.readableLength > 0) this.#early();
    // A stream tells its end only to somebody who asks for more.
    else this.#stream.read(0);
  }

  /** What comes from here on is somebody else's. */
  stop(): void {
    this.#stopped = true;
  }
}
