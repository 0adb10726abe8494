import type { LinkErrorCode } from '../src/errors.js';
import type { ProofTalk } from '../src/proof-talk.js';

/** A connection played by hand, as the proofs of both sides see it. */
export class PlayedTalk implements ProofTalk {
  /** In ms. */
  time = 0;
  readonly sent: Uint8Array[] = [];
  /** Why this side ended the connection. */
  ended: LinkErrorCode | undefined;
  /** What it waits for. */
  waiting: { readonly at: number; readonly then: () => void } | undefined;
  #wanted: { readonly length: number; readonly then: (bytes: Uint8Array) => void } | undefined;

  /** How many bytes it wants next; undefined when it wants none. */
  get wants(): number | undefined {
    return this.#wanted?.length;
  }

  /** Everything it said, in one. */
  get said(): Buffer {
    return Buffer.concat(this.sent);
  }

  /** The other side says as much as is wanted. */
  hear(bytes: Uint8Array): void {
    if (this.#wanted?.length !== bytes.length) throw new Error(`${bytes.length} bytes for ${this.#wanted?.length}`);
    const { then } = this.#wanted;
    this.#wanted = undefined;
    then(bytes);
  }

  /** What it waits for has come. */
  wake(): void {
    const { at, then } = this.waiting!;
    this.waiting = undefined;
    this.time = at;
    then();
  }

  now(): number {
    return this.time;
  }

  read(length: number, then: (bytes: Uint8Array) => void): void {
    if (this.#wanted) throw new Error('something is being read already');
    this.#wanted = { length, then };
  }

  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  later(at: number, then: () => void): void {
    this.waiting = { at, then };
  }

  refuse(code: LinkErrorCode): void {
    this.ended ??= code;
  }

  malformed(): void {
    this.ended ??= 'malformed';
  }
}
