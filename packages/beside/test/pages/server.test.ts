import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PageError } from '../../src/pages/app.js';
import { HELLO_TIMEOUT } from '../../src/pages/greeting.js';
import { MOST_STRANGERS } from '../../src/pages/strangers.js';
import { TOKEN_LIFETIME } from '../../src/pages/tokens.js';
import { Stage } from './stand-in.js';

let stage: Stage;
const wires: Socket[] = [];
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  for (const wire of wires.splice(0)) wire.destroy();
  await stage.server.close();
  expect(stage.faults).toEqual([]);
});

/** Bytes on a connection of its own, and what comes back until the server ends it. */
function raw(text: string): { wire: Socket; over: Promise<string> } {
  const wire = connect(stage.server.port, '127.0.0.1');
  wires.push(wire);
  let answer = '';
  wire.on('data', (chunk) => {
    answer += chunk;
  });
  wire.on('error', () => undefined);
  wire.write(text);
  return { wire, over: new Promise((resolve) => wire.once('close', () => resolve(answer))) };
}

describe('every answer', () => {
  it('has the policy of the pages, found or not', async () => {
    for (const path of ['/', '/assets/index-1a2b.js', '/nothing', '/invitation', '/bearer']) {
      const { headers } = await stage.ask('GET', path);
      expect(headers['content-security-policy'], path).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
          `connect-src 'self' ws://${stage.authority}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; ` +
          "form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['cache-control'], path).toBe(
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
      );
      expect(headers['access-control-allow-origin'], path).toBeUndefined();
    }
  });
});

