import { RdpClient } from '@beside/rdp';

/** Views a desktop by an invitation. The driver's calls are those of the server; what `paint` gets, `@beside/rdp/codecs` decodes. */
export function view(sessionId: string, stream: { send(bytes: Uint8Array): void; startTls(): void; end(): void }): RdpClient {
  const paint = (width: number, height: number) => console.log(`${width}x${height} pixels, coded`);
  const who = { userName: 'Bea', computerName: 'BEA-PC', workingDir: sessionId, alternateShell: '*', password: '*' };
  const wish = { width: 1024, height: 768, channels: ['remdesk'], security: 'tls' } as const;
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const client: RdpClient = new RdpClient({ ...who, ...wish, random }, Date.now(), (event) => {
    if (event.type === 'send') stream.send(event.bytes);
    else if (event.type === 'start-tls') stream.startTls();
    else if (event.type === 'active') client.sendInput({ type: 'pointer', x: 10, y: 10 });
    else if (event.type === 'picture') for (const { width, height } of event.rects) paint(width, height);
    else if (event.type === 'frame-end') client.acknowledgeFrame(event.frameId);
    else if (event.type === 'disconnected') stream.end();
  });
  return client;
}
