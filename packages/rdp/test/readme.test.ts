import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RdpServer } from '../src/index.js';
import { view } from './readme-client-example.js';
import { serve } from './readme-example.js';
import { pieces, recording } from './server/recorded-session.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the example in the README is the one that runs here, and it serves xfreerdp', () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``);
  const sent: number[] = [];
  let wantsTls = false;
  const server = serve({
    send: (bytes) => sent.push(bytes.length),
    startTls: () => {
      wantsTls = true;
    },
    end: () => {},
  });
  for (const piece of pieces(recording.subarray(0, ACTIVE), () => ACTIVE)) {
    server.receive(piece, Date.now());
    if (wantsTls) server.tlsStarted(Date.now());
    wantsTls = false;
  }
  expect(server.phase).toBe('active');
  expect(sent.length).toBeGreaterThan(10);
});

it('the client in the README is the one that runs here, and our own server serves it', () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-client-example.ts')}\`\`\``);
  const now = Date.now();
  const fromClient: Uint8Array[] = [];
  const fromServer: Uint8Array[] = [];
  const seen: string[] = [];
  const server = new RdpServer({ width: 640, height: 480, channels: ['remdesk'] }, now, (event) => {
    if (event.type === 'send') fromServer.push(event.bytes.slice());
    else if (event.type === 'client-info') server.accept();
    seen.push(event.type === 'client-info' ? event.info.workingDir : event.type);
  });
  const client = view('SESSION', {
    send: (bytes) => fromClient.push(bytes.slice()),
    startTls: () => seen.push('tls at the client'),
    end: () => seen.push('end'),
  });
  for (let tls = false; fromClient.length + fromServer.length > 0; ) {
    for (const bytes of fromClient.splice(0)) server.receive(bytes, now);
    for (const bytes of fromServer.splice(0)) client.receive(bytes, now);
    if (!tls && client.phase === 'tls') {
      server.tlsStarted(now);
      client.tlsStarted(now);
      tls = true;
    }
  }
  expect(seen.filter((type) => type !== 'send')).toEqual(['start-tls', 'tls at the client', 'SESSION', 'active', 'input']);
  client.disconnect();
  expect(seen.at(-1)).toBe('end');
});

/** Where the recording's first activation is through, in bytes. */
const ACTIVE = 1741;
