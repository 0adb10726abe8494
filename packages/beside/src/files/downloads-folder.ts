import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the system is asked; replaced in tests. */
export interface HomeEnvironment {
  readonly home: string;
  /** XDG_CONFIG_HOME, if it is set. */
  readonly config: string | undefined;
}

/**
 * Where files from the other side go unless somebody says otherwise: the folder that the user's desktop knows as the one for
 * downloads (freedesktop.org's user-dirs.dirs, as `xdg-user-dir DOWNLOAD` reads it), else `Downloads` in the home folder, else that.
 */
export async function downloadsFolder(
  { home, config }: HomeEnvironment = { home: homedir(), config: process.env['XDG_CONFIG_HOME'] },
): Promise<string> {
  const folder = config !== undefined && isAbsolute(config) ? config : join(home, '.config');
  const text = await readFile(join(folder, 'user-dirs.dirs'), 'utf8').catch(() => '');
  for (const candidate of [configured(text, home), join(home, 'Downloads')]) {
    if (candidate !== undefined && (await isFolder(candidate))) return candidate;
  }
  return home;
}

/** XDG_DOWNLOAD_DIR of a user-dirs.dirs: a shell word in double quotes that begins with `$HOME/` or `/`, and of the last line that sets it. */
function configured(text: string, home: string): string | undefined {
  const lines = [...text.matchAll(/^\s*XDG_DOWNLOAD_DIR\s*=\s*"((?:\\.|[^"\\])*)"/gm)];
  const value = lines.at(-1)?.[1]?.replace(/\\(.)/g, '$1');
  if (value === undefined) return undefined;
  const path = value.replace(/^\$HOME(?=\/|$)/, home);
  return isAbsolute(path) ? path : undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
