import { readFileSync } from 'node:fs';
import { Duplex, duplexPair } from 'node:stream';
import { expect, it } from 'vitest';
import { Novice } from '../src/index.js';
import { pixel } from './expert/pair.js';
import { hex } from './hex.js';
import { beHelped } from './readme-example.js';
import { help } from './readme-expert-example.js';
import { newInvitation } from './rig.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the example in the README is the one that runs here, and it answers an RDP client', async () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``);
  const written: Uint8Array[] = [];
  const stream = new Duplex({
    read() {},
    write(bytes, _encoding, done) {
      written.push(bytes);
      done();
    },
  });
  const novice = beHelped(stream, '192.0.2.7', async () => true);
  // An X.224 Connection Request that asks for TLS, and its confirmation: [MS-RDPBCGR] 2.2.1.1, 2.2.1.2.
  novice.receive(hex('0300 0013 0ee0 0000 0000 00 01 00 0800 01000000'), Date.now());
  expect(written).toHaveLength(1);
  expect([...written[0]!.subarray(0, 6)]).toEqual([3, 0, 0, 19, 14, 0xd0]);
  stream.destroy();
  await new Promise((resolve) => stream.once('close', resolve));
  expect(novice.state).toBe('ended');
});

it('the expert’s example is the one that runs here, and it paints what the novice shows', async () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-expert-example.ts')}\`\`\``);
  const [here, there] = duplexPair();
  const invitation = newInvitation({ expiresAt: Number.POSITIVE_INFINITY });
  const who = { address: '192.0.2.7', noviceName: 'Nora', mayControl: true, width: 8, height: 8 };
  const said = new Promise<string>((resolve) => {
    const novice = new Novice({ way: 'beside', invitation, ...who }, Date.now(), (event) => {
      if (event.type === 'send') here.write(Uint8Array.from(event.bytes));
      else if (event.type === 'consent-needed') novice.answerConsent(true, Date.now());
      else if (event.type === 'viewing') novice.frame(pixel(0x7f));
      else if (event.type === 'chat') resolve(event.text);
      else if (event.type === 'ended') here.end();
    });
    here.on('data', (bytes) => novice.receive(bytes, Date.now()));
  });
  const first = new Promise<number>((resolve) => {
    const expert = help(there, (canvas) => {
      resolve(canvas.pixels[0]!);
      expert.end(Date.now());
    });
  });
  expect((await first).toString(16)).toBe('ff7f7f7f');
  expect(await said).toBe('I can see your screen now.');
});
