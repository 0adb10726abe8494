import type { Point, Rect } from '../desktop.js';
import { Drawing } from '../drawing/drawing.js';
import type { Card } from '../overlay/card.js';
import type { Connection, Extension } from './connection.js';
import { EventMask, XI_ALL_MASTER_DEVICES, XiEvent, xiEventMask } from './events.js';
import type { Extensions } from './extensions.js';
import type { SHAPE } from './ffi/requests.js';
import { colourPixel, toServer } from './overlay-pixels.js';

/** Window attributes (X Window System Protocol, CreateWindow), in the order of their bits. */
const BACK_PIXMAP = 1 << 0;
const BACK_PIXEL = 1 << 1;
const OVERRIDE_REDIRECT = 1 << 9;
const EVENT_MASK = 1 << 11;
const COPY_FROM_PARENT = 0;
const INPUT_OUTPUT = 1;
/** ConfigureWindow: which values follow, and the stack mode Above. */
const CONFIGURE_X_Y = 3;
const CONFIGURE_STACK_MODE = 1 << 6;
const ABOVE = 0;
const Z_PIXMAP = 2;
/** ShapeRectangles (X.Org shape protocol). */
const SHAPE_SET = 0;
const SHAPE_INPUT = 2;
const UNSORTED = 0;
/** PutImage without its pixels, in bytes, when it is a big request. */
const PUT_IMAGE_HEADER = 28;
const XA_STRING = 31;
const XA_WM_NAME = 39;
const PROPERTY_REPLACE = 0;

/** A window that no window manager touches. What it shows is its background, so that the server repaints it by itself. */
export class OverlayWindow {
  readonly id: number;
  readonly #connection: Connection;
  #place: Rect;

  /**
   * Makes the window and shows it above all others.
   *
   * @param name tells it from others in lists of windows, for people who look for what is on their screen
   */
  constructor(connection: Connection, area: Rect, name: string) {
    this.#connection = connection;
    this.#place = area;
    this.id = connection.id();
    const { core } = connection;
    const values = new Uint32Array([1, EventMask.StructureNotify]);
    core.create_window(
      ...([COPY_FROM_PARENT, this.id, connection.root, area.x, area.y, area.width, area.height, 0] as const),
      ...([INPUT_OUTPUT, COPY_FROM_PARENT, OVERRIDE_REDIRECT | EVENT_MASK, values] as const),
    );
    const bytes = new TextEncoder().encode(name);
    core.change_property(PROPERTY_REPLACE, this.id, XA_WM_NAME, XA_STRING, 8, bytes.length, bytes);
  }

  /** Where it is on the screen. */
  get place(): Rect {
    return this.#place;
  }

  show(): void {
    this.#connection.core.map_window(this.id);
    this.raise();
  }

  raise(): void {
    this.#connection.core.configure_window(this.id, CONFIGURE_STACK_MODE, new Uint32Array([ABOVE]));
  }

  moveTo(at: Point): void {
    this.#place = { ...this.#place, x: at.x, y: at.y };
    this.#connection.core.configure_window(this.id, CONFIGURE_X_Y, new Uint32Array(Int32Array.of(at.x, at.y).buffer));
  }

  /** Shows one colour, "#rrggbb". */
  fill(colour: string): void {
    const { core, setup } = this.#connection;
    core.change_window_attributes(this.id, BACK_PIXEL, new Uint32Array([colourPixel(setup, colour)]));
  }

  /** Shows a card. */
  paint(card: Card, focused: string | null): void {
    const { core, setup, requestLimit } = this.#connection;
    const drawing = new Drawing(card.size);
    card.paint(drawing.context, focused);
    const { bytes, stride, width, height } = toServer(setup, drawing.bgrx(), drawing.size);
    const pixmap = this.#connection.id();
    core.create_pixmap(setup.rootDepth, pixmap, this.id, width, height);
    const gc = this.#connection.id();
    core.create_gc(gc, pixmap, 0, new Uint32Array(0));
    const rows = Math.max(1, Math.floor((requestLimit - PUT_IMAGE_HEADER) / stride));
    for (let top = 0; top < height; top += rows) {
      const count = Math.min(rows, height - top);
      const part = bytes.subarray(top * stride, (top + count) * stride);
      core.put_image(Z_PIXMAP, pixmap, gc, width, count, 0, top, 0, setup.rootDepth, part.length, part);
    }
    core.change_window_attributes(this.id, BACK_PIXMAP, new Uint32Array([pixmap]));
    core.copy_area(pixmap, this.id, gc, 0, 0, 0, 0, width, height);
    core.free_gc(gc);
    core.free_pixmap(pixmap); // the server keeps it as long as it is a background
  }

  /** Has presses of mouse and keys in it told, with the device that each came from. */
  listen({ xinput }: Extensions): void {
    const types = [XiEvent.ButtonPress, XiEvent.ButtonRelease, XiEvent.Motion, XiEvent.KeyPress];
    xinput.requests.xi_select_events(this.id, 1, xiEventMask(XI_ALL_MASTER_DEVICES, types));
  }

  /** Lets clicks through to what lies below, on a server that can. */
  letThrough(shape: Extension<typeof SHAPE> | null): void {
    shape?.requests.rectangles(SHAPE_SET, SHAPE_INPUT, UNSORTED, this.id, 0, 0, 0, new Uint8Array(0));
  }

  destroy(): void {
    this.#connection.core.destroy_window(this.id);
  }
}
