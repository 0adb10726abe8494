/** What a connection may take, in ms and bytes. */
export interface LinkLimits {
  /** From the start of the link to the end of the TLS handshake. A slow line needs 3 s, a telephone's worst about 6. */
  readonly handshake: number;
  /**
   * From there to the end of the proof of two Besides. Four wrong proofs from one address make the next wait for 8 s, and a
   * second connection of the same expert waits for the first.
   */
  readonly proof: number;
  /** How long the other side may take nothing while something waits for it. TCP recovers from a lost route within 15 s. */
  readonly stall: number;
  /** How long the last bytes may take to go out. */
  readonly close: number;
  /**
   * Bytes waiting to go out above which nothing more is read from the other side: whoever asks without taking the
   * answers gets no more answers. A whole picture of 3840 x 2160 pixels has 33,177,600.
   */
  readonly queue: number;
  /** Most that the engine gets in one turn of the event loop: some 150 movements of the mouse, or what a fast typist types in a minute. */
  readonly piece: number;
  /** Longest first message. X.224 Connection Requests have at most 300: a cookie, a token, a negotiation request. */
  readonly firstMessage: number;
}

export const DEFAULT_LIMITS: LinkLimits = {
  handshake: 10_000,
  proof: 20_000,
  stall: 20_000,
  close: 2_000,
  queue: 48 * 1024 * 1024,
  piece: 1024,
  firstMessage: 1024,
};
