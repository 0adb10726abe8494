/** What a client may take of a server's time and memory. */
export interface RdpServerLimits {
  /** From the first reading of the clock to the Client Info PDU, in ms. */
  readonly clientInfoTime: number;
  /** From `accept()`, or from a new size, to the end of the activation, in ms. */
  readonly activationTime: number;
  /** From a PDU's first byte to its last, in ms. */
  readonly pduTime: number;
  /** Longest PDU before the Client Info PDU, in bytes. */
  readonly earlyPduLength: number;
  /** Longest message of a static channel, in bytes. */
  readonly channelMessageLength: number;
}

/**
 * - 15 s to Client Info: xfreerdp takes about 100 ms a channel, and a TLS handshake over a poor line a few seconds.
 * - 30 s for the activation: the client may ask its user something (a certificate, a colour depth) before it goes on.
 * - 30 s for one PDU: 64 KiB take 10 s over a 56 kbit/s line. Whoever stops half way holds memory for no longer than this.
 * - 16 KiB for an early PDU: the longest honest one, a Connect Initial with 31 channels and 16 monitors, has 1.5 KiB.
 * - 64 KiB for a channel's message: chat, control and session messages have at most a few KiB; files come in blocks.
 *
 * There is no limit for an active client that says nothing: who only watches sends nothing for hours. A dead connection is
 * found by the transport.
 */
export const DEFAULT_LIMITS: RdpServerLimits = {
  clientInfoTime: 15_000,
  activationTime: 30_000,
  pduTime: 30_000,
  earlyPduLength: 16 * 1024,
  channelMessageLength: 64 * 1024,
};

/**
 * Channel Join Requests that are answered beyond one for each announced channel: a client may ask again, a flood of them ends the
 * connection.
 */
export const SPARE_CHANNEL_JOINS = 8;
