import type { Rect } from '../desktop.js';
import type { Connection } from './connection.js';
import type { Extensions } from './extensions.js';

/** DAMAGE report level: one event when something changed, then silence until it is taken. */
const REPORT_NON_EMPTY = 3;
const NONE = 0;

/** What changed on the whole screen, windows included. The server collects it; here one event tells that there is some. */
export class DamageTracker {
  readonly #connection: Connection;
  readonly #extensions: Extensions;
  readonly #damage: number;
  readonly #region: number;
  #pending = false;
  /** Sequence number of the last taking: what the server reported before it is taken already. */
  #taken = 0;

  /** @param onDamaged called once when something changed, and not again until {@link take} */
  constructor(connection: Connection, extensions: Extensions, onDamaged: () => void) {
    this.#connection = connection;
    this.#extensions = extensions;
    this.#damage = connection.id();
    this.#region = connection.id();
    extensions.damage.requests.create(this.#damage, connection.root, REPORT_NON_EMPTY);
    extensions.xfixes.requests.create_region(this.#region, 0, null);
    connection.on(extensions.damage.firstEvent, (event) => {
      const stale = ((event.u32(event.length - 4) - this.#taken) | 0) < 0;
      if (event.u32(8) !== this.#damage || stale || this.#pending) return;
      this.#pending = true;
      onDamaged();
    });
  }

  /** Whether there is something to take. */
  get pending(): boolean {
    return this.#pending;
  }

  /**
   * Takes the changed places, sorted by rows and not overlapping. A picture that is asked for after this shows
   * them; what changes meanwhile is reported again.
   *
   * @throws DesktopError `lost`
   */
  async take(): Promise<Rect[]> {
    const { damage, xfixes } = this.#extensions;
    this.#pending = false;
    this.#taken = damage.requests.subtract(this.#damage, NONE, this.#region);
    const reply = await this.#connection.reply(xfixes.requests.fetch_region(this.#region));
    const rectangles: Rect[] = [];
    for (let at = 32; at + 8 <= reply.length; at += 8) {
      rectangles.push({ x: reply.i16(at), y: reply.i16(at + 2), width: reply.u16(at + 4), height: reply.u16(at + 6) });
    }
    return rectangles;
  }
}
