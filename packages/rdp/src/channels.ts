import { type Reader, Writer } from '@beside/bytes';

/**
 * Most data in one chunk, in bytes: CHANNEL_CHUNK_LENGTH ([MS-RDPBCGR] 2.2.7.1.10). A server may say more; every client takes this,
 * and FreeRDP's buffers are made for it.
 */
export const CHUNK_LENGTH = 1600;

/** flags of a CHANNEL_PDU_HEADER ([MS-RDPBCGR] 2.2.6.1.1). */
export const ChannelFlag = {
  first: 0x01,
  last: 0x02,
  showProtocol: 0x10,
  suspend: 0x20,
  resume: 0x40,
  compressed: 0x00200000,
} as const;

/** One chunk, a Virtual Channel PDU ([MS-RDPBCGR] 2.2.6.1) after its security header. */
export interface ChannelChunk {
  /** Length of the whole message, in bytes; the same in each of its chunks. */
  readonly totalLength: number;
  readonly flags: number;
  readonly data: Uint8Array;
}

export function encodeChannelChunk(writer: Writer, chunk: ChannelChunk): void {
  writer.u32(chunk.totalLength).u32(chunk.flags).bytes(chunk.data);
}

/**
 * Reads one chunk; the data is a view of the input.
 *
 * @throws ProtocolError also when it is compressed, which was not agreed
 */
function decodeChannelChunk(reader: Reader): ChannelChunk {
  const totalLength = reader.u32('length');
  const flags = reader.u32('flags');
  if ((flags & ChannelFlag.compressed) !== 0) throw reader.error('flags', 'compression was not agreed');
  return { totalLength, flags, data: reader.rest() };
}

/** Cuts a message into chunks of at most {@link CHUNK_LENGTH}; an empty message is one empty chunk. */
export function* channelChunks(message: Uint8Array, extraFlags = 0): Generator<ChannelChunk> {
  const totalLength = message.length;
  let at = 0;
  do {
    const end = Math.min(at + CHUNK_LENGTH, totalLength);
    const flags = (at === 0 ? ChannelFlag.first : 0) | (end === totalLength ? ChannelFlag.last : 0) | extraFlags;
    yield { totalLength, flags, data: message.subarray(at, end) };
    at = end;
  } while (at < totalLength);
}

/**
 * Puts a channel's chunks together to messages. What is kept grows with the bytes that came, not with the length that they
 * claim.
 */
export class ChannelReassembler {
  readonly #maxMessage: number;
  #kept: Writer | undefined;
  #totalLength = 0;

  /** @param maxMessage longest message, in bytes */
  constructor(maxMessage: number) {
    this.#maxMessage = maxMessage;
  }

  /**
   * Takes the next chunk.
   *
   * @returns the message when this was its last chunk; the view is valid until the next call
   * @throws ProtocolError chunks are missing or do not add up, or the message is too long
   */
  add(reader: Reader): Uint8Array | undefined {
    const { totalLength, flags, data } = decodeChannelChunk(reader);
    if (totalLength > this.#maxMessage) throw reader.error('length', `is ${totalLength}, more than ${this.#maxMessage} bytes`);
    const first = (flags & ChannelFlag.first) !== 0;
    const last = (flags & ChannelFlag.last) !== 0;
    // A server may ask for silence, or say that it is over, in a PDU of its own. What is sent here is little, and TCP can slow it down.
    if (!first && !last && data.length === 0 && (flags & (ChannelFlag.suspend | ChannelFlag.resume)) !== 0) return undefined;
    if (first !== (this.#kept === undefined)) throw reader.error('flags', 'a message begins or goes on at the wrong place');
    if (first && last) {
      if (data.length !== totalLength) throw reader.error('length', 'is not that of the message');
      return data;
    }
    this.#kept ??= new Writer(2 * data.length);
    if (first) this.#totalLength = totalLength;
    else if (totalLength !== this.#totalLength) throw reader.error('length', 'changed within a message');
    this.#kept.bytes(data);
    if (this.#kept.length > totalLength) throw reader.error('length', 'is less than that of the message');
    if (!last) return undefined;
    const message = this.#kept.view();
    this.#kept = undefined;
    if (message.length !== totalLength) throw reader.error('length', 'is more than that of the message');
    return message;
  }
}
