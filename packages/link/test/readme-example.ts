import { createServer } from 'node:net';
import { ConnectionLimiter, createIdentity, NoviceLink, type SessionEngine } from '@beside/link';

/** Lets whoever connects talk to an engine, over TLS where the engine asks for that. */
export async function listen(createEngine: (obey: (event: { type: 'ended' }) => void) => SessionEngine, expiresAt: number) {
  const identity = await createIdentity(Date.now(), expiresAt);
  const limiter = new ConnectionLimiter();
  const server = createServer((socket) => {
    const place = limiter.admit(socket.remoteAddress ?? '');
    if (!place) return void socket.destroy();
    return void new NoviceLink(socket, { identity, offers: { way: 'rdp' }, createEngine, closed: () => place.release() });
  });
  return { server, fingerprint: identity.fingerprint };
}
