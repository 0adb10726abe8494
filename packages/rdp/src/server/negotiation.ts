import { RdpError } from '../errors.js';
import { type ConnectionConfirm, type ConnectionRequest, NegotiationFailure, SecurityProtocol } from '../x224.js';

/**
 * What protects a connection.
 *
 * - `tls`: TLS, begun behind the negotiation ([MS-RDPBCGR] 5.4); every other client is refused
 * - `external`: the stream is protected already, as inside a Beside link; RDP adds nothing
 */
export type RdpServerSecurity = 'tls' | 'external';

/** How a negotiation ended. */
export interface Negotiated {
  /** What the client is answered; undefined: it is not answered at all. */
  readonly confirm?: ConnectionConfirm;
  /** What protects the connection from here on, or why it ends. */
  readonly outcome: 'tls' | 'external' | RdpError;
}

/**
 * Answers a Connection Request ([MS-RDPBCGR] 3.3.5.3.1, 3.3.5.3.2). A client that appended no negotiation request knows none of
 * it and MUST NOT be sent any: if it cannot be served, the connection just ends.
 */
export function negotiate(security: RdpServerSecurity, { negotiation }: ConnectionRequest): Negotiated {
  if (security === 'external') {
    const response = { type: 'response', flags: 0, selectedProtocol: SecurityProtocol.rdp } as const;
    return { confirm: negotiation === undefined ? {} : { negotiation: response }, outcome: 'external' };
  }
  if (negotiation === undefined) {
    return { outcome: new RdpError('tls-required', 'the client knows only Standard RDP Security; TLS is required') };
  }
  if ((negotiation.requestedProtocols & SecurityProtocol.ssl) === 0) {
    return {
      confirm: { negotiation: { type: 'failure', failureCode: NegotiationFailure.sslRequired } },
      outcome: new RdpError('tls-required', 'the client does not offer TLS; open the invitation with TLS security'),
    };
  }
  return {
    confirm: { negotiation: { type: 'response', flags: 0, selectedProtocol: SecurityProtocol.ssl } },
    outcome: 'tls',
  };
}
