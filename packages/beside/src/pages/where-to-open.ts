import { existsSync } from 'node:fs';
import { userName } from '../user-name.js';

/** What the system is asked; replaced in tests. */
export interface BrowserEnvironment {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the user; undefined where users have no number. */
  readonly uid: number | undefined;
  readonly container: boolean;
  readonly user: string;
}

/** Where the pages are to be opened: in a browser that Beside can start, or by the person, by words that come before the address. */
export type WhereToOpen =
  | { readonly browser: true }
  | { readonly browser: false; readonly words: (port: number) => readonly string[] };

/**
 * Whether there is a browser that Beside can open, as far as the environment tells. Browsers do not run as root, and one on the far end of an
 * SSH connection would be slow, or seen by nobody.
 */
export function whereToOpen(environment: BrowserEnvironment = asked()): WhereToOpen {
  const { platform, env, uid, container } = environment;
  if (env['SSH_CONNECTION']) return byHand((port) => overSsh(environment, port));
  const display = env['DISPLAY'] || env['WAYLAND_DISPLAY'];
  if (container && !display)
    return byHand((port) => [
      'Beside runs in a container. A browser outside of it reaches the address below if the container has the network of its',
      `computer (docker run --network host), or if port ${port} of its 127.0.0.1 is forwarded. Open there:`,
    ]);
  if (platform !== 'win32' && uid === 0)
    return byHand(() => ['Beside runs as root, for whom browsers do not open. As the user who sits at this computer, open:']);
  if (platform !== 'win32' && platform !== 'darwin' && !display)
    return byHand(() => ['There is no display here to open a browser on. In a browser on this computer, open:']);
  return { browser: true };
}

function byHand(words: (port: number) => readonly string[]): WhereToOpen {
  return { browser: false, words };
}

/** "client port server port" is what sshd says of the connection. */
function overSsh({ env, user }: BrowserEnvironment, port: number): readonly string[] {
  const [, , server = 'this-computer', sshPort = '22'] = (env['SSH_CONNECTION'] ?? '').split(' ');
  const at = sshPort === '22' ? '' : ` -p ${sshPort}`;
  return [
    'You are here by SSH. On the computer that you sit at, run this, and leave it running:',
    `  ssh -N -L ${port}:127.0.0.1:${port}${at} ${user}@${server}`,
    'Then open in a browser there:',
  ];
}

function asked(): BrowserEnvironment {
  return {
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.(),
    // As Docker and Podman mark theirs, and as systemd-nspawn and LXC tell.
    container: existsSync('/.dockerenv') || existsSync('/run/.containerenv') || Boolean(process.env['container']),
    user: userName('novice'),
  };
}
