import { Connection } from '../../src/x11/connection.js';
import { XI_ALL_MASTER_DEVICES, xiEventMask } from '../../src/x11/events.js';
import { type Extensions, openExtensions } from '../../src/x11/extensions.js';

const KINDS = { 13: 'key-down', 14: 'key-up', 15: 'button-down', 16: 'button-up' } as const;

export interface Seen {
  readonly kind: (typeof KINDS)[keyof typeof KINDS];
  /** Key code or button. */
  readonly detail: number;
  readonly source: number;
  /** The key is held and the keyboard repeats it. */
  readonly repeat: boolean;
}

/** Another X client, which sees every key and button of a display and where the pointer is. */
export class Witness {
  readonly connection: Connection;
  readonly extensions: Extensions;
  readonly seen: Seen[] = [];

  static async of(display: string): Promise<Witness> {
    const connection = await Connection.open(display);
    const witness = new Witness(connection, await openExtensions(connection));
    await witness.settled();
    return witness;
  }

  private constructor(connection: Connection, extensions: Extensions) {
    this.connection = connection;
    this.extensions = extensions;
    const types = Object.keys(KINDS).map(Number);
    extensions.xinput.requests.xi_select_events(connection.root, 1, xiEventMask(XI_ALL_MASTER_DEVICES, types));
    for (const [type, kind] of Object.entries(KINDS)) {
      connection.onXi(Number(type), (event) =>
        this.seen.push({ kind, detail: event.u32(16), source: event.u16(20), repeat: (event.u32(24) & (1 << 16)) !== 0 }),
      );
    }
  }

  /** As "key-down 38": without repeats. */
  get story(): string[] {
    return this.seen.filter(({ repeat }) => !repeat).map(({ kind, detail }) => `${kind} ${detail}`);
  }

  /** Resolves when the server has done, and told, everything that was asked of it before. */
  async settled(): Promise<void> {
    await this.connection.reply(this.connection.core.get_input_focus());
  }

  async pointer(): Promise<{ x: number; y: number; state: number }> {
    const reply = await this.connection.reply(this.connection.core.query_pointer(this.connection.root));
    return { x: reply.i16(16), y: reply.i16(18), state: reply.u16(24) };
  }

  close(): void {
    this.connection.close();
  }
}
