import type { Rect } from '../../src/desktop.js';
import { Connection } from '../../src/x11/connection.js';

const GC_FOREGROUND = 1 << 2;
const COPY_FROM_PARENT = 0;
const INPUT_OUTPUT = 1;
/** Background pixel and override-redirect, in the order of their values. */
const PLAIN_WINDOW = (1 << 1) | (1 << 9);
const Z_PIXMAP = 2;

/** Another X client, which draws. */
export class Painter {
  readonly connection: Connection;

  static async of(display: string): Promise<Painter> {
    return new Painter(await Connection.open(display));
  }

  private constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Fills a place of the root window, or of another one, with a pixel value. */
  async fill({ x, y, width, height }: Rect, pixel: number, window = this.connection.root): Promise<void> {
    const { core } = this.connection;
    const row = new Uint8Array(this.#bytes(width) * height);
    const step = this.#step;
    for (let at = 0; at + step <= row.length; at += step) for (let k = 0; k < step; k++) row[at + k] = (pixel >>> (8 * k)) & 0xff;
    const gc = this.connection.id();
    core.create_gc(gc, window, GC_FOREGROUND, new Uint32Array([pixel]));
    core.put_image(Z_PIXMAP, window, gc, width, height, x, y, 0, this.connection.setup.rootDepth, row.length, row);
    core.free_gc(gc);
    await this.settled();
  }

  /** Covers the root window with pixels of every value. */
  async noise(): Promise<void> {
    const { core, setup, root } = this.connection;
    const bytes = Uint8Array.from({ length: this.#bytes(setup.width) * setup.height }, (_, i) => (i * 2_654_435_761) >>> 13);
    const gc = this.connection.id();
    core.create_gc(gc, root, GC_FOREGROUND, new Uint32Array([0]));
    core.put_image(Z_PIXMAP, root, gc, setup.width, setup.height, 0, 0, 0, setup.rootDepth, bytes.length, bytes);
    core.free_gc(gc);
    await this.settled();
  }

  /** Maps a plain window above the others. */
  async window({ x, y, width, height }: Rect): Promise<number> {
    const { core, root } = this.connection;
    const window = this.connection.id();
    const values = new Uint32Array([0x808080, 1]);
    core.create_window(COPY_FROM_PARENT, window, root, x, y, width, height, 0, INPUT_OUTPUT, 0, PLAIN_WINDOW, values);
    await this.connection.done(core.map_window(window));
    return window;
  }

  async destroy(window: number): Promise<void> {
    await this.connection.done(this.connection.core.destroy_window(window));
  }

  /** Resolves when the server has drawn, and told everybody of, all that was asked for. */
  async settled(): Promise<void> {
    await this.connection.reply(this.connection.core.get_input_focus());
  }

  close(): void {
    this.connection.close();
  }

  get #step(): number {
    return this.connection.setup.formats.get(this.connection.setup.rootDepth)!.bitsPerPixel / 8;
  }

  #bytes(width: number): number {
    return (width * this.#step + 3) & ~3;
  }
}

/** A screenshot in the X Window Dump format (XWDFile.h), as {@link Capture} has its pixels. */
export function readXwd(file: Buffer): { width: number; height: number; pixels: Uint8Array } {
  const field = (index: number) => file.readUInt32BE(index * 4);
  const [headerSize, width, height, littleEndian, bits, stride, colours] = [0, 4, 5, 7, 11, 12, 19].map(field) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const masks = [16, 15, 14].map(field);
  const start = headerSize + colours * 12;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = start + y * stride + (x * bits) / 8;
      const size = bits / 8;
      const pixel = littleEndian === 0 ? file.readUIntLE(at, size) : file.readUIntBE(at, size);
      masks.forEach((mask, channel) => {
        const value = Math.floor((pixel & mask) >>> 0);
        pixels[(y * width + x) * 4 + channel] = Math.round((value / mask) * 255);
      });
    }
  }
  return { width, height, pixels };
}
