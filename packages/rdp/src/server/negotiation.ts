import { RdpError } from '../errors.js';
import { type ConnectionConfirm, type ConnectionRequest, NegotiationFailure, SecurityProtocol } from '../x224.js';

/**
 * What protects a connection.
 *
 * - `tls`: TLS, begun behind the negotiation ([MS-RDPBCGR] 5.4); every other client is refused
 * - `external`: the stream is protected already, as inside a Beside link; RDP adds nothing
 * - an object: Standard RDP Security
 */
export type RdpServerSecurity = 'tls' | 'external' | StandardServerSecurity;

/** Standard RDP Security with 128-bit RC4 ([MS-RDPBCGR] 5.3), for clients that know nothing better. */
export interface StandardServerSecurity {
  /** TLS is offered as well, and taken with every client that offers it too. */
  readonly tls: boolean;
  /** RSA_PUBLIC_KEY ([MS-RDPBCGR] 2.2.1.4.3.1.1.1): exactly the bytes that KH and KH2 of the ticket are the hashes of. */
  readonly publicKey: Uint8Array;
  /** The private operation without padding; block and result are big-endian and as long as the modulus. */
  readonly decrypt: (block: Uint8Array) => Uint8Array;
  /** So many unpredictable bytes. */
  readonly random: (length: number) => Uint8Array;
}

/** How a negotiation ended. */
export interface Negotiated {
  /** What the client is answered; undefined: it is not answered at all. */
  readonly confirm?: ConnectionConfirm;
  /** What protects the connection from here on, or why it ends. */
  readonly outcome: 'tls' | 'external' | StandardServerSecurity | RdpError;
}

/**
 * Answers a Connection Request ([MS-RDPBCGR] 3.3.5.3.1, 3.3.5.3.2). A client that appended no negotiation request knows none of
 * it and MUST NOT be sent any: if it cannot be served, the connection just ends.
 */
export function negotiate(security: RdpServerSecurity, { negotiation }: ConnectionRequest): Negotiated {
  const rdp = negotiation === undefined ? {} : selected(SecurityProtocol.rdp);
  if (security === 'external') return { confirm: rdp, outcome: 'external' };
  const offersTls = ((negotiation?.requestedProtocols ?? 0) & SecurityProtocol.ssl) !== 0;
  if (offersTls && (security === 'tls' || security.tls)) return { confirm: selected(SecurityProtocol.ssl), outcome: 'tls' };
  // A client that offers TLS has Standard RDP Security too, as part of the protocol: to select it spares a second connection.
  if (security !== 'tls') return { confirm: rdp, outcome: security };
  if (negotiation === undefined) {
    return { outcome: new RdpError('tls-required', 'the client knows only Standard RDP Security; TLS is required') };
  }
  return {
    confirm: { negotiation: { type: 'failure', failureCode: NegotiationFailure.sslRequired } },
    outcome: new RdpError('tls-required', 'the client does not offer TLS; open the invitation with TLS security'),
  };
}

function selected(protocol: number): ConnectionConfirm {
  return { negotiation: { type: 'response', flags: 0, selectedProtocol: protocol } };
}
