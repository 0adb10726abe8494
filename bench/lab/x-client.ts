import koffi from 'koffi';

const xcb = koffi.load('libxcb.so.1');
const shm = koffi.load('libxcb-shm.so.0');
const libc = koffi.load('libc.so.6');
koffi.struct('bench_cookie', { sequence: 'uint32' });
koffi.struct('bench_screens', { first: 'void *', left: 'int', index: 'int' });
/** xcb_screen_t. */
const Screen = koffi.struct('bench_screen', {
  root: 'uint32',
  colours: koffi.array('uint32', 4),
  width: 'uint16',
  height: 'uint16',
  sizes: koffi.array('uint16', 4),
  visual: 'uint32',
  stores: koffi.array('uint8', 2),
  depth: 'uint8',
  depths: 'uint8',
});
const call = {
  connect: xcb.func('void *xcb_connect(const char *, void *)'),
  hasError: xcb.func('int xcb_connection_has_error(void *)'),
  disconnect: xcb.func('void xcb_disconnect(void *)'),
  getSetup: xcb.func('void *xcb_get_setup(void *)'),
  roots: xcb.func('bench_screens xcb_setup_roots_iterator(void *)'),
  generateId: xcb.func('uint32_t xcb_generate_id(void *)'),
  flush: xcb.func('int xcb_flush(void *)'),
  createWindow: xcb.func(
    'bench_cookie xcb_create_window(void *, uint8_t, uint32_t, uint32_t, int16_t, int16_t, uint16_t, uint16_t, uint16_t, uint16_t, uint32_t, uint32_t, uint32_t *)',
  ),
  mapWindow: xcb.func('bench_cookie xcb_map_window(void *, uint32_t)'),
  createGc: xcb.func('bench_cookie xcb_create_gc(void *, uint32_t, uint32_t, uint32_t, uint32_t *)'),
  changeGc: xcb.func('bench_cookie xcb_change_gc(void *, uint32_t, uint32_t, uint32_t *)'),
  fill: xcb.func('bench_cookie xcb_poly_fill_rectangle(void *, uint32_t, uint32_t, uint32_t, int16_t *)'),
  getImage: xcb.func('bench_cookie xcb_get_image(void *, uint8_t, uint32_t, int16_t, int16_t, uint16_t, uint16_t, uint32_t)'),
  getImageReply: xcb.func('void *xcb_get_image_reply(void *, bench_cookie, void *)'),
  imageData: xcb.func('void *xcb_get_image_data(void *)'),
  getFocus: xcb.func('bench_cookie xcb_get_input_focus(void *)'),
  getFocusReply: xcb.func('void *xcb_get_input_focus_reply(void *, bench_cookie, void *)'),
  shmAttach: shm.func('bench_cookie xcb_shm_attach(void *, uint32_t, uint32_t, uint8_t)'),
  shmPut: shm.func(
    'bench_cookie xcb_shm_put_image(void *, uint32_t, uint32_t, uint16_t, uint16_t, uint16_t, uint16_t, uint16_t, uint16_t, int16_t, int16_t, uint8_t, uint8_t, uint8_t, uint32_t, uint32_t)',
  ),
  shmget: libc.func('int shmget(int, size_t, int)'),
  shmat: libc.func('void *shmat(int, void *, int)'),
  shmdt: libc.func('int shmdt(void *)'),
  shmctl: libc.func('int shmctl(int, int, void *)'),
  free: libc.func('void free(void *)'),
};

/** A place on the display, pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Frames in memory that the X server shares. */
export interface SharedFrames {
  readonly pixels: Uint32Array;
  readonly segment: number;
  detach(): void;
}

/** A small X client in this process: it draws on one display, or reads what another shows. Each call is one request or round trip. */
export class XClient {
  readonly width: number;
  readonly height: number;
  readonly #connection: unknown;
  readonly #root: number;
  readonly #depth: number;
  readonly #visual: number;

  /** @param display ":7" */
  constructor(display: string) {
    this.#connection = call.connect(display, null);
    if (call.hasError(this.#connection)) throw new Error(`no connection to ${display}`);
    const { first } = call.roots(call.getSetup(this.#connection)) as { first: unknown };
    const screen = koffi.decode(first, Screen);
    ({ width: this.width, height: this.height, root: this.#root, depth: this.#depth, visual: this.#visual } = screen);
  }

  /** A window over the whole display that no window manager touches; with its graphics context. */
  fullWindow(): { window: number; gc: number } {
    const window = call.generateId(this.#connection);
    const place = [0, 0, this.width, this.height, 0] as const;
    // InputOutput; only the attribute "override redirect" is given.
    call.createWindow(this.#connection, this.#depth, window, this.#root, ...place, 1, this.#visual, 0x200, new Uint32Array([1]));
    call.mapWindow(this.#connection, window);
    const gc = call.generateId(this.#connection);
    call.createGc(this.#connection, gc, window, 0, null);
    this.roundTrip();
    return { window, gc };
  }

  /** Fills a rectangle; the server has done it when this returns. */
  fill(window: number, gc: number, { x, y, width, height }: Place, colour: number): void {
    call.changeGc(this.#connection, gc, 4, new Uint32Array([colour]));
    call.fill(this.#connection, window, gc, 1, new Int16Array([x, y, width, height]));
    this.roundTrip();
  }

  /** What the display shows there, 0x00RRGGBB a pixel. */
  read({ x, y, width, height }: Place): Uint32Array {
    const reply = call.getImageReply(
      this.#connection,
      call.getImage(this.#connection, 2, this.#root, x, y, width, height, 0xffffffff),
      null,
    );
    if (!reply) throw new Error('the display is gone');
    const pixels = koffi.decode(call.imageData(reply), koffi.array('uint32', width * height, 'Typed')) as Uint32Array;
    call.free(reply);
    return pixels.map((pixel) => pixel & 0xffffff);
  }

  /** Memory for some whole frames that {@link put} can show. It lives until {@link SharedFrames.detach} and the connection's end. */
  share(frames: number): SharedFrames {
    const bytes = frames * this.width * this.height * 4;
    const id = call.shmget(0, bytes, 0o1600);
    const address: unknown = call.shmat(id, null, 0);
    const segment = call.generateId(this.#connection);
    call.shmAttach(this.#connection, segment, id, 1);
    this.roundTrip();
    // Goes as soon as both have let go of it.
    call.shmctl(id, 0, null);
    return { pixels: new Uint32Array(koffi.view(address, bytes)), segment, detach: () => void call.shmdt(address) };
  }

  /** Shows one of the frames; the server has done it when this returns. */
  put(window: number, gc: number, frames: SharedFrames, index: number): void {
    const { width, height } = this;
    const offset = index * width * height * 4;
    const places = [width, height, 0, 0, width, height, 0, 0] as const;
    call.shmPut(this.#connection, window, gc, ...places, this.#depth, 2, 0, frames.segment, offset);
    this.roundTrip();
  }

  /** Waits until the server has done everything that was asked before. */
  roundTrip(): void {
    call.free(call.getFocusReply(this.#connection, call.getFocus(this.#connection), null));
  }

  close(): void {
    call.disconnect(this.#connection);
  }
}
