import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
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

/** Where the recording's first activation is through, in bytes. */
const ACTIVE = 1741;
