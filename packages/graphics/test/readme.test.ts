import { readFileSync } from 'node:fs';
import type { EncodedRect } from '@beside/rdp';
import { expect, it } from 'vitest';
import { CLIENT, Screen } from './client.js';
import { FakeDesktop } from './fake-desktop.js';
import { show } from './readme-example.js';
import { expectSame } from './same.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the example in the README is the one that runs here, and it works', async () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.ts')}\`\`\``);
  const desktop = new FakeDesktop(64, 48);
  desktop.paint({ x: 3, y: 4, width: 20, height: 10 }, 0);
  const screen = new Screen(64, 48);
  await new Promise<void>((done) => {
    const sendFrame = (rects: readonly EncodedRect[]) => {
      screen.show(rects);
      done();
      return 1;
    };
    show(desktop, CLIENT, screen, { writableLength: 0 }, sendFrame);
  });
  expectSame(screen.pixels, desktop.shown(32));
});
