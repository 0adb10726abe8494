import type { Rect } from '../../src/desktop.js';
import { XError } from '../../src/x11/connection.js';
import { Library } from '../../src/x11/ffi/library.js';
import { xcb } from '../../src/x11/ffi/xcb.js';
import type { Witness } from './witness.js';

const XA_STRING = 31;
const XA_WM_NAME = 39;
const ASYNCHRONOUS = 1;
const BUTTON_PRESS = 1 << 2;

/** A window of the overlay, as another program finds it. */
export interface Found extends Rect {
  readonly id: number;
  readonly name: string;
}

/** The overlay's windows that are there, the lowest first. */
export async function overlayWindows({ connection }: Witness): Promise<Found[]> {
  const { core, root } = connection;
  const tree = await connection.reply(core.query_tree(root));
  const ids = Array.from({ length: tree.u16(16) }, (_, index) => tree.u32(32 + 4 * index));
  const all = await Promise.all(
    ids.map(async (id) => {
      try {
        const property = await connection.reply(core.get_property(0, id, XA_WM_NAME, XA_STRING, 0, 64));
        const geometry = await connection.reply(core.get_geometry(id));
        const name = new TextDecoder().decode(property.bytes.subarray(32, 32 + property.u32(16)));
        const place = { x: geometry.i16(12), y: geometry.i16(14), width: geometry.u16(16), height: geometry.u16(18) };
        return { id, name, ...place };
      } catch (error) {
        if (error instanceof XError) return null; // it has gone meanwhile
        throw error;
      }
    }),
  );
  return all.filter((one) => one?.name.startsWith('Beside: ')) as Found[];
}

/** @returns the window that is topmost at the pointer's place; 0: none is */
export async function windowAtPointer({ connection }: Witness): Promise<number> {
  return (await connection.reply(connection.core.query_pointer(connection.root))).u32(12);
}

/** Grabs the pointer as an open menu does. @returns lets go of it */
export async function grabPointer(display: string, root: number): Promise<() => void> {
  const { grab_pointer } = new Library('libxcb.so.1', 'libxcb1').functions('xcb_', {
    grab_pointer: ['uint32', 'void *', 'uint8', 'uint32', 'uint16', 'uint8', 'uint8', 'uint32', 'uint32', 'uint32'],
  });
  const { connection } = await xcb().connect(display);
  const { reply } = xcb().wait_for_reply(
    connection,
    grab_pointer(connection, 0, root, BUTTON_PRESS, ASYNCHRONOUS, ASYNCHRONOUS, 0, 0, 0),
  );
  if (reply === null) throw new Error('the pointer could not be grabbed');
  return () => xcb().disconnect(connection);
}
