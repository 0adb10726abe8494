import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';

/** Where Beside keeps what outlives it. */
export interface Folders {
  /** Of what a person chose: settings and contacts. */
  readonly config: string;
  /** Of what happened: the records of sessions. */
  readonly state: string;
}

/** What the system is asked; replaced in tests. */
export interface UserEnvironment {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const NAME = 'beside';

/**
 * The folders of this user, which need not be there yet: on Linux and its like as the XDG Base Directory Specification 0.8 has them, on
 * Windows in the application data, on macOS in the user's Application Support.
 *
 * Not by `env-paths`: it knows no state folder (XDG_STATE_HOME is its place for logs), follows relative XDG folders, which the specification says
 * to pass over, and on macOS takes Library/Preferences, which belongs to the system's own lists.
 */
export function userFolders(
  { platform, env, home }: UserEnvironment = { platform: process.platform, env: process.env, home: homedir() },
): Folders {
  if (platform === 'win32')
    return {
      config: win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), NAME),
      state: win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), NAME),
    };
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', NAME);
    return { config: support, state: support };
  }
  const xdg = (variable: string, ...usual: string[]) => {
    const folder = env[variable] ?? '';
    return join(posix.isAbsolute(folder) ? folder : join(home, ...usual), NAME);
  };
  return { config: xdg('XDG_CONFIG_HOME', '.config'), state: xdg('XDG_STATE_HOME', '.local', 'state') };
}
