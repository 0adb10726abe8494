import { createConnection } from 'node:net';
import { DesktopError } from '../desktop.js';
import { AF_UNIX, libc } from './ffi/libc.js';
import type { Pointer } from './ffi/library.js';
import { xcb } from './ffi/xcb.js';

/** Milliseconds after which a server that takes no socket counts as not there; it is asked only to explain a failure. */
const PROBE_TIMEOUT = 1000;

/**
 * Connects to an X server.
 *
 * @param display an X display name; null: the environment's DISPLAY
 * @throws DesktopError `no-display`, `not-allowed`, `missing-part`
 */
export async function connect(
  display: string | null,
): Promise<{ connection: Pointer; screen: number; display: string; local: boolean }> {
  const shown = display ?? process.env['DISPLAY'] ?? '';
  const place = xcb().parse_display(display);
  if (!place) {
    throw new DesktopError(
      'no-display',
      shown === ''
        ? 'There is no X display: DISPLAY is not set. Start this from a desktop session, or name a display.'
        : `"${shown}" is not the name of an X display; such a name looks like :0.`,
    );
  }
  const { connection, screen } = await xcb().connect(display);
  if (xcb().connection_has_error(connection) === 0) {
    return { connection, screen, display: shown, local: isLocal(connection) };
  }
  xcb().disconnect(connection);
  if (await listens(place)) {
    throw new DesktopError(
      'not-allowed',
      `The X display ${shown} refuses this program. Run it as the person whose desktop it is, with XAUTHORITY naming their key file.`,
    );
  }
  throw new DesktopError('no-display', `No X server answers at display ${shown}. Name another display, or the practice desktop.`);
}

function isLocal(connection: Pointer): boolean {
  const address = new Uint16Array(64);
  const length = new Uint32Array([address.byteLength]);
  return libc().getsockname(xcb().get_file_descriptor(connection), address, length) === 0 && address[0] === AF_UNIX;
}

/** Whether somebody listens where a display should be: then the failure was a refusal. */
function listens({ host, display }: { host: string; display: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket =
      host === '' || host === 'unix'
        ? createConnection({ path: `/tmp/.X11-unix/X${display}` })
        : createConnection({ host, port: 6000 + display });
    const tell = (there: boolean) => {
      socket.destroy();
      resolve(there);
    };
    socket.setTimeout(PROBE_TIMEOUT, () => tell(false));
    socket.once('connect', () => tell(true));
    socket.once('error', () => tell(false));
  });
}
