import { DesktopError } from '../desktop.js';
import type { Connection, Extension } from './connection.js';
import type { DAMAGE, RANDR, RequestTable, SHM, TEST, XFIXES, XINPUT } from './ffi/requests.js';
import { type ExtensionLibrary, xcb } from './ffi/xcb.js';

/** The server's extensions, each after its version handshake (without which a server refuses its requests). */
export interface Extensions {
  readonly damage: Extension<typeof DAMAGE>;
  readonly xfixes: Extension<typeof XFIXES>;
  readonly test: Extension<typeof TEST>;
  readonly xinput: Extension<typeof XINPUT>;
  /** Null on a server without monitors of RANDR 1.5 (2015): then the whole screen is one. */
  readonly randr: Extension<typeof RANDR> | null;
  /** Null where memory cannot be shared by file descriptor (MIT-SHM 1.2, 2013, on this machine): then pictures come through the socket. */
  readonly shm: Extension<typeof SHM> | null;
}

/**
 * @throws DesktopError `missing-part` when the server lacks what Beside cannot do without
 * @throws DesktopError `lost`
 */
export async function openExtensions(connection: Connection): Promise<Extensions> {
  const need = <T extends RequestTable>(name: string, library: ExtensionLibrary<T>) => {
    const extension = connection.extension(library);
    if (!extension) throw missing(connection, name);
    return extension;
  };
  const damage = need('DAMAGE', xcb().damage);
  const xfixes = need('XFIXES', xcb().xfixes);
  const test = need('XTEST', xcb().test);
  const xinput = need('XInputExtension', xcb().xinput);
  const randr = connection.extension(xcb().randr);
  const shm = connection.local ? connection.extension(xcb().shm) : null;

  const [, , , xi, rr, sharing] = await Promise.all([
    connection.reply(damage.requests.query_version(1, 1)),
    connection.reply(xfixes.requests.query_version(5, 0)),
    connection.reply(test.requests.get_version(2, 2)),
    connection.reply(xinput.requests.xi_query_version(2, 2)),
    randr && connection.reply(randr.requests.query_version(1, 5)),
    shm && connection.reply(shm.requests.query_version()),
  ]);
  // Raw events tell their source, and come during other clients' grabs, since 2.1.
  if (!atLeast(xi.u16(8), xi.u16(10), 2, 2)) throw missing(connection, 'XInputExtension 2.2');
  return {
    damage,
    xfixes,
    test,
    xinput,
    randr: rr && atLeast(rr.u32(8), rr.u32(12), 1, 5) ? randr : null,
    shm: sharing && atLeast(sharing.u16(8), sharing.u16(10), 1, 2) ? shm : null,
  };
}

function atLeast(major: number, minor: number, wantedMajor: number, wantedMinor: number): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function missing(connection: Connection, name: string): DesktopError {
  return new DesktopError(
    'missing-part',
    `The X server of ${connection.display} lacks the extension ${name}, which Beside needs. Use a desktop session of X.Org, Xvfb or TigerVNC.`,
  );
}
