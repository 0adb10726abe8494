import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { CONFIRM, FIRST_MESSAGE } from './fake-engine.js';
import { listen } from './listener.js';
import { read, secure } from './streams.js';

describe('time limits', () => {
  it('ends a connection that says nothing', async () => {
    const listener = await listen({ limits: { handshake: 30 } });
    await listener.dial();
    expect((await (await listener.accepted()).closed)?.code).toBe('handshake-timeout');
  });

  it('is not put off by a byte now and then', async () => {
    const listener = await listen({ limits: { handshake: 120 } });
    const socket = await listener.dial();
    let sent = 0;
    const drip = setInterval(() => socket.write(FIRST_MESSAGE.subarray(sent, ++sent)), 25);
    socket.on('error', () => undefined);
    const connection = await listener.accepted();
    expect((await connection.closed)?.code).toBe('handshake-timeout');
    clearInterval(drip);
    expect(sent).toBeGreaterThan(1);
  });

  it('ends a connection that does not begin TLS', async () => {
    const listener = await listen({ limits: { handshake: 60 } });
    const socket = await listener.dial();
    socket.write(FIRST_MESSAGE);
    await read(socket, CONFIRM.length);
    const connection = await listener.accepted();
    expect((await connection.closed)?.code).toBe('handshake-timeout');
    expect(connection.engine?.calls).toEqual(['streamEnded']);
  });

  it('calls the engine when its deadline has come, also one that a call from outside has set', async () => {
    const listener = await listen();
    const client = await secure(await listener.dial());
    const connection = await listener.accepted();
    const ticked = new Promise<number>((resolve) => {
      connection.link.run((engine) => {
        engine.deadline = Date.now() + 20;
        engine.onTick = resolve;
      });
    });
    const due = connection.engine?.deadline ?? 0;
    expect(await ticked).toBeGreaterThanOrEqual(due);
    client.destroy();
    await connection.closed;
  });

  it('ends a session whose other side takes nothing while something waits', async () => {
    const listener = await listen({ limits: { stall: 150 } });
    const socket = await listener.dial();
    const client = await secure(socket);
    client.pause();
    socket.pause();
    const connection = await listener.accepted();
    // More than both systems' buffers hold.
    connection.link.run((engine) => engine.emit({ type: 'send', bytes: new Uint8Array(32 * 1024 * 1024) }));
    expect(connection.link.queuedBytes()).toBeGreaterThan(0);
    expect((await connection.closed)?.code).toBe('stalled');
    socket.destroy();
  });

  it('does not take a slow reader for one that has stopped', async () => {
    const listener = await listen({ limits: { stall: 1000 } });
    const socket = await listener.dial();
    const client = await secure(socket);
    const connection = await listener.accepted();
    const total = 24 * 1024 * 1024;
    connection.link.run((engine) => engine.emit({ type: 'send', bytes: new Uint8Array(total) }));
    let taken = 0;
    client.on('data', (bytes: Buffer) => {
      taken += bytes.length;
      client.pause();
      setTimeout(() => client.resume(), 1);
    });
    const started = Date.now();
    while (taken < total) await once(client, 'data');
    expect(Date.now() - started).toBeGreaterThan(1000);
    client.destroy();
    expect(await connection.closed).toBeUndefined();
  });
});
