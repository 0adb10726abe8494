import { ChannelReassembler } from './channels.js';
import { CHANNEL_OPTION_SHOW_PROTOCOL, type ChannelDefinition } from './gcc/network.js';

/** A static channel that the client announced, on either side. */
export interface StaticChannel {
  readonly id: number;
  readonly name: string;
  /** The client wants to see chunk headers: the chunks for it carry the flag that says so. */
  readonly showProtocol: boolean;
  readonly reassembler: ChannelReassembler;
}

/** The client's static channels ([MS-RDPBCGR] 2.2.1.3.4), with the ids that the server gave them. */
export class StaticChannels {
  readonly #all: readonly StaticChannel[];
  readonly #joined = new Set<number>();

  /**
   * @param ids in the order of the definitions; where there are fewer, the last channels do not exist
   * @param maxMessage longest message, in bytes
   */
  constructor(definitions: readonly ChannelDefinition[], ids: readonly number[], maxMessage: number) {
    this.#all = definitions.slice(0, ids.length).map(({ name, options }, i) => ({
      id: ids[i]!,
      name,
      showProtocol: (options & CHANNEL_OPTION_SHOW_PROTOCOL) !== 0,
      reassembler: new ChannelReassembler(maxMessage),
    }));
  }

  /** Ids in the client's order, joined or not. */
  get ids(): number[] {
    return this.#all.map(({ id }) => id);
  }

  get count(): number {
    return this.#all.length;
  }

  /** Marks a channel joined; false when there is none with this id. */
  join(id: number): boolean {
    if (this.#all.some((channel) => channel.id === id)) this.#joined.add(id);
    return this.#joined.has(id);
  }

  /** The joined channel of this id. */
  withId(id: number): StaticChannel | undefined {
    return this.#joined.has(id) ? this.#all.find((channel) => channel.id === id) : undefined;
  }

  /** The joined channel of this name. */
  named(name: string): StaticChannel | undefined {
    return this.#all.find((channel) => channel.name === name && this.#joined.has(channel.id));
  }
}
