import { describe, expect, it } from 'vitest';
import { FIRST_MESSAGE } from './fake-engine.js';
import { listen } from './listener.js';
import { readAll } from './streams.js';

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

  it('ends a connection whose first message stops anywhere in the middle', async () => {
    const listener = await listen();
    for (let there = 1; there < FIRST_MESSAGE.length; there++) {
      const socket = await listener.dial();
      socket.end(FIRST_MESSAGE.subarray(0, there));
      const connection = await listener.accepted();
      expect((await connection.closed)?.code).toBe('not-rdp');
      expect(connection.engine).toBeUndefined();
    }
  });
});
