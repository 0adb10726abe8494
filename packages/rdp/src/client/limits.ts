/** What a server may take of a client's time and memory. */
export interface RdpClientLimits {
  /** From the first reading of the clock to the Client Info PDU's answer, in ms; a question about the server's key does not count. */
  readonly connectionTime: number;
  /** From there, or from a deactivation, to the end of the activation, in ms. */
  readonly activationTime: number;
  /** From a PDU's first byte to its last, in ms. */
  readonly pduTime: number;
  /** Longest PDU before licensing, in bytes. */
  readonly earlyPduLength: number;
  /** Longest message of a static channel, in bytes. */
  readonly channelMessageLength: number;
}

/**
 * - 15 s to licensing: a connection takes about five round trips and a TLS handshake.
 * - 30 s for the activation: a novice's computer under load, and the time a server needs to change its display's mode.
 * - 30 s for one PDU: 64 KiB take 10 s over a 56 kbit/s line. A server that stops half way holds memory for no longer than this.
 * - 16 KiB for an early PDU: the longest honest one, a Connect Response with a chain of certificates, has a few KiB.
 * - 64 KiB for a channel's message, as at the server: chat and control messages have a few KiB at most; files come in blocks.
 *
 * An active server may be silent for as long as it likes: a desktop on which nothing changes sends nothing, and a novice who is
 * asked for consent takes time. A dead connection is found by the transport.
 */
export const DEFAULT_LIMITS: RdpClientLimits = {
  connectionTime: 15_000,
  activationTime: 30_000,
  pduTime: 30_000,
  earlyPduLength: 16 * 1024,
  channelMessageLength: 64 * 1024,
};
