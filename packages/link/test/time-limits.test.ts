import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { noviceOn, testIdentity } from './ends.js';
import { CONFIRM, FIRST_MESSAGE } from './fake-engine.js';
import { listen } from './listener.js';
import { read, secure } from './streams.js';
import { wire } from './wire.js';

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
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const [near, far] = wire();
    const novice = noviceOn(near, await testIdentity());
    const client = await secure(far);
    const begun = Date.now();
    client.on('data', () => {
      client.pause();
      // What goes out at once comes in two or three pieces: it takes up to 18 s.
      setImmediate(() => {
        vi.advanceTimersByTime(6_000);
        client.resume();
      });
    });
    novice.link.run((engine) => engine.emit({ type: 'send', bytes: new Uint8Array(1024 * 1024) }));
    await vi.waitUntil(() => novice.drained > 0 || novice.link.error, { timeout: 15_000 });
    expect(novice.link.error).toBeUndefined();
    expect(Date.now() - begun).toBeGreaterThan(200_000);
    client.destroy();
    expect(await novice.closed).toBeUndefined();
  });
});
