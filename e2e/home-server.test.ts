import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Home } from './lab/home.js';
import { Lab, until } from './lab/lab.js';

/** The local server of the real program, and whoever else may find its port. */
let lab: Lab;
let home: Home;
let other: Home;
const wires: Socket[] = [];
beforeAll(() => {
  lab = new Lab();
  home = Home.start(lab, undefined, ['--practice']);
  other = Home.start(lab);
});
afterAll(async () => {
  for (const wire of wires) wire.destroy();
  await lab?.end();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The port and the token of an address that the program told. */
async function told(which: Home, place?: string): Promise<{ port: number; token: string }> {
  const address = new URL(await which.address(place));
  expect(address.hostname).toBe('127.0.0.1');
  return { port: Number(address.port), token: new URLSearchParams(address.hash.slice(1)).get('token') ?? '' };
}

function ask(port: number, method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const own = { Host: `127.0.0.1:${port}`, ...headers };
    const asked = request({ host: '127.0.0.1', port, method, path, headers: own, setHost: false, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const origin = (port: number) => ({ Origin: `http://127.0.0.1:${port}` });
const trade = (port: number, token: string, headers: Record<string, string> = origin(port)) =>
  ask(port, 'POST', '/bearer', headers, JSON.stringify({ token }));

async function bearerOf(which: Home): Promise<{ port: number; bearer: string }> {
  const { port, token } = await told(which);
  return { port, bearer: JSON.parse((await trade(port, token)).body).bearer };
}

/** Bytes on a connection of its own; what came back once the program has ended it. */
function raw(port: number, text: string): { wire: Socket; over: Promise<string>; answer: () => string } {
  const wire = connect(port, '127.0.0.1');
  wires.push(wire);
  let answer = '';
  wire.setEncoding('latin1').on('data', (chunk) => {
    answer += chunk;
  });
  wire.on('error', () => undefined);
  wire.write(text);
  return { wire, answer: () => answer, over: new Promise((resolve) => wire.once('close', () => resolve(answer))) };
}

/** A request to upgrade, as a browser makes it. */
function upgrade(port: number, path: string, from: string | undefined): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    ...(from === undefined ? [] : [`Origin: ${from}`]),
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    '\r\n',
  ].join('\r\n');
}

test('nobody without a token gets more than the pages’ own files, which hold nothing of this person', async () => {
  const { port, token } = await told(home);
  const page = await ask(port, 'GET', '/');
  expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(page.body).not.toContain(token);
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.body)?.[1];
  expect((await ask(port, 'GET', script ?? 'no script')).headers['content-type']).toMatch(/^text\/javascript/);
  expect(await ask(port, 'GET', '/invitation')).toMatchObject({ status: 401 });
  expect(await ask(port, 'POST', '/files?who=novice&name=a', { ...origin(port), 'Content-Length': '1' }, 'a')).toMatchObject({
    status: 401,
  });
  for (const path of ['/.sources', '/../package.json', '/..%2fpackage.json', '/assets/../../package.json', '/dist/index.html'])
    expect((await ask(port, 'GET', path)).status, path).toBe(404);
});

test('a token opens once, and Enter gives another one', async () => {
  const { port, token } = await told(home);
  expect((await trade(port, token)).status).toBe(200);
  expect((await trade(port, token)).status).toBe(403);
  home.program.child.stdin?.write('\n');
  const next = await told(home);
  expect(next.token).not.toBe(token);
  expect((await trade(port, next.token)).status).toBe(200);
});

test('a name that means this computer, a foreign page, and no page at all are refused before they are looked at', async () => {
  const { port, token } = await told(home);
  const foreign = 'http://evil.example';
  expect((await ask(port, 'GET', '/', { Host: `evil.example:${port}` })).status).toBe(403);
  expect((await ask(port, 'GET', '/', { Host: `localhost:${port}` })).status).toBe(403);
  expect((await trade(port, token, { Host: `evil.example:${port}`, ...origin(port) })).status).toBe(403);
  expect((await trade(port, token, { Origin: foreign })).status).toBe(403);
  expect((await trade(port, token, origin(port + 1))).status).toBe(403);
  expect((await trade(port, token, {})).status).toBe(403);
  for (const path of ['/socket', '/pictures'])
    for (const from of [foreign, 'null', undefined])
      expect(await raw(port, upgrade(port, path, from)).over).toMatch(/^HTTP\/1\.1 403 /);
  expect((await trade(port, token)).status).toBe(200);
});

test('the bearer of another user’s server at another port is nothing here', async () => {
  const { port: theirs, bearer } = await bearerOf(other);
  const { port } = await told(home);
  const Authorization = `Bearer ${bearer}`;
  expect((await ask(theirs, 'GET', '/invitation', { Authorization })).status).toBe(404);
  expect((await ask(port, 'GET', '/invitation', { Authorization })).status).toBe(401);
  const own = await bearerOf(home);
  await until('the invitation', async () => {
    const answer = await ask(port, 'GET', '/invitation', { Authorization: `Bearer ${own.bearer}` });
    return answer.status === 200 && answer;
  });
});

test('a WebSocket without its first message is told nothing, and ends after 5 s', async () => {
  const { port } = await told(home);
  const begin = performance.now();
  const lines = ['/socket', '/pictures'].map((path) => raw(port, upgrade(port, path, origin(port).Origin)));
  for (const { over } of lines) {
    const [head, frames] = (await over).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    // A close, and nothing before it.
    expect(frames?.charCodeAt(0)).toBe(0x88);
  }
  expect(performance.now() - begin).toBeGreaterThan(4500);
});

test('two hundred connections that say nothing keep nobody out', async () => {
  const { port, token } = await told(home);
  const idle = Array.from({ length: 200 }, () => raw(port, ''));
  await until('most of them to be gone', () => idle.filter(({ wire }) => !wire.destroyed).length <= 40);
  expect((await trade(port, token)).status).toBe(200);
});

test('Ctrl+C ends it in an orderly way, and its port is free', async () => {
  const { port } = await told(other);
  expect(await other.program.end('SIGINT')).toEqual({ code: 0, signal: null });
  expect(JSON.parse(other.program.stdout.trim().split('\n').at(-1) ?? '')).toEqual({ event: 'closed', why: 'person' });
  await expect(ask(port, 'GET', '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(other.program.stderr).toBe('');
});