describe('the files of the pages', () => {
  it('are there without a bearer, to be read alone', async () => {
    expect(await stage.ask('GET', '/', { Origin: null })).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect(await stage.ask('GET', '/?x=1')).toMatchObject({ status: 200 });
    expect(await stage.ask('HEAD', '/')).toMatchObject({ status: 200, body: '' });
    expect(await stage.ask('POST', '/')).toMatchObject({ status: 405 });
    expect((await stage.ask('GET', '/assets/index-1a2b.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '//index.html',
    '/index.html/',
    '/index.html%00.js',
    '/assets/..\\index.html',
    '/constructor',
    '/__proto__',
    '*',
  ])('are found by their one address, and not by %s', async (path) => {
    expect((await stage.ask('GET', path)).status).toBe(404);
  });

  it('are not found by a whole address in place of a path', async () => {
    const { over } = raw(`GET http://${stage.authority}/ HTTP/1.1\r\nHost: ${stage.authority}\r\nConnection: close\r\n\r\n`);
    expect(await over).toMatch(/^HTTP\/1.1 404 /);
  });
});

describe('a request that does not mean this server, or comes from elsewhere', () => {
  it.each([
    ['a name that somebody made to mean this computer', 'evil.example'],
    ['localhost', 'localhost'],
    ['no port', '127.0.0.1'],
  ])('is refused: %s', async (_what, host) => {
    const name = host === '127.0.0.1' ? host : `${host}:${stage.server.port}`;
    expect(await stage.ask('GET', '/', { Host: name, Origin: null })).toMatchObject({ status: 403 });
    expect(await stage.ask('POST', '/bearer', { Host: name }, JSON.stringify({ token: stage.token() }))).toMatchObject({
      status: 403,
    });
  });

  it('is refused: without a Host, and with two', async () => {
    expect(await raw('GET / HTTP/1.1\r\n\r\n').over).toMatch(/^(HTTP\/1.1 400 |$)/);
    expect(await raw('GET / HTTP/1.0\r\n\r\n').over).toMatch(/^HTTP\/1.1 403 /);
    const two = `GET / HTTP/1.1\r\nHost: ${stage.authority}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expect(await raw(two).over).toMatch(/^(HTTP\/1.1 40[03] |$)/);
  });

  it.each(['http://evil.example', 'https://127.0.0.1', 'null', 'http://localhost', 'another-port'])(
    'is refused: of the origin %s',
    async (told) => {
      const origin = told === 'another-port' ? `http://127.0.0.1:${stage.server.port + 1}` : told;
      const token = JSON.stringify({ token: stage.token() });
      const bearer = await stage.bearer();
      expect((await stage.ask('GET', '/', { Origin: origin })).status).toBe(403);
      expect((await stage.ask('POST', '/bearer', { Origin: origin }, token)).status).toBe(403);
      expect((await stage.ask('GET', '/invitation', { Origin: origin, Authorization: `Bearer ${bearer}` })).status).toBe(403);
      expect(await stage.socket('/socket', origin).over).toBe(403);
      expect(await stage.socket('/pictures', origin).over).toBe(403);
      // Refused before it was looked at: the token is as good as before.
      expect((await stage.ask('POST', '/bearer', {}, token)).status).toBe(200);
    },
  );

  it('is refused: of no origin, where a browser tells one', async () => {
    const token = JSON.stringify({ token: stage.token() });
    expect((await stage.ask('POST', '/bearer', { Origin: null }, token)).status).toBe(403);
    expect(await stage.socket('/socket', null).over).toBe(403);
    expect(await stage.socket('/pictures', null).over).toBe(403);
  });

  it('asks the server at another address of this computer, and finds nobody', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      const code = await new Promise((resolve) => {
        const wire = connect(stage.server.port, address, () => resolve('connected'));
        wire.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
        wires.push(wire);
      });
      expect(code).toBe('ECONNREFUSED');
    }
  });
});

describe('the trade of a token', () => {
  const trade = (body: string) => stage.ask('POST', '/bearer', {}, body);

  it('gives a bearer once', async () => {
    const body = JSON.stringify({ token: stage.token() });
    expect(await trade(body)).toMatchObject({ status: 200, body: expect.stringMatching(/^\{"bearer":"[\w-]{43}"\}$/) });
    expect(await trade(body)).toMatchObject({ status: 403, body: expect.stringContaining('"code":"token"') });
  });

  it('gives none for one that is too old, of another server, or made up', async () => {
    const body = JSON.stringify({ token: stage.token() });
    stage.clock.now += TOKEN_LIFETIME;
    expect((await trade(body)).status).toBe(403);
    const other = await Stage.open();
    expect((await trade(JSON.stringify({ token: other.token() }))).status).toBe(403);
    await other.server.close();
    expect((await trade('{"token":"AAAAAAAAAAAAAAAAAAAAAA"}')).status).toBe(403);
  });

  it('takes a small body of the right form, and reads no other', async () => {
    expect((await trade('')).status).toBe(400);
    expect((await trade('{"token":1}')).status).toBe(400);
    expect((await trade('x'.repeat(257))).status).toBe(413);
    const head = `POST /bearer HTTP/1.1\r\nHost: ${stage.authority}\r\nOrigin: http://${stage.authority}\r\n`;
    expect(await raw(`${head}Transfer-Encoding: chunked\r\n\r\nfffffff\r\n`).over).toMatch(/^HTTP\/1.1 411 /);
    expect(await raw(`${head}Content-Length: 4000000000\r\n\r\n`).over).toMatch(/^HTTP\/1.1 413 /);
    expect((await stage.ask('GET', '/bearer')).status).toBe(404);
  });
});

describe('the invitation', () => {
  it('is a file to be saved, for whoever has a bearer', async () => {
    const Authorization = `Bearer ${await stage.bearer()}`;
    expect((await stage.ask('GET', '/invitation', { Authorization })).status).toBe(404);
    stage.app.invitation = { name: 'Invitation.beside', bytes: Buffer.from('sealed') };
    const answer = await stage.ask('GET', '/invitation', { Authorization });
    expect(answer).toMatchObject({ status: 200, body: 'sealed' });
    expect(answer.headers['content-disposition']).toBe('attachment; filename="Invitation.beside"');
  });

  it('has a name that stays one', async () => {
    const Authorization = `Bearer ${await stage.bearer()}`;
    stage.app.invitation = { name: 'a"\r\nSet-Cookie: x=1;é.beside', bytes: new Uint8Array() };
    const { headers } = await stage.ask('GET', '/invitation', { Authorization });
    expect(headers['content-disposition']).toBe('attachment; filename="a___Set-Cookie__x_1__.beside"');
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('is not for others', async () => {
    stage.app.invitation = { name: 'Invitation.beside', bytes: Buffer.from('sealed') };
    const other = await Stage.open();
    const foreign = await other.bearer();
    await other.server.close();
    const bearer = await stage.bearer();
    for (const Authorization of [
      null,
      '',
      'Bearer',
      `Bearer ${foreign}`,
      `Bearer ${stage.token()}`,
      `Basic ${bearer}`,
      `Bearer ${bearer} `.padEnd(3000, 'x'),
      `Bearer ${bearer.slice(1)}`,
    ]) {
      const answer = await stage.ask('GET', '/invitation', { Authorization });
      expect(answer, String(Authorization)).toMatchObject({ status: 401 });
      expect(answer.body).not.toContain('sealed');
    }
    // Not in the address either, where it would be seen.
    expect((await stage.ask('GET', `/invitation?bearer=${bearer}`)).status).toBe(401);
  });
});

describe('a file of the page', () => {
  const send = async (query: string, body: string, headers: Record<string, string | null> = {}) =>
    stage.ask('POST', `/files?${query}`, { Authorization: `Bearer ${await stage.bearer()}`, ...headers }, body);

  it('goes to the session that it is for', async () => {
    expect(await send('who=novice&name=a%20b.txt', 'hello')).toMatchObject({ status: 204 });
    expect(await send('who=one&name=c', '', { 'Content-Length': '0' })).toMatchObject({ status: 204 });
    expect(stage.app.sent).toEqual([
      { who: 'novice', name: 'a b.txt', size: 5, bytes: Buffer.from('hello') },
      { who: { expert: 'one' }, name: 'c', size: 0, bytes: Buffer.alloc(0) },
    ]);
  });

  it('is not taken without a bearer, a length or a name, or above 4 GB', async () => {
    expect((await send('who=novice&name=a', 'hello', { Authorization: null })).status).toBe(401);
    expect((await send('who=novice', 'hello')).status).toBe(400);
    expect((await send('name=a', 'hello')).status).toBe(400);
    expect((await send(`who=novice&name=${'a'.repeat(1025)}`, 'hello')).status).toBe(400);
    expect((await send('who=novice&name=a', 'hello', { 'Transfer-Encoding': 'chunked' })).status).toBe(411);
    expect((await send('who=novice&name=a', '', { 'Content-Length': '4294967296' })).status).toBe(413);
    expect(stage.app.sent).toEqual([]);
  });

  it('that cannot be offered is answered with why', async () => {
    stage.app.takeFile = async () => {
      throw new PageError('not-now', 'While the expert controls, no file is sent.');
    };
    expect(await send('who=novice&name=a', 'hello')).toMatchObject({
      status: 409,
      body: '{"code":"not-now","message":"While the expert controls, no file is sent."}',
    });
  });

  it('that breaks off is an error for who reads it', async () => {
    const bearer = await stage.bearer();
    let told: unknown;
    const reading = new Promise<void>((resolve) => {
      stage.app.takeFile = async (stream) => {
        stream.once('data', () => wire.destroy());
        for await (const _chunk of stream.on('error', (error) => {
          told = error;
        }));
        resolve();
      };
    }).catch(() => undefined);
    const { wire } = raw(
      `POST /files?who=novice&name=a HTTP/1.1\r\nHost: ${stage.authority}\r\nOrigin: http://${stage.authority}\r\n` +
        `Authorization: Bearer ${bearer}\r\nContent-Length: 1000\r\n\r\nhello`,
    );
    await Promise.race([reading, new Promise((resolve) => wire.once('close', resolve))]);
    await expect.poll(() => told).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('before anybody is known', () => {
  it('two hundred idle connections do not keep a page out, and few of them stay', async () => {
    const idle = Array.from({ length: 200 }, () => raw(''));
    await Promise.all(idle.slice(0, 200 - MOST_STRANGERS).map(({ over }) => over));
    // The oldest went, and not whoever came last.
    const alive = () => idle.filter(({ wire }) => !wire.destroyed);
    expect(idle.findLastIndex(({ wire }) => wire.destroyed)).toBe(199 - MOST_STRANGERS);
    const page = await stage.page();
    expect(page.got[0]).toContain('"type":"state"');
    expect(alive().length).toBeLessThanOrEqual(MOST_STRANGERS);
  });

  it('two hundred more do not push a page out that is known', async () => {
    const page = await stage.page();
    const idle = Array.from({ length: 200 }, () => raw('GET / HTTP/1.1\r\n'));
    await Promise.all(idle.slice(0, 200 - MOST_STRANGERS).map(({ over }) => over));
    stage.app.change('1.0.0');
    expect(await page.next()).toMatchObject({ state: { version: '1.0.0' } });
  });

  it('a head that is too large is not read on', async () => {
    expect(await raw(`GET / HTTP/1.1\r\nHost: ${stage.authority}\r\nX: ${'x'.repeat(10_000)}\r\n\r\n`).over).toBe('');
  });

  it('whoever says nothing, half of a head, half of a body or no hello is cut off within seconds', async () => {
    const begin = performance.now();
    const post = `POST /bearer HTTP/1.1\r\nHost: ${stage.authority}\r\nOrigin: http://${stage.authority}\r\n`;
    const silent = [
      raw(''),
      raw(`GET / HTTP/1.1\r\nHost: ${stage.authority}\r\n`),
      raw(`${post}Content-Length: 40\r\n\r\n{"tok`),
    ];
    const lines = [stage.socket('/socket'), stage.socket('/pictures')];
    for (const { over } of silent) expect(await over).toBe('');
    for (const line of lines) {
      expect(await line.over).toBe(1008);
      expect(line.got).toEqual([]);
    }
    expect(performance.now() - begin).toBeGreaterThan(HELLO_TIMEOUT - 100);
    expect(performance.now() - begin).toBeLessThan(9000);
    expect(stage.counts).toEqual([]);
  });

  it.each(['not http at all\r\n\r\n', '\x16\x03\x01\x02\x00\x01', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'])(
    'what is no request ends its connection: %j',
    async (text) => {
      const { over, wire } = raw(text);
      wire.end();
      expect(await over).not.toContain('200');
    },
  );
});
