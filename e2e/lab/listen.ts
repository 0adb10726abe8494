import type { AddressInfo, Server, Socket } from 'node:net';
import type { Lab } from './lab.js';

/**
 * Has a server of the test's own listen on 127.0.0.1, at a port that is free; it and its connections end with the lab.
 *
 * @returns the port
 */
export async function listen(lab: Lab, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // Whoever goes away in the middle of something is what these servers are for.
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  lab.defer(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
