import { connect, createServer } from 'node:net';
import { Writer } from '@beside/bytes';
import { Framer } from '../../packages/rdp/src/framer.js';
import {
  decodeConnectionRequest,
  encodeConnectionConfirm,
  NegotiationFailure,
  SecurityProtocol,
} from '../../packages/rdp/src/x224.js';
import type { Lab } from './lab.js';
import { listen } from './listen.js';

/**
 * Somebody in between who says to experts that the novice does no TLS, as Windows' own Remote Assistance says of itself, and hands on
 * everything of those who then come without: so both get Standard RDP Security.
 *
 * @param port of the novice, or of whoever is next
 * @returns the port at which it waits for experts
 */
export function startWithoutTls(lab: Lab, port: number): Promise<number> {
  const server = createServer((expert) => {
    const framer = new Framer({ maxLength: 0xffff, fastPath: false });
    const first = (bytes: Buffer) => {
      framer.push(bytes, (pdu) => {
        expert.off('data', first).pause();
        const { negotiation } = decodeConnectionRequest(pdu);
        if (negotiation && negotiation.requestedProtocols !== SecurityProtocol.rdp) {
          expert.end(refusal());
          return;
        }
        const novice = connect(port, '127.0.0.1').on('error', () => expert.destroy());
        expert.on('close', () => novice.destroy());
        novice.write(pdu);
        expert.pipe(novice).pipe(expert);
      });
    };
    expert.on('data', first);
  });
  return listen(lab, server);
}

function refusal(): Uint8Array {
  const writer = new Writer(32);
  encodeConnectionConfirm(writer, { negotiation: { type: 'failure', failureCode: NegotiationFailure.sslNotAllowed } });
  return writer.finish();
}
