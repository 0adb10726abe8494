/**
 * Why an RDP connection cannot be, though nothing is malformed. Stable; match on it and never on the message.
 *
 * - `tls-required`: the client offers no TLS, without which the server does not go on
 * - `tls-not-allowed`: the server does no TLS; a client that may, connects again and offers Standard RDP Security alone
 * - `nla-required`: the server asks for network level authentication, an account on it, which Remote Assistance has not
 * - `server-refused`: the server denies what every connection needs (the negotiation, the conference, a user, the I/O channel)
 * - `license-required`: the server asks for a licence
 * - `redirected`: the server sends the client to another server
 * - `desktop-too-large`: the server's desktop has more pixels than a client keeps
 * - `drawing-order`: the server draws by orders, which were not offered to it
 * - `encryption-too-weak`: Standard RDP Security with anything but 128 bits (40, 56, FIPS, or none) or in one direction only
 * - `selection-changed`: one side believes that another security protocol was asked for or selected; somebody may have changed the negotiation
 * - `too-few-colours`: the client shows at most 256 colours
 * - `no-fast-path-output`: the client takes no fast-path output, which Remote Assistance presumes
 * - `too-slow`: the other side did not go on in time
 */
export type RdpErrorCode =
  | 'tls-required'
  | 'tls-not-allowed'
  | 'nla-required'
  | 'server-refused'
  | 'license-required'
  | 'redirected'
  | 'desktop-too-large'
  | 'drawing-order'
  | 'encryption-too-weak'
  | 'selection-changed'
  | 'too-few-colours'
  | 'no-fast-path-output'
  | 'too-slow';

/** A connection that is well formed and cannot go on. */
export class RdpError extends Error {
  override readonly name = 'RdpError';
  readonly code: RdpErrorCode;

  constructor(code: RdpErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
