import { createServer, type Server } from 'node:net';

/**
 * The ports that an invitation is reached at: the first free one of 29170 to 29185.
 *
 * A fixed range, so that a rule in a firewall can open exactly these. It lies below the ports that systems hand out to
 * outgoing connections (Linux from 32768, Windows and macOS from 49152), which could be taken at any moment, and away from
 * 3389, which a computer's own Remote Desktop may hold.
 */
export const PORT_RANGE = { first: 29170, count: 16 } as const;

/** No port could be had; the message says what to do. */
export class PortError extends Error {
  override readonly name = 'PortError';
  readonly code = 'no-port';
}

/**
 * Listens on every address of this computer, IPv6 and IPv4.
 *
 * @param ports tried in this order
 * @throws PortError when all of them are taken
 */
export async function listenOnFirstFree(ports: readonly number[]): Promise<Server> {
  for (const port of ports) {
    const server = (await listenOn(port, '::')) ?? (await listenOn(port, '0.0.0.0'));
    if (server) return server;
  }
  const what = ports.length === 1 ? `port ${ports[0]} is` : `the ports ${ports[0]} to ${ports.at(-1)} are`;
  throw new PortError(`${what} taken by other programs. Choose another by --port.`);
}

/** The ports of {@link PORT_RANGE}, or the one that was asked for. */
export function portsToTry(port: number | undefined): number[] {
  return port === undefined ? Array.from({ length: PORT_RANGE.count }, (_, i) => PORT_RANGE.first + i) : [port];
}

/**
 * Sends everybody away until another listener for `connection` takes the place of its own.
 *
 * @returns undefined when the port is taken, not allowed, or this computer does not speak that family.
 */
async function listenOn(port: number, host: string): Promise<Server | undefined> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host, exclusive: true }, resolve);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL') return undefined;
    throw error;
  }
  server.removeAllListeners('error');
  // A connection that cannot be taken (no more file descriptors) is that connection's misfortune and ends nothing.
  server.on('error', () => undefined);
  server.on('connection', (socket) => socket.destroy());
  return server;
}
