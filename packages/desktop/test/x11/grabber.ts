import { copyOut } from '../../src/x11/ffi/libc.js';
import { Library, type Pointer } from '../../src/x11/ffi/library.js';
import { xcb } from '../../src/x11/ffi/xcb.js';

const GRABBED = 0;
const ASYNCHRONOUS = 1;

/** Another X client, which grabs what others would have: as menus, and window managers that drag, do. */
export class Grabber {
  readonly #connection: Pointer;
  readonly #root: number;
  readonly #requests = new Library('libxcb.so.1', 'libxcb1').functions('xcb_', {
    grab_server: ['uint32', 'void *'],
    grab_keyboard: ['uint32', 'void *', 'uint8', 'uint32', 'uint32', 'uint8', 'uint8'],
  });

  /** @param root the display's root window */
  static async of(display: string, root: number): Promise<Grabber> {
    return new Grabber((await xcb().connect(display)).connection, root);
  }

  private constructor(connection: Pointer, root: number) {
    this.#connection = connection;
    this.#root = root;
  }

  grabServer(): void {
    this.#requests.grab_server(this.#connection);
    xcb().wait_for_reply(this.#connection, xcb().core.get_input_focus(this.#connection));
  }

  /** @returns whether it has the keyboard now */
  grabKeyboard(): boolean {
    const request = this.#requests.grab_keyboard(this.#connection, 0, this.#root, 0, ASYNCHRONOUS, ASYNCHRONOUS);
    const { reply } = xcb().wait_for_reply(this.#connection, request);
    return reply !== null && copyOut(reply, 2)[1] === GRABBED;
  }

  /** Lets go of everything. */
  close(): void {
    xcb().disconnect(this.#connection);
  }
}
