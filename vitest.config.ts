import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests run against the sources, so that a failing line is the line in the editor; programs that tests start are the built ones. */
const packages = fileURLToPath(new URL('./packages', import.meta.url));
const alias = [
  { find: /^@beside\/([a-z]+)$/, replacement: `${packages}/$1/src/index.ts` },
  { find: /^@beside\/rdp\/codecs$/, replacement: `${packages}/rdp/src/codecs/index.ts` },
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          testTimeout: process.env['BESIDE_FUZZ'] === 'long' ? 6 * 3600_000 : 20_000,
        },
      },
      {
        resolve: { alias },
        // Real programs on real displays: one file at a time, so that they do not starve each other of two cores.
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
