import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';

/** What a file of ours holds: an object, or why it does not. */
export type JsonFileContent =
  | { readonly found: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly found: 'nothing' }
  /** Not JSON, or no object; what was there is at `aside` now, or undefined where it could not be moved. */
  | { readonly found: 'damaged'; readonly aside: string | undefined }
  | { readonly found: 'unreadable'; readonly error: unknown };

/**
 * A small file that holds one JSON object and is replaced as a whole: whoever reads it meets the old one or the new one, also when
 * two programs write at once or one of them is killed. Readable by its owner alone.
 */
export class JsonFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Reads it; one that is damaged is moved aside, so that the next write does not end it. */
  async read(): Promise<JsonFileContent> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? { found: 'nothing' } : { found: 'unreadable', error };
    }
    const value = parsed(text);
    return value ? { found: 'object', value } : { found: 'damaged', aside: await this.#moveAside() };
  }

  /**
   * Replaces it, and makes its folder where that is missing.
   *
   * @throws the system's error; the file is as before then, and nothing else is left
   */
  async write(value: object): Promise<void> {
    const folder = dirname(this.path);
    await makePrivateFolder(folder);
    const temporary = join(folder, `.${parse(this.path).base}.${randomBytes(6).toString('hex')}`);
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`);
        // Before the name: after a power cut there would else be an empty file under it.
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async #moveAside(): Promise<string | undefined> {
    const { dir, name, ext } = parse(this.path);
    const aside = join(dir, `${name}.damaged-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}${ext}`);
    return rename(this.path, aside).then(
      () => aside,
      () => undefined,
    );
  }
}

/** Makes a folder that its owner alone can look into; one that is there gets to be such a one. */
export async function makePrivateFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  // Of somebody else, or on a file system without modes: what stands in it is private by itself.
  if (made === undefined) await chmod(folder, 0o700).catch(() => undefined);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
