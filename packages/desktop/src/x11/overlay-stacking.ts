import type { Rect } from '../desktop.js';
import { intersect } from '../geometry.js';
import { type Connection, XError } from './connection.js';
import { EventCode, EventMask } from './events.js';
import type { OverlayWindow } from './overlay-window.js';

/** GetWindowAttributes: the window and all it is in are mapped. */
const VIEWABLE = 2;
/** Milliseconds from one raising to the next look, doubled while somebody else insists, until there is quiet. */
const SHORTEST_WAIT = 40;
const LONGEST_WAIT = 5000;
const QUIET = 10_000;
/** Windows above the overlay that are looked at; where there are more, it is simply raised. */
const LOOKED_AT = 32;

/**
 * Keeps the overlay's windows above all others. A program that wants the same is raised over ever more slowly, so that
 * two such programs do not keep the screen flickering and the processor busy.
 */
export class Stacking {
  readonly #connection: Connection;
  readonly #windows: () => readonly OverlayWindow[];
  #timer: NodeJS.Timeout | null = null;
  #wait = SHORTEST_WAIT;
  #raisedAt = Number.NEGATIVE_INFINITY;
  #looking = false;
  #again = false;
  #closed = false;

  /** @param windows the overlay's, the lowest first */
  constructor(connection: Connection, windows: () => readonly OverlayWindow[]) {
    this.#connection = connection;
    this.#windows = windows;
    connection.selectRoot(EventMask.SubstructureNotify);
    for (const code of [EventCode.MapNotify, EventCode.ConfigureNotify, EventCode.ReparentNotify, EventCode.CirculateNotify]) {
      connection.on(code, (event) => {
        if (event.u32(4) === connection.root && !this.#isOurs(event.u32(8))) this.#lookSoon();
      });
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #isOurs(window: number): boolean {
    return this.#windows().some(({ id }) => id === window);
  }

  #lookSoon(): void {
    if (this.#closed || this.#timer || this.#windows().length === 0) return;
    const now = performance.now();
    if (now - this.#raisedAt > QUIET) this.#wait = SHORTEST_WAIT;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.#look();
      },
      Math.max(SHORTEST_WAIT / 2, this.#raisedAt + this.#wait - now),
    );
  }

  async #look(): Promise<void> {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#again) {
        this.#again = false;
        if (await this.#isCovered()) this.#raise();
      }
    } catch (error) {
      // A window went away meanwhile, of which there is an event too; or the server is lost, which is told elsewhere.
      if (error instanceof XError) this.#lookSoon();
    } finally {
      this.#looking = false;
    }
  }

  #raise(): void {
    this.#raisedAt = performance.now();
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    for (const window of this.#windows()) window.raise();
  }

  /** Whether a window of somebody else lies above one of the overlay's. */
  async #isCovered(): Promise<boolean> {
    const { core, root } = this.#connection;
    const tree = await this.#connection.reply(core.query_tree(root));
    const children = Array.from({ length: tree.u16(16) }, (_, index) => tree.u32(32 + 4 * index));
    const ours = this.#windows();
    const lowest = children.findIndex((id) => this.#isOurs(id));
    if (lowest < 0) return false;
    const above = children.slice(lowest).filter((id) => !this.#isOurs(id));
    if (above.length > LOOKED_AT) return true;
    const areas = await Promise.all(above.map((id) => this.#visibleArea(id)));
    return areas.some((area, index) => {
      const position = children.indexOf(above[index]!);
      return area && ours.some((window) => children.indexOf(window.id) < position && intersect(window.place, area));
    });
  }

  /** Where a window is seen; undefined: nowhere. */
  async #visibleArea(id: number): Promise<Rect | undefined> {
    const { core } = this.#connection;
    const [attributes, geometry] = await Promise.all([
      this.#connection.reply(core.get_window_attributes(id)),
      this.#connection.reply(core.get_geometry(id)),
    ]);
    if (attributes.u8(26) !== VIEWABLE) return undefined;
    const border = 2 * geometry.u16(20);
    return { x: geometry.i16(12), y: geometry.i16(14), width: geometry.u16(16) + border, height: geometry.u16(18) + border };
  }
}
