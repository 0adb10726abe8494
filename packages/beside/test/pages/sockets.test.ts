import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PageError } from '../../src/pages/app.js';
import { type Line, Stage } from './stand-in.js';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  await stage.server.close();
});

async function pictures(expert = 'one'): Promise<Line> {
  const line = stage.socket('/pictures');
  line.say({ type: 'hello', bearer: await stage.bearer(), expert });
  return line;
}

describe('a WebSocket', () => {
  it('whose hello has a bearer is told the state, and counted as a page', async () => {
    const line = stage.socket('/socket');
    line.say({ type: 'hello', bearer: await stage.bearer() });
    expect(await line.next()).toMatchObject({ type: 'state', state: { version: '0.0.0', novice: null } });
    expect(stage.counts).toEqual([1]);
    line.socket.close();
    await expect.poll(() => stage.counts).toEqual([1, 0]);
    expect(stage.app.watchers).toBe(0);
  });

  it('with the bearer of another server at another port is closed with 4401', async () => {
    const other = await Stage.open();
    const bearer = await other.bearer();
    await other.server.close();
    for (const [path, hello] of [
      ['/socket', { type: 'hello', bearer }],
      ['/pictures', { type: 'hello', bearer, expert: 'one' }],
      ['/socket', { type: 'hello', bearer: stage.token() }],
    ] as const) {
      const line = stage.socket(path);
      line.say(hello);
      expect(await line.over).toBe(4401);
      expect(line.got).toEqual([]);
    }
    expect(stage.app.taker).toBeUndefined();
  });

  it.each([['{}'], ['hello'], [Buffer.from('{"type":"hello","bearer":"a"}')], ['{"id":1,"do":"pause"}']])(
    'whose first message is another one is closed: %s',
    async (message) => {
      const line = stage.socket('/socket');
      line.say(message);
      expect(await line.over).toBe(1008);
      expect(stage.app.commands).toEqual([]);
    },
  );

  it('whose hello is large is cut off while it is read', async () => {
    const line = stage.socket('/socket');
    line.say(JSON.stringify({ type: 'hello', bearer: 'a'.repeat(2_000_000) }));
    expect(await line.over).toBeOneOf([0, 1006]);
  });

  it('is there at two paths alone', async () => {
    for (const path of ['/', '/socket/', '/socket?x', '/SOCKET', '/bearer']) expect(await stage.socket(path).over).toBe(404);
  });

  it('of the 17th page is closed', async () => {
    const bearer = await stage.bearer();
    const lines = Array.from({ length: 17 }, () => stage.socket('/socket'));
    for (const line of lines) {
      line.say({ type: 'hello', bearer });
      await line.opened;
    }
    const codes = await Promise.race([Promise.any(lines.map(({ over }) => over))]);
    expect(codes).toBe(1013);
    expect(stage.counts.at(-1)).toBe(16);
  });

  it('of another protocol is refused', async () => {
    const wire = connect(stage.server.port, '127.0.0.1');
    wire.write(
      `GET /socket HTTP/1.1\r\nHost: ${stage.authority}\r\nOrigin: http://${stage.authority}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
    );
    let answer = '';
    wire.on('data', (chunk) => {
      answer += chunk;
    });
    await new Promise((resolve) => wire.once('close', resolve));
    expect(answer).toMatch(/^HTTP\/1.1 4/);
  });

  it('is told when the program ends', async () => {
    const line = await stage.page();
    await stage.server.close();
    expect(await line.over).toBe(1001);
    stage = await Stage.open();
  });
});

describe('a page', () => {
  it('is told several changes by one message', async () => {
    const page = await stage.page();
    for (let change = 0; change < 100; change++) stage.app.change(`1.0.${change}`);
    expect(await page.next()).toMatchObject({ type: 'state', state: { version: '1.0.99' } });
    stage.app.change('2.0.0');
    expect(await page.next()).toMatchObject({ state: { version: '2.0.0' } });
    expect(page.got).toHaveLength(3);
  });

  it('gets one reply to each request, and none to input', async () => {
    stage.app.obey = async (command) => {
      switch (command.do) {
        case 'contacts':
          return { contacts: [] };
        case 'open':
          throw new PageError('wrong-password', 'That is not the password.');
        case 'input':
          throw new PageError('gone', 'Nobody is there.');
        case 'history':
          throw new Error('the disk burns');
        default:
          return undefined;
      }
    };
    const page = await stage.page();
    page.say({ id: 1, do: 'contacts' });
    page.say({ id: 2, do: 'open', invitation: { given: true }, password: 'x' });
    page.say({ id: 3, do: 'input', who: { expert: 'one' }, events: [] });
    page.say({ id: 4, do: 'pause' });
    page.say({ id: 5, do: 'history' });
    expect(await page.next()).toEqual({ type: 'done', id: 1, result: { contacts: [] } });
    expect(await page.next()).toEqual({ type: 'failed', id: 2, code: 'wrong-password', message: 'That is not the password.' });
    expect(await page.next()).toEqual({ type: 'done', id: 4 });
    expect(await page.next()).toMatchObject({ type: 'failed', id: 5, code: 'fault' });
    expect(page.got.join()).not.toContain('burns');
    expect(stage.faults).toMatchObject([{ message: 'the disk burns' }]);
    expect(stage.app.commands[2]).toEqual({ do: 'input', who: { expert: 'one' }, events: [] });
  });

  it('that goes away lets go of the keys and buttons that it held', async () => {
    const page = await stage.page();
    const who = { expert: 'one' };
    const key = (scancode: number, down: boolean) => ({ type: 'key', scancode, down });
    const button = (down: boolean) => ({ type: 'button', button: 'left', down, x: 3, y: 4 });
    page.say({ id: 1, do: 'input', who, events: [key(0x1d, true), key(0x2a, true), button(true), key(0x2a, false)] });
    await expect.poll(() => stage.app.commands).toHaveLength(1);
    page.socket.terminate();
    await expect.poll(() => stage.app.commands).toHaveLength(2);
    expect(stage.app.commands[1]).toEqual({ do: 'input', who, events: [key(0x1d, false), button(false)] });
  });

  it('that goes on with another session lets go in the one before, and holds nothing twice', async () => {
    const page = await stage.page();
    const key = (scancode: number, down: boolean) => ({ type: 'key', scancode, down });
    page.say({ id: 1, do: 'input', who: { expert: 'one' }, events: [key(0x1d, true)] });
    page.say({ id: 2, do: 'input', who: { expert: 'two' }, events: [key(0x2a, true), key(0x2a, false)] });
    await expect.poll(() => stage.app.commands).toHaveLength(3);
    page.socket.close();
    await expect.poll(() => stage.counts.at(-1)).toBe(0);
    expect(stage.app.commands.slice(1)).toEqual([
      { do: 'input', who: { expert: 'one' }, events: [key(0x1d, false)] },
      { do: 'input', who: { expert: 'two' }, events: [key(0x2a, true), key(0x2a, false)] },
    ]);
  });

  it.each([
    ['{"id":1,"do":"dance"}', 'request.do: not one that is known'],
    [Buffer.from('{"id":1,"do":"pause"}'), 'message: binary'],
  ])('that says something else is closed with why: %s', async (message, why) => {
    const page = await stage.page();
    const reason = new Promise((resolve) => page.socket.once('close', (_code, text) => resolve(String(text))));
    page.say(message);
    expect(await page.over).toBe(1008);
    expect(await reason).toBe(why);
    expect(stage.app.commands).toEqual([]);
  });

  it('that says more than 4 MB at once is closed', async () => {
    const page = await stage.page();
    page.say('x'.repeat(4 * 1024 * 1024 + 1));
    expect(await page.over).toBe(1009);
  });

  it('that reads nothing costs no memory: it is told the newest state when it reads again', async () => {
    const page = await stage.page();
    let states = 0;
    const { app } = stage;
    const state = app.state.bind(app);
    app.state = () => {
      states += 1;
      return state();
    };
    page.socket.pause();
    const large = 'x'.repeat(1_000_000);
    for (let change = 0; change < 200; change++) {
      app.change(`${large}${change}`);
      // A tick of the server's and some: each change would become a message for a page that reads.
      await new Promise((resolve) => setTimeout(resolve, 22));
    }
    // What the kernel's buffers took, and one that waits.
    expect(states).toBeLessThan(15);
    page.socket.resume();
    await expect.poll(() => page.got.at(-1)?.includes('x199"'), { timeout: 5000 }).toBe(true);
  });

  it('that asks without reading is not read any more', async () => {
    const page = await stage.page();
    stage.app.obey = async () => ({ log: [{ time: '', event: 'x'.repeat(100_000) }] });
    page.socket.pause();
    for (let id = 0; id < 1000; id++) page.socket.send(JSON.stringify({ id, do: 'log', session: 'x'.repeat(100) }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    // At most what came in one piece with the request at which reading stops.
    expect(stage.app.commands.length).toBeLessThan(600);
    page.socket.resume();
    await expect.poll(() => page.got.length, { timeout: 15_000 }).toBe(1001);
  });
});

describe('pictures', () => {
  it('come in order with notes, and what is painted goes back', async () => {
    const line = await pictures();
    await expect.poll(() => stage.app.taker).toBeDefined();
    const { taker } = stage.app;
    taker?.note({ note: 'reset', width: 2, height: 1 });
    taker?.picture(Uint8Array.of(1, 2, 3));
    taker?.note({ note: 'frame-end', frameId: 9 });
    expect(await line.next()).toEqual({ note: 'reset', width: 2, height: 1 });
    expect(await line.next()).toEqual(Buffer.of(1, 2, 3));
    expect(await line.next()).toEqual({ note: 'frame-end', frameId: 9 });
    line.say({ painted: 9 });
    await expect.poll(() => stage.app.painted).toEqual([9]);
    expect(stage.app.drained).toBeGreaterThan(0);
    line.socket.close();
    await expect.poll(() => stage.app.left).toBe(1);
  });

  it('of no session are closed with 4404, and taken by another page with 4409', async () => {
    expect(await (await pictures('two')).over).toBe(4404);
    const first = await pictures();
    await expect.poll(() => stage.app.taker).toBeDefined();
    const second = await pictures();
    expect(await first.over).toBe(4409);
    stage.app.taker?.end('over');
    expect(await second.over).toBe(4404);
    await expect.poll(() => stage.app.left).toBe(2);
  });

  it('are closed on anything but what is painted, and on more than 512 bytes', async () => {
    for (const [message, code] of [
      ['{"painted":-1}', 1008],
      [Buffer.of(1), 1008],
      ['x'.repeat(513), 1009],
    ] as const) {
      const line = await pictures();
      line.say(message);
      expect(await line.over).toBe(code);
    }
    expect(stage.app.painted).toEqual([]);
  });

  it('tell how much a page has not taken, and end with one that takes nothing', async () => {
    const line = await pictures();
    await expect.poll(() => stage.app.taker).toBeDefined();
    const { taker } = stage.app;
    line.socket.pause();
    const piece = new Uint8Array(1024 * 1024);
    let most = 0;
    for (let count = 0; count < 200; count++) {
      taker?.picture(piece);
      most = Math.max(most, taker?.queued() ?? 0);
    }
    expect(most).toBeGreaterThan(8 * 1024 * 1024);
    expect(most).toBeLessThan(67 * 1024 * 1024);
    line.socket.resume();
    expect(await line.over).toBe(1006);
    expect(stage.app.left).toBe(1);
  });
});
