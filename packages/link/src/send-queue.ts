import type { Writable } from 'node:stream';

/**
 * Bytes handed to the stream and not yet taken by it. Small, so that each step forward is seen: a stream writes everything
 * it holds as one piece and tells only when all of it is out. At 32 KiB a line of 14 kbit/s still makes a step within the
 * 20 s after which a connection counts as stalled; and a fast line loses nothing, since the system's own buffer lies behind.
 */
const WINDOW = 32 * 1024;

/** What waits to go out on one stream, in order. */
export class SendQueue {
  #stream: Writable;
  readonly #progressed: () => void;
  readonly #chunks: Buffer[] = [];
  /** Bytes in {@link #chunks}. */
  #waiting = 0;

  /** @param progressed called each time the stream took something; when `queued` is 0 then, everything is out */
  constructor(stream: Writable, progressed: () => void) {
    this.#stream = stream;
    this.#progressed = progressed;
  }

  /** Bytes that the system has not taken yet. */
  get queued(): number {
    return this.#waiting + this.#stream.writableLength;
  }

  /** Puts bytes at the end; they are copied. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += WINDOW) {
      const chunk = Buffer.from(bytes.subarray(at, at + WINDOW));
      this.#chunks.push(chunk);
      this.#waiting += chunk.length;
    }
    this.#pump();
  }

  /** Goes on with another stream, the TLS one; nothing may be queued. */
  switchTo(stream: Writable): void {
    this.#stream = stream;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#chunks.length = 0;
    this.#waiting = 0;
  }

  #pump(): void {
    while (this.#chunks.length > 0 && this.#stream.writableLength < WINDOW && this.#stream.writable) {
      const chunk = this.#chunks.shift()!;
      this.#waiting -= chunk.length;
      this.#stream.write(chunk, (error) => {
        // The stream tells its error by itself; here it only means that this chunk was no step forward.
        if (error) return;
        this.#pump();
        this.#progressed();
      });
    }
  }
}
