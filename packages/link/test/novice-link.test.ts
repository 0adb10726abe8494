import { once } from 'node:events';
import { type Duplex, duplexPair } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { CONFIRM, FIRST_MESSAGE, Listener, PlainDuplex, read, readAll, secure, startTls } from './fake-engine.js';

const open: Listener[] = [];
afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close();
});

async function listen(...how: Parameters<typeof Listener.open>): Promise<Listener> {
  const listener = await Listener.open(...how);
  open.push(listener);
  return listener;
}

describe('the first byte', () => {
  it.each([
    ['0x16, as a Beside begins', '1603010200', 'beside-not-offered'],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n').toString('hex'), 'not-rdp'],
    ['a TPKT longer than a first message', '03000401', 'not-rdp'],
    ['a TPKT of no content', '03000004', 'not-rdp'],
    ['a TPKT whose length is shorter than its header', '03000002', 'not-rdp'],
  ])('closes at once for %s, without an engine', async (_, hex, code) => {
    const listener = await listen();
    const socket = await listener.dial();
    const closed = readAll(socket);
    socket.write(Buffer.from(hex, 'hex'));
    const connection = await listener.accepted();
    expect((await connection.closed)?.code).toBe(code);
    expect((await closed).length).toBe(0);
    expect(connection.engine).toBeUndefined();
  });

  it('says nothing of a connection that is closed again without a byte', async () => {
    const listener = await listen();
    const socket = await listener.dial();
    socket.end();
    expect(await (await listener.accepted()).closed).toBeUndefined();
  });

  it('ends a connection whose first message stops in the middle', async () => {
    const listener = await listen();
    const socket = await listener.dial();
    socket.end(FIRST_MESSAGE.subarray(0, 7));
    const connection = await listener.accepted();
    expect((await connection.closed)?.code).toBe('not-rdp');
    expect(connection.engine).toBeUndefined();
  });
});

describe('time limits', () => {
  it('ends a connection that says nothing', async () => {
    const listener = await listen({ handshake: 30 });
    await listener.dial();
    expect((await (await listener.accepted()).closed)?.code).toBe('handshake-timeout');
  });

  it('is not put off by a byte now and then', async () => {
    const listener = await listen({ handshake: 120 });
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
    const listener = await listen({ handshake: 60 });
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
    const listener = await listen({ stall: 150 });
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
    const listener = await listen({ stall: 1000 });
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
    const listener = await listen({}, undefined, (socket) => new PlainDuplex(socket));
    const client = await secure(await listener.dial());
    const connection = await listener.accepted();
    connection.engine!.onReceive = (bytes) => connection.engine!.emit({ type: 'send', bytes });
    client.write('hello');
    expect((await read(client, 5)).toString()).toBe('hello');
    client.end();
    expect(await connection.closed).toBeUndefined();
  });
});

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
    const listener = await listen({ close: 50 });
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
    const listener = await listen({ close: 50 });
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
    const listener = await listen({}, (engine) => {
      engine.onReceive = () => {
        throw new TypeError('a mistake');
      };
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
    const listener = await listen({}, undefined, (socket) => {
      before = counts(socket);
      return socket;
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

describe('a client that sends much at once', () => {
  it('is heard in pieces, all of it and in order, with turns for others between them', async () => {
    const listener = await listen({ piece: 1000 });
    const client = await secure(await listener.dial());
    const connection = await listener.accepted();
    const engine = connection.engine!;
    await engine.secured;
    const first = engine.received.length;
    const sent = Buffer.from(Array.from({ length: 50_000 }, (_, i) => i % 251));
    let turns = 0;
    let running = true;
    const others = () => {
      turns++;
      if (running) setImmediate(others);
    };
    const turnsAt: number[] = [];
    const whole = new Promise<void>((resolve) => {
      engine.onReceive = () => {
        turnsAt.push(turns);
        if (Buffer.concat(engine.received.slice(first)).length === sent.length) resolve();
      };
    });
    others();
    client.resume();
    client.end(sent);
    await whole;
    running = false;
    expect(Buffer.concat(engine.received.slice(first))).toEqual(sent);
    expect(Math.max(...engine.received.slice(first).map((piece) => piece.length))).toBeLessThanOrEqual(1000);
    expect(new Set(turnsAt).size).toBeGreaterThanOrEqual(turnsAt.length - 2);
    expect(await connection.closed).toBeUndefined();
  });
});

describe('a client that asks and does not take the answers', () => {
  it('is read no further once much waits to go out', async () => {
    const listener = await listen({ queue: 1024 * 1024, stall: 300 });
    const socket = await listener.dial();
    const client = await secure(socket);
    client.pause();
    const connection = await listener.accepted();
    connection.engine!.onReceive = () => {
      connection.engine!.emit({ type: 'send', bytes: new Uint8Array(256 * 1024) });
    };
    let most = 0;
    const flood = setInterval(() => {
      client.write(new Uint8Array(64 * 1024));
      most = Math.max(most, connection.link.queuedBytes());
    }, 2);
    client.on('error', () => undefined);
    expect((await connection.closed)?.code).toBe('stalled');
    clearInterval(flood);
    socket.destroy();
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(2 * 1024 * 1024);
  });

  it('is told of it when all has gone out', async () => {
    const listener = await listen();
    const client = await secure(await listener.dial());
    const connection = await listener.accepted();
    client.resume();
    connection.link.run((engine) => engine.emit({ type: 'send', bytes: new Uint8Array(4 * 1024 * 1024) }));
    expect(connection.link.queuedBytes()).toBeGreaterThan(0);
    while (connection.drained === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(connection.link.queuedBytes()).toBe(0);
    client.destroy();
    await connection.closed;
  });
});

function timeouts(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
