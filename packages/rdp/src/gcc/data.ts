import type { Reader, Writer } from '@beside/bytes';
import type { MonitorDefinition } from '../monitor-layout.js';
import { BlockType, readBlocks, writeBlock } from './blocks.js';
import {
  type ClientCluster,
  decodeClientCluster,
  decodeClientMonitors,
  encodeClientCluster,
  encodeClientMonitors,
} from './cluster.js';
import {
  type ClientCore,
  decodeClientCore,
  decodeServerCore,
  encodeClientCore,
  encodeServerCore,
  type ServerCore,
} from './core.js';
import {
  type ChannelDefinition,
  decodeClientNetwork,
  decodeServerNetwork,
  encodeClientNetwork,
  encodeServerNetwork,
  type ServerNetwork,
} from './network.js';
import {
  type ClientSecurity,
  decodeClientSecurity,
  decodeServerSecurity,
  encodeClientSecurity,
  encodeServerSecurity,
  type ServerSecurity,
} from './security.js';

/** The client's data blocks ([MS-RDPBCGR] 2.2.1.3). Blocks that are not known are passed over. */
export interface ClientData {
  readonly core: ClientCore;
  readonly security: ClientSecurity;
  readonly channels: readonly ChannelDefinition[];
  readonly cluster?: ClientCluster;
  readonly monitors?: readonly MonitorDefinition[];
}

/** The server's data blocks ([MS-RDPBCGR] 2.2.1.4). */
export interface ServerData {
  readonly core: ServerCore;
  readonly network: ServerNetwork;
  readonly security: ServerSecurity;
}

export function encodeClientData(writer: Writer, data: ClientData): void {
  writeBlock(writer, BlockType.clientCore, (w) => encodeClientCore(w, data.core));
  const { cluster, monitors } = data;
  if (cluster !== undefined) writeBlock(writer, BlockType.clientCluster, (w) => encodeClientCluster(w, cluster));
  writeBlock(writer, BlockType.clientSecurity, (w) => encodeClientSecurity(w, data.security));
  writeBlock(writer, BlockType.clientNetwork, (w) => encodeClientNetwork(w, data.channels));
  if (monitors !== undefined) writeBlock(writer, BlockType.clientMonitor, (w) => encodeClientMonitors(w, monitors));
}

/** @throws ProtocolError a block is malformed, or the core or security block is missing */
export function decodeClientData(reader: Reader): ClientData {
  let core: ClientCore | undefined;
  let security: ClientSecurity | undefined;
  let channels: ChannelDefinition[] = [];
  const optional: { cluster?: ClientCluster; monitors?: MonitorDefinition[] } = {};
  readBlocks(reader, (type, block) => {
    if (type === BlockType.clientCore) core = decodeClientCore(block);
    else if (type === BlockType.clientSecurity) security = decodeClientSecurity(block);
    else if (type === BlockType.clientNetwork) channels = decodeClientNetwork(block);
    else if (type === BlockType.clientCluster) optional.cluster = decodeClientCluster(block);
    else if (type === BlockType.clientMonitor) optional.monitors = decodeClientMonitors(block);
  });
  if (core === undefined) throw reader.error('clientCore', 'is missing');
  if (security === undefined) throw reader.error('clientSecurity', 'is missing');
  return { core, security, channels, ...optional };
}

export function encodeServerData(writer: Writer, data: ServerData): void {
  writeBlock(writer, BlockType.serverCore, (w) => encodeServerCore(w, data.core));
  writeBlock(writer, BlockType.serverSecurity, (w) => encodeServerSecurity(w, data.security));
  writeBlock(writer, BlockType.serverNetwork, (w) => encodeServerNetwork(w, data.network));
}

/** @throws ProtocolError a block is malformed or missing */
export function decodeServerData(reader: Reader): ServerData {
  let core: ServerCore | undefined;
  let network: ServerNetwork | undefined;
  let security: ServerSecurity | undefined;
  readBlocks(reader, (type, block) => {
    if (type === BlockType.serverCore) core = decodeServerCore(block);
    else if (type === BlockType.serverNetwork) network = decodeServerNetwork(block);
    else if (type === BlockType.serverSecurity) security = decodeServerSecurity(block);
  });
  if (core === undefined) throw reader.error('serverCore', 'is missing');
  if (network === undefined) throw reader.error('serverNetwork', 'is missing');
  if (security === undefined) throw reader.error('serverSecurity', 'is missing');
  return { core, network, security };
}
