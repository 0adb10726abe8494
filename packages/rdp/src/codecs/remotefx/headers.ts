import { ProtocolError, Reader } from '@beside/bytes';
import { BlockType, readBlock } from './blocks.js';

/** The blocks that tell how a stream is coded, in the order in which a decoder wants them ([MS-RDPRFX] 2.2.2.2). */
const HEADERS: readonly number[] = [BlockType.sync, BlockType.codecVersions, BlockType.channels, BlockType.context];
/** Longest that one of them is with everything its document allows, in bytes: 255 channels ([MS-RDPRFX] 2.2.2.2.3). */
const LONGEST_HEADER = 6 + 1 + 255 * 5;

/**
 * What a decoder has to know that begins in the middle of a stream of RemoteFX messages: in video mode headers come only once, with the
 * first of them. Give it every message, decoded or not.
 */
export class RemoteFxHeaders {
  readonly #blocks = new Map<number, Uint8Array>();

  /**
   * Keeps the headers that a message begins with.
   *
   * @param data a whole message; headers are copied, nothing else is looked at
   * @returns whether a decoder that knows the headers can begin with it: the message does not go on with a frame that began earlier
   * @throws ProtocolError it does not begin with blocks
   */
  take(data: Uint8Array): boolean {
    const reader = new Reader(data, 'remotefx');
    while (reader.remaining > 0) {
      const start = reader.offset;
      const { type } = readBlock(reader);
      if (!HEADERS.includes(type)) return type === BlockType.frameBegin;
      const block = data.subarray(start, reader.offset);
      if (block.length > LONGEST_HEADER) throw new ProtocolError('remotefx.blockLen', 'is longer than a header');
      this.#blocks.set(type, block.slice());
    }
    return true;
  }

  /** A message of all headers so far; undefined when there were none. */
  message(): Uint8Array | undefined {
    const blocks = HEADERS.flatMap((type) => this.#blocks.get(type) ?? []);
    if (blocks.length === 0) return undefined;
    const bytes = new Uint8Array(blocks.reduce((length, block) => length + block.length, 0));
    let at = 0;
    for (const block of blocks) {
      bytes.set(block, at);
      at += block.length;
    }
    return bytes;
  }
}
