import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, TLSSocket, type TLSSocketOptions, connect as tlsConnect } from 'node:tls';
import { BESIDE_PROTOCOL, exporterOf } from '../src/beside-tls.js';
import type { Identity, Way } from '../src/index.js';
import { commitmentTo, encodeExpertProof, encodeNoviceProof, encodeStatus, proofOf } from '../src/proof.js';

/** TLS as a Beside's expert begins it, and nothing further; resolves once the novice's end of it stands too. */
export function expertPeer(stream: Duplex, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const own = { rejectUnauthorized: false, minVersion: 'TLSv1.3', ALPNProtocols: [BESIDE_PROTOCOL] } as const;
    const secure = tlsConnect({ socket: stream, ...own, ...options });
    // A session ticket comes from a server that has seen the whole handshake.
    secure.once('session', () => resolve(secure));
    secure.on('error', reject);
    // Before the ticket could come.
    secure.once('close', () => reject(new Error('the novice closed the connection')));
  });
}

/** An expert's first message; right for this TLS session unless told otherwise. */
export function expertProof(secure: TLSSocket, secret: Uint8Array, nonce: Uint8Array = randomBytes(32)): Uint8Array {
  return encodeExpertProof({ proof: proofOf('expert', secret, exporterOf(secure)), commitment: commitmentTo(nonce) });
}

/** TLS as a Beside's novice offers it. */
export function noviceTls(stream: Duplex, { besideContext }: Identity, options: TLSSocketOptions = {}): TLSSocket {
  const own = { isServer: true, secureContext: besideContext, ALPNProtocols: [BESIDE_PROTOCOL] };
  return new TLSSocket(stream, { ...own, ...options });
}

/** The same; resolves once the handshake is through. */
export function novicePeer(stream: Duplex, own: Identity): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = noviceTls(stream, own);
    secure.once('secure', () => resolve(secure));
    secure.on('error', reject);
    secure.once('close', () => reject(new Error('the expert closed the connection')));
  });
}

/** A novice's whole answer; right for this TLS session unless told otherwise. */
export function noviceAnswer(secure: TLSSocket, secret: Uint8Array): Buffer {
  const proof = proofOf('novice', secret, exporterOf(secure));
  return Buffer.concat([encodeStatus('ok'), encodeNoviceProof({ proof, nonce: randomBytes(32) })]);
}

/** How an expert opens an invitation of this identity. */
export function wayTo({ certificate }: Identity, secret: Uint8Array): Extract<Way, { type: 'beside' }> {
  return { type: 'beside', secret, certificate: createHash('sha256').update(certificate).digest() };
}
