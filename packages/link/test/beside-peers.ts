import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { Invitation } from '@beside/assist';
import { BESIDE_PROTOCOL, exporterOf } from '../src/beside-tls.js';
import { BesideOffer, type Way } from '../src/index.js';
import { commitmentTo, encodeExpertProof, proofOf } from '../src/proof.js';
import { testIdentity } from './listener.js';

export const HOUR = 3600_000;
/** Where tests connect from, unless they say otherwise. */
export const ADDRESS = '192.0.2.1';

/** An invitation between two Besides, as a novice has it. */
export function invite({ expiresIn = HOUR, now = Date.now() }: { expiresIn?: number; now?: number } = {}) {
  const secret = randomBytes(32);
  const invitation = new Invitation({ expiresAt: now + expiresIn });
  const offer = new BesideOffer(secret, invitation);
  return { secret, invitation, offer, offers: { way: 'beside', offer, address: ADDRESS } as const };
}

/** How an expert opens it. */
export async function wayTo(secret: Uint8Array): Promise<Extract<Way, { type: 'beside' }>> {
  const { certificate } = await testIdentity();
  return { type: 'beside', secret, certificate: createHash('sha256').update(certificate).digest() };
}

/** TLS as a Beside's expert begins it, and nothing further. */
export function besideTls(stream: Duplex, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const client = tlsConnect({
      socket: stream,
      rejectUnauthorized: false,
      ALPNProtocols: [BESIDE_PROTOCOL],
      minVersion: 'TLSv1.3',
      ...options,
    });
    client.once('secureConnect', () => resolve(client));
    client.once('error', reject);
    client.on('error', () => undefined);
  });
}

/** A right first message of an expert for this TLS session, unless told otherwise. */
export function expertProof(
  client: TLSSocket,
  secret: Uint8Array,
  { exporter = exporterOf(client), nonce = randomBytes(32) }: { exporter?: Uint8Array; nonce?: Uint8Array } = {},
): Uint8Array {
  return encodeExpertProof({ proof: proofOf('expert', secret, exporter), commitment: commitmentTo(nonce) });
}
