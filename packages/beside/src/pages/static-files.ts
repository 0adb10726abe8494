import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the pages, as it is sent. */
export interface StaticFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** Its name changes with its content: browsers may keep it. */
  readonly hashed: boolean;
}

/** The pages are not there. */
export class PagesMissingError extends Error {
  override readonly name = 'PagesMissingError';
  readonly code = 'pages-missing';
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.md': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** What Vite names by its content. */
const HASHED = '/assets/';

/**
 * The files of the pages by the path of their address. They are read once, before anybody asks: what is not in this map then
 * is not there, whatever a request says, and no request comes near the disk.
 *
 * @param folder default: where `@beside/ui` was built
 * @throws PagesMissingError when they were not built
 */
export async function readStaticFiles(folder = builtPages()): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return [];
  });
  for (const entry of entries) {
    // What begins with a dot is not of the pages, but of who made them.
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    files.set(address, {
      bytes: await readFile(path),
      type: TYPES[extname(entry.name)] ?? 'application/octet-stream',
      hashed: address.startsWith(HASHED),
    });
  }
  const index = files.get('/index.html');
  if (!index) throw new PagesMissingError('The pages of Beside are not built. In a clone of it: npm run build.');
  files.set('/', index);
  return files;
}

function builtPages(): string {
  return fileURLToPath(new URL('.', import.meta.resolve('@beside/ui/index.html')));
}
