/** `npm run bench`: a session with a real xfreerdp, measured. The TypeScript behind it shares the laboratory of the end-to-end tests. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('./session.ts', import.meta.url)));
await /** @type {{ run(): Promise<void> }} */ (module).run();
