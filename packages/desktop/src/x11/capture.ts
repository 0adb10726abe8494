import type { Capture, Rect, Size } from '../desktop.js';
import { type Connection, XError } from './connection.js';
import { DamageTracker } from './damage.js';
import type { Extensions } from './extensions.js';
import type { Monitors } from './monitors.js';
import type { PixelFormat } from './pixels.js';
import { type Band, bandsOf, boundedRectangles } from './rectangles.js';
import { Segment } from './segment.js';

const Z_PIXMAP = 2;
const ALL_PLANES = 0xffff_ffff;
/** Sizes that may change under one capture before it gives up. */
const ATTEMPTS = 5;

/** The memory of one size: what the server writes, and what is given out (the same, unless it has to be converted). */
interface Picture extends Size {
  readonly segment: Segment | null;
  readonly raw: Uint8Array;
  readonly pixels: Uint8Array;
  readonly stride: number;
}

/**
 * Pictures of the whole screen. Only rows with changes are read, always over the full width: so each row has its place in
 * the memory, which holds the whole picture at any time without a copy here. While nothing changes, nothing is asked.
 */
export class Capturer {
  readonly #connection: Connection;
  readonly #extensions: Extensions;
  readonly #format: PixelFormat;
  readonly #damage: DamageTracker;
  readonly #monitors: Pick<Monitors, 'size' | 'measure'>;
  #picture: Picture | null = null;
  /** The next capture tells everything: the first one, and after one that failed half way. */
  #everything = true;
  #running = false;

  /**
   * @param onDamaged see {@link DamageTracker}
   */
  constructor(
    connection: Connection,
    extensions: Extensions,
    monitors: Pick<Monitors, 'size' | 'measure'>,
    format: PixelFormat,
    onDamaged: () => void,
  ) {
    this.#connection = connection;
    this.#extensions = extensions;
    this.#monitors = monitors;
    this.#format = format;
    this.#damage = new DamageTracker(connection, extensions, onDamaged);
  }

  /**
   * See `Desktop.capture`.
   *
   * @throws DesktopError `lost`
   */
  async capture(): Promise<Capture> {
    if (this.#running) throw new Error('a capture was asked for while one runs');
    this.#running = true;
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.#attempt();
        } catch (error) {
          this.#everything = true;
          // The screen became smaller while it was read.
          if (!(error instanceof XError) || attempt === ATTEMPTS) throw error;
          await this.#monitors.measure();
        }
      }
    } finally {
      this.#running = false;
    }
  }

  /** Gives the picture's memory back. */
  close(): void {
    this.#picture?.segment?.free();
    this.#picture = null;
  }

  async #attempt(): Promise<Capture> {
    // Taken first: what is reported before it is in the picture, and need not be told any more.
    const changed = this.#damage.pending || this.#everything ? await this.#damage.take() : [];
    const picture = await this.#pictureOf(this.#monitors.size);
    const damage = this.#everything ? [{ x: 0, y: 0, width: picture.width, height: picture.height }] : changed;
    const bounded = boundedRectangles(damage, picture);
    await this.#read(picture, bounded);
    this.#everything = false;
    const { width, height, pixels, stride } = picture;
    return { width, height, pixels, stride, damage: bounded };
  }

  async #pictureOf({ width, height }: Size): Promise<Picture> {
    const old = this.#picture;
    if (old && old.width === width && old.height === height) return old;
    this.close();
    this.#everything = true;
    const bytes = this.#format.stride(width) * height;
    const segment = await this.#share(bytes);
    const raw = segment ? segment.pixels : new Uint8Array(bytes);
    const pixels = this.#format.convert ? new Uint8Array(width * height * 4) : raw;
    this.#picture = { width, height, segment, raw, pixels, stride: width * 4 };
    return this.#picture;
  }

  /** @returns null where the server cannot share memory, or will not */
  async #share(bytes: number): Promise<Segment | null> {
    const { shm } = this.#extensions;
    try {
      return shm && (await Segment.create(this.#connection, shm, bytes));
    } catch (error) {
      if (error instanceof XError) return null;
      throw error;
    }
  }

  async #read(picture: Picture, rectangles: readonly Rect[]): Promise<void> {
    const bands = bandsOf(rectangles);
    // All bands are asked for before the first is waited for.
    const replies = bands.map((band) => this.#grab(picture, band));
    // Every one is heard before an error leaves, so that none is written into a picture that is no longer there.
    for (const result of await Promise.allSettled(replies)) if (result.status === 'rejected') throw result.reason;
    for (const { top, bottom } of bands) this.#format.convert?.(picture.raw, picture.pixels, picture.width, top, bottom);
  }

  async #grab({ segment, raw, width }: Picture, { top, bottom }: Band): Promise<void> {
    const { root, core } = this.#connection;
    const rows = bottom - top;
    const offset = top * this.#format.stride(width);
    if (segment) {
      const request = this.#extensions.shm!.requests.get_image;
      await this.#connection.reply(request(root, 0, top, width, rows, ALL_PLANES, Z_PIXMAP, segment.id, offset));
      return;
    }
    const reply = await this.#connection.reply(core.get_image(Z_PIXMAP, root, 0, top, width, rows, ALL_PLANES));
    raw.set(reply.bytes.subarray(32, 32 + rows * this.#format.stride(width)), offset);
  }
}
