import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { FakeEngine } from './fake-engine.js';
import { listen } from './readme-example.js';
import { secure } from './streams.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the example in the README is the one that runs here, and it works', async () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``);
  const { server, fingerprint } = await listen((obey) => new FakeEngine(obey as never), Date.now() + 3600_000);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = await secure(connect((server.address() as AddressInfo).port, '127.0.0.1'));
  expect(client.getPeerCertificate().fingerprint256.toLowerCase()).toBe(fingerprint);
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});
