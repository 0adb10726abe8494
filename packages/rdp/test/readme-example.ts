import { RdpServer } from '@beside/rdp';

/**
 * Serves one connection. When TLS stands, call `tlsStarted(Date.now())`; give what comes to `receive(bytes, Date.now())`, and
 * call `tick(Date.now())` at `nextDeadline()`.
 */
export function serve(stream: { send(bytes: Uint8Array): void; startTls(): void; end(): void }): RdpServer {
  const server = new RdpServer({ width: 640, height: 480, channels: ['remdesk'] }, Date.now(), (event) => {
    if (event.type === 'send') stream.send(event.bytes);
    else if (event.type === 'start-tls') stream.startTls();
    else if (event.type === 'client-info' && event.info.workingDir.length < 20) server.disconnect();
    else if (event.type === 'client-info') server.accept();
    else if (event.type === 'active') server.sendChannel('remdesk', Uint8Array.of(1, 2, 3));
    else if (event.type === 'disconnected') stream.end();
  });
  return server;
}
