/** A session in a browser, measured beside noVNC; part of `npm run bench`. The TypeScript behind it shares the laboratory of the end-to-end tests. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('./pages.ts', import.meta.url)));
await /** @type {{ run(): Promise<void> }} */ (module).run();
