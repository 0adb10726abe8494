import { fromUtf16, Reader, utf16, Writer } from '@beside/bytes';

/** The static virtual channel that carries every Remote Assistance message ([MS-RA] 2.1). */
export const REMDESK = 'remdesk';

/**
 * Longest inner channel name, in bytes with its terminator. [MS-RA] 2.2.1.1 draws the header with room for this many and
 * says in the text that it is a maximum; on the wire the name is as long as its length field says.
 */
const NAME_BYTES = 64;

/** A Remote Assistance message, still without a meaning. */
export interface RemdeskMessage {
  /** The inner channel: `RC_CTL`, `70` (chat), `71` (commands), or a file's. */
  readonly channel: string;
  /** A view into the message that was decoded. */
  readonly data: Uint8Array;
}

/** REMOTEDESKTOP_CTL_PACKETHEADER with its data ([MS-RA] 2.2.1.1). */
export function encodeRemdesk(channel: string, data: Uint8Array): Uint8Array {
  const nameBytes = (channel.length + 1) * 2;
  return new Writer(8 + nameBytes + data.length)
    .u32(nameBytes) // ChannelNameLen
    .u32(data.length) // DataLen
    .bytes(utf16(channel)) // ChannelName
    .u16(0)
    .bytes(data)
    .finish();
}

/**
 * Reads a message of the channel `remdesk`. The name is cut at its first NUL, since senders differ in how they pad it.
 *
 * @throws ProtocolError at `remdesk` when the lengths do not fit the message
 */
export function decodeRemdesk(bytes: Uint8Array): RemdeskMessage {
  const reader = new Reader(bytes, 'remdesk');
  const nameBytes = reader.u32('channelNameLen');
  if (nameBytes > NAME_BYTES || nameBytes % 2 !== 0)
    throw reader.error('channelNameLen', `${nameBytes} is not even and at most 64`);
  const dataBytes = reader.u32('dataLen');
  const name = fromUtf16(reader.take(nameBytes, 'channelName'));
  const data = reader.take(dataBytes, 'data');
  reader.end();
  const terminator = name.indexOf('\0');
  return { channel: terminator < 0 ? name : name.slice(0, terminator), data };
}
