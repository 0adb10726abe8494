import type { IncomingMessage } from 'node:http';

/**
 * Whether a request means this server, and comes from a page of it.
 *
 * - Host has to be this address: a name that somebody has made to mean 127.0.0.1 (DNS rebinding) is another one.
 * - Origin, where a browser tells it, has to be this server: a page of anybody else's, also one of a server at another port, tells its own.
 *   Browsers tell it with everything but GET and HEAD, and with every WebSocket.
 *
 * @param origin `needed`: for what changes something or stays open; `if-told`: a browser sends none when it opens an address
 */
export function isOurs({ rawHeaders, headers }: IncomingMessage, port: number, origin: 'needed' | 'if-told'): boolean {
  const authority = `127.0.0.1:${port}`;
  // Node keeps the first of several; whoever sends two hopes that somebody looks at the other.
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts !== 1 || headers.host !== authority) return false;
  return headers.origin === undefined ? origin === 'if-told' : headers.origin === `http://${authority}`;
}

/** The bearer that a request shows in its header, if it has the form of one. */
export function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{1,64})$/.exec(headers.authorization ?? '')?.[1];
}
