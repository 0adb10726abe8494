import { ProtocolError } from '@beside/bytes';
import { RdpError } from '../errors.js';
import { type ConnectionConfirm, NegotiationFailure, SecurityProtocol } from '../x224.js';
import type { RdpClientSecurity } from './options.js';

/** What the Connection Request offers ([MS-RDPBCGR] 2.2.1.1.1). Standard RDP Security is always part of it. */
export function requestedProtocols(security: RdpClientSecurity): number {
  return security === 'tls' || security === 'negotiate' ? SecurityProtocol.ssl : SecurityProtocol.rdp;
}

/**
 * Judges the server's answer ([MS-RDPBCGR] 3.2.5.3.2). A server that appended no negotiation data knows only Standard RDP Security.
 *
 * @returns what protects the connection from here on
 * @throws ProtocolError the server selected what was not offered
 * @throws RdpError the two sides have nothing in common
 */
export function negotiated(security: RdpClientSecurity, { negotiation }: ConnectionConfirm): 'tls' | 'standard' | 'external' {
  if (negotiation?.type === 'failure') throw refusal(negotiation.failureCode);
  const selected = negotiation?.selectedProtocol ?? SecurityProtocol.rdp;
  if (selected === SecurityProtocol.rdp) {
    if (security === 'tls') throw new RdpError('tls-not-allowed', 'the other computer did not take up TLS, which is required');
    return security === 'external' ? 'external' : 'standard';
  }
  if (selected === requestedProtocols(security)) return 'tls';
  throw new ProtocolError('x224.connectionConfirm.rdpNegRsp.selectedProtocol', 'is not one that was offered');
}

/** failureCode ([MS-RDPBCGR] 2.2.1.2.2). A server that has no certificate can do TLS as little as one that was told not to. */
function refusal(failureCode: number): RdpError {
  switch (failureCode) {
    case NegotiationFailure.sslRequired:
      return new RdpError('tls-required', 'the other computer requires TLS');
    case NegotiationFailure.sslNotAllowed:
    case NegotiationFailure.sslCertificateMissing:
      return new RdpError('tls-not-allowed', 'the other computer does no TLS');
    case NegotiationFailure.hybridRequired:
    case NegotiationFailure.sslWithUserAuthRequired:
      return new RdpError(
        'nla-required',
        'the other computer asks for an account on it; it does not offer Remote Assistance here',
      );
    default:
      return new RdpError('server-refused', `the other computer refused the connection (negotiation failure ${failureCode})`);
  }
}
