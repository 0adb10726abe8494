/**
 * Why an RDP connection cannot be, though nothing is malformed. Stable; match on it and never on the message.
 *
 * - `tls-required`: the client offers no security but Standard RDP Security or network level authentication
 * - `encryption-too-weak`: Standard RDP Security with anything but 128 bits (40, 56, FIPS, or none) or in one direction only
 * - `selection-changed`: the client believes that another security protocol was selected; somebody may have changed the negotiation
 * - `too-few-colours`: the client shows at most 256 colours
 * - `no-fast-path-output`: the client takes no fast-path output, which Remote Assistance presumes
 * - `too-slow`: the client did not go on in time
 */
export type RdpErrorCode =
  | 'tls-required'
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
