import { duplexPair } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CONFIRM, FIRST_MESSAGE } from './fake-engine.js';
import { listen } from './listener.js';
import { PlainDuplex, read, secure, startTls } from './streams.js';

describe('TLS on the same stream', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is agreed at %s, and bytes go both ways', async (version) => {
    const listener = await listen();
    const client = await secure(await listener.dial(), { minVersion: version, maxVersion: version });
    const connection = await listener.accepted();
    const arrived = new Promise((resolve) => {
      connection.engine!.onReceive = resolve;
    });
    client.write('to the novice');
    await arrived;
    expect(client.getProtocol()).toBe(version);
    expect(Buffer.concat(connection.engine?.received.slice(1) ?? []).toString()).toBe('to the novice');
    connection.link.run((engine) => engine.emit({ type: 'send', bytes: Buffer.from('to the expert') }));
    expect((await read(client, 13)).toString()).toBe('to the expert');
    client.end();
    await connection.closed;
    expect(connection.engine?.calls).toEqual(['tlsStarted', 'streamEnded']);
  });

  it('is refused below 1.2, and an honest client connects right after', async () => {
    const listener = await listen();
    const old = await listener.dial();
    await expect(secure(old, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow();
    const refused = await listener.accepted();
    expect((await refused.closed)?.code).toBe('tls-too-old');
    const client = await secure(await listener.dial());
    const connection = await listener.accepted();
    await connection.engine?.secured;
    client.destroy();
    expect(await connection.closed).toBeUndefined();
  });

  it('fails for rubbish instead of a handshake', async () => {
    const listener = await listen();
    const socket = await listener.dial();
    socket.on('error', () => undefined);
    socket.write(FIRST_MESSAGE);
    await read(socket, CONFIRM.length);
    socket.write('this is no ClientHello');
    expect((await (await listener.accepted()).closed)?.code).toBe('tls-failed');
  });

  it('gives what was sent in the clear behind the first message to TLS and never to the engine', async () => {
    const listener = await listen();
    const socket = await listener.dial();
    socket.on('error', () => undefined);
    socket.write(Buffer.concat([FIRST_MESSAGE, Buffer.from('injected before TLS')]));
    const connection = await listener.accepted();
    expect((await connection.closed)?.code).toBe('tls-failed');
    expect(connection.engine?.received).toEqual([FIRST_MESSAGE]);
  });

  it('takes a ClientHello that arrives together with the first message', async () => {
    const listener = await listen();
    const socket = await listener.dial();
    const [near, far] = duplexPair();
    const handshake = startTls(near);
    const hello: Buffer = await new Promise((resolve) => far.once('data', resolve));
    far.pause();
    socket.write(Buffer.concat([FIRST_MESSAGE, hello]));
    await read(socket, CONFIRM.length);
    far.pipe(socket).pipe(far);
    far.resume();
    const client = await handshake;
    const connection = await listener.accepted();
    await connection.engine?.secured;
    client.destroy();
    socket.destroy();
    await connection.closed;
    expect(connection.engine?.calls[0]).toBe('tlsStarted');
  });

  it('works over any stream, not only a socket', async () => {
    const listener = await listen({ wrap: (socket) => new PlainDuplex(socket) });
    const client = await secure(await listener.dial());
    const connection = await listener.accepted();
    connection.engine!.onReceive = (bytes) => connection.engine!.emit({ type: 'send', bytes });
    client.write('hello');
    expect((await read(client, 5)).toString()).toBe('hello');
    client.end();
    expect(await connection.closed).toBeUndefined();
  });
});
