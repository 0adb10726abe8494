import type { Reader, Writer } from '@beside/bytes';

/** Most static channels a client may ask for ([MS-RDPBCGR] 2.2.1.3.4). */
const MAX_STATIC_CHANNELS = 31;
/** CHANNEL_OPTION_SHOW_PROTOCOL: the far side's application wants to see each chunk's header ([MS-RDPBCGR] 2.2.1.3.4.1). */
export const CHANNEL_OPTION_SHOW_PROTOCOL = 0x00200000;

const NAME_LENGTH = 8;

/** A static virtual channel, CHANNEL_DEF ([MS-RDPBCGR] 2.2.1.3.4.1). */
export interface ChannelDefinition {
  /** At most seven ASCII characters. */
  readonly name: string;
  readonly options: number;
}

/** Server Network Data, TS_UD_SC_NET ([MS-RDPBCGR] 2.2.1.4.4). */
export interface ServerNetwork {
  readonly ioChannelId: number;
  /** In the order of the client's channels. */
  readonly channelIds: readonly number[];
}

/** Client Network Data, TS_UD_CS_NET ([MS-RDPBCGR] 2.2.1.3.4). */
export function encodeClientNetwork(writer: Writer, channels: readonly ChannelDefinition[]): void {
  writer.u32(channels.length);
  for (const { name, options } of channels) {
    for (let i = 0; i < NAME_LENGTH - 1; i++) writer.u8(i < name.length ? name.charCodeAt(i) & 0x7f : 0);
    writer.u8(0).u32(options);
  }
}

/** @throws ProtocolError also for more than {@link MAX_STATIC_CHANNELS} */
export function decodeClientNetwork(reader: Reader): ChannelDefinition[] {
  const count = reader.u32('channelCount');
  if (count > MAX_STATIC_CHANNELS) throw reader.error('channelCount', `is ${count}, more than ${MAX_STATIC_CHANNELS}`);
  const channels: ChannelDefinition[] = [];
  for (let i = 0; i < count; i++) {
    const name = String.fromCharCode(...reader.take(NAME_LENGTH, 'channelDef.name'));
    const end = name.indexOf('\0');
    channels.push({ name: end < 0 ? name : name.slice(0, end), options: reader.u32('channelDef.options') });
  }
  return channels;
}

export function encodeServerNetwork(writer: Writer, network: ServerNetwork): void {
  writer.u16(network.ioChannelId).u16(network.channelIds.length);
  for (const id of network.channelIds) writer.u16(id);
  if (network.channelIds.length % 2 === 1) writer.u16(0); // the block's length is a multiple of four
}

/** @throws ProtocolError */
export function decodeServerNetwork(reader: Reader): ServerNetwork {
  const ioChannelId = reader.u16('MCSChannelId');
  const count = reader.u16('channelCount');
  if (count > MAX_STATIC_CHANNELS) throw reader.error('channelCount', `is ${count}, more than ${MAX_STATIC_CHANNELS}`);
  const channelIds: number[] = [];
  for (let i = 0; i < count; i++) channelIds.push(reader.u16('channelIdArray'));
  return { ioChannelId, channelIds };
}
