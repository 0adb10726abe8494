import { type Connection, XError } from './connection.js';
import { XI_ALL_DEVICES, XiEvent, xiEventMask } from './events.js';
import type { Extensions } from './extensions.js';

const ANY_TYPE = 0;
/** XI2 device uses: a pointer or keyboard that is attached to a master. */
const SLAVE_POINTER = 3;
const SLAVE_KEYBOARD = 4;

/**
 * The novice's own devices: those that are not XTEST's, through which every injected event comes, Beside's and other
 * programs' alike. Kept up to date while devices come and go; one that is not known yet is not counted as own.
 */
export class OwnDevices {
  readonly #connection: Connection;
  readonly #requests: Extensions['xinput']['requests'];
  readonly #property: number;
  #own: ReadonlySet<number> = new Set();
  #round = 0;

  /** @throws DesktopError `lost` */
  static async watch(connection: Connection, { xinput }: Extensions): Promise<OwnDevices> {
    const devices = new OwnDevices(connection, xinput.requests, await connection.atom('XTEST Device'));
    await devices.#refresh();
    return devices;
  }

  private constructor(connection: Connection, requests: Extensions['xinput']['requests'], property: number) {
    this.#connection = connection;
    this.#requests = requests;
    this.#property = property;
    requests.xi_select_events(connection.root, 1, xiEventMask(XI_ALL_DEVICES, [XiEvent.HierarchyChanged]));
    connection.onXi(XiEvent.HierarchyChanged, () => void this.#refresh().catch(() => {})); // it fails when the server is lost, which is told elsewhere
  }

  /** @param source the `sourceid` of an X Input 2 event */
  isOwn(source: number): boolean {
    return this.#own.has(source);
  }

  /** X Input 2 protocol, XIQueryDevice and XIGetProperty. */
  async #refresh(): Promise<void> {
    const round = ++this.#round;
    const reply = await this.#connection.reply(this.#requests.xi_query_device(XI_ALL_DEVICES));
    const candidates: number[] = [];
    let at = 32;
    for (let count = reply.u16(8); count > 0; count--) {
      const use = reply.u16(at + 2);
      if (use === SLAVE_POINTER || use === SLAVE_KEYBOARD) candidates.push(reply.u16(at));
      let classes = reply.u16(at + 6);
      at += 12 + ((reply.u16(at + 8) + 3) & ~3);
      for (; classes > 0; classes--) at += 4 * reply.u16(at + 2);
    }
    const injected = await Promise.all(candidates.map((id) => this.#isInjected(id)));
    if (round === this.#round) this.#own = new Set(candidates.filter((_, index) => !injected[index]));
  }

  /** The server marks its XTEST devices by a property that no client can change. */
  async #isInjected(device: number): Promise<boolean> {
    try {
      const reply = await this.#connection.reply(this.#requests.xi_get_property(device, 0, this.#property, ANY_TYPE, 0, 1));
      return reply.u32(16) > 0;
    } catch (error) {
      if (error instanceof XError) return true; // it has gone meanwhile
      throw error;
    }
  }
}
