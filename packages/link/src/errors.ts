/**
 * Why a connection ended before or besides its session. Stable: programs match on it.
 *
 * | code | meaning |
 * |---|---|
 * | `not-rdp` | the first bytes are of no protocol that is spoken here |
 * | `beside-not-offered` | the first byte begins TLS, as a Beside does; this invitation is for other programs |
 * | `handshake-timeout` | first message and TLS were not there in time |
 * | `tls-failed` | TLS could not be agreed: too old, or broken off |
 * | `stalled` | the other side took nothing for too long while something waited for it |
 * | `broken` | the connection broke (reset, unreachable) |
 * | `fault` | a programming error in Beside; only this connection ends by it |
 */
export type LinkErrorCode =
  | 'not-rdp'
  | 'beside-not-offered'
  | 'handshake-timeout'
  | 'tls-failed'
  | 'stalled'
  | 'broken'
  | 'fault';

const SENTENCES: Readonly<Record<LinkErrorCode, string>> = {
  'not-rdp': 'what connected does not speak Remote Assistance',
  'beside-not-offered': 'the other side wants a connection between two Besides, and this invitation is for other programs',
  'handshake-timeout': 'the other side did not finish connecting in time',
  'tls-failed': 'no secure connection could be agreed; the other side needs TLS 1.2 or later',
  stalled: 'the other side stopped taking the picture',
  broken: 'the connection broke',
  fault: 'Beside made a mistake; please report it',
};

/** Why a connection ended; the message is for people, one lower-case phrase without anything that came from outside. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly code: LinkErrorCode;

  constructor(code: LinkErrorCode, options?: ErrorOptions) {
    super(SENTENCES[code], options);
    this.code = code;
  }
}
