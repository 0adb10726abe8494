import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CONFIRM, FIRST_MESSAGE } from './fake-engine.js';
import { listen } from './listener.js';
import { read, readAll, secure, startTls } from './streams.js';

describe('the end', () => {
  it('lets the last bytes out before it closes', async () => {
    const listener = await listen();
    const client = await secure(await listener.dial());
    const connection = await listener.accepted();
    const all = readAll(client);
    // What the other side still sends must not make the system throw the last bytes away.
    client.write(Buffer.alloc(100_000));
    connection.link.run((engine) => {
      engine.emit({ type: 'send', bytes: new Uint8Array(1_000_000).fill(7) });
      engine.emit({ type: 'ended' });
    });
    expect((await all).equals(Buffer.alloc(1_000_000, 7))).toBe(true);
    expect(await connection.closed).toBeUndefined();
  });

  it('does not wait longer than its time for a client that does not close', async () => {
    const listener = await listen({ limits: { close: 50 } });
    const socket = await listener.dial();
    const client = await secure(socket);
    client.pause();
    socket.pause();
    const connection = await listener.accepted();
    connection.link.run((engine) => {
      engine.emit({ type: 'send', bytes: new Uint8Array(32 * 1024 * 1024) });
      engine.emit({ type: 'ended' });
    });
    expect(await connection.closed).toBeUndefined();
    socket.destroy();
  });

  it('may come while TLS is being agreed, and the engine hears no more of it', async () => {
    const listener = await listen({ limits: { close: 50 } });
    const socket = await listener.dial();
    socket.write(FIRST_MESSAGE);
    await read(socket, CONFIRM.length);
    const connection = await listener.accepted();
    connection.link.run((engine) => engine.emit({ type: 'ended' }));
    await startTls(socket).catch(() => undefined);
    expect(await connection.closed).toBeUndefined();
    expect(connection.engine?.calls).toEqual([]);
    socket.destroy();
  });

  it('comes to the engine when the client is killed', async () => {
    const listener = await listen();
    const socket = await listener.dial();
    await secure(socket);
    const connection = await listener.accepted();
    await connection.engine?.secured;
    socket.resetAndDestroy();
    await connection.closed;
    expect(connection.engine?.calls).toEqual(['tlsStarted', 'streamEnded']);
  });

  it("is the connection's alone when the engine has a fault", async () => {
    const listener = await listen({
      prepare: (engine) => {
        engine.onReceive = () => {
          throw new TypeError('a mistake');
        };
      },
    });
    const socket = await listener.dial();
    socket.on('error', () => undefined);
    socket.write(FIRST_MESSAGE);
    const error = await (await listener.accepted()).closed;
    expect(error).toMatchObject({ code: 'fault', cause: { message: 'a mistake' } });
  });

  it('leaves no timer, and no listener on the stream but those for late errors', async () => {
    const counts = (stream: Duplex) => ['readable', 'data', 'end', 'drain'].map((name) => stream.listenerCount(name));
    let before: number[] = [];
    const listener = await listen({
      wrap: (socket) => {
        before = counts(socket);
        return socket;
      },
    });
    const client = await secure(await listener.dial());
    const connection = await listener.accepted();
    await connection.engine?.secured;
    connection.link.run((engine) => {
      engine.deadline = Date.now() + 60_000;
    });
    const timers = timeouts();
    client.end();
    await connection.closed;
    expect(timeouts()).toBe(timers - 1);
    expect(counts(connection.stream)).toEqual(before);
    connection.stream.emit('error', new Error('late'));
  });
});

function timeouts(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
