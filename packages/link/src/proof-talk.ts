import type { LinkErrorCode } from './errors.js';

/** A connection as the proofs of both sides see it: messages of fixed length, a clock, an end. */
export interface ProofTalk {
  /** In ms. */
  now(): number;
  /** Exactly `length` bytes, once they are there. What comes while nothing is read ends the connection as `malformed`. */
  read(length: number, then: (bytes: Uint8Array) => void): void;
  send(bytes: Uint8Array): void;
  /** Calls once `at` has come, unless the connection is gone by then. */
  later(at: number, then: () => void): void;
  /** Ends the connection when what was sent is out. */
  refuse(code: LinkErrorCode): void;
  /** Ends the connection at once. */
  malformed(cause: unknown): void;
}
