import { describe, expect, it } from 'vitest';
import { listen } from './listener.js';
import { secure } from './streams.js';

describe('a client that sends much at once', () => {
  it('is heard in pieces, all of it and in order, with turns for others between them', async () => {
    const listener = await listen({ limits: { piece: 1000 } });
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
    const listener = await listen({ limits: { queue: 1024 * 1024, stall: 300 } });
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
