import { readFileSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { hex } from './hex.js';
import { beHelped } from './readme-example.js';

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
