import type { Reader, Writer } from '@beside/bytes';
import { decodeMonitorDefinition, encodeMonitorDefinition, type MonitorDefinition } from '../monitor-layout.js';

/** Client Cluster Data, TS_UD_CS_CLUSTER ([MS-RDPBCGR] 2.2.1.3.5). */
export interface ClientCluster {
  readonly flags: number;
  readonly redirectedSessionId: number;
}

/** Most monitors a client may have ([MS-RDPBCGR] 2.2.1.3.6). */
const MAX_MONITORS = 16;

export function encodeClientCluster(writer: Writer, cluster: ClientCluster): void {
  writer.u32(cluster.flags).u32(cluster.redirectedSessionId);
}

/** @throws ProtocolError */
export function decodeClientCluster(reader: Reader): ClientCluster {
  return { flags: reader.u32('flags'), redirectedSessionId: reader.u32('redirectedSessionId') };
}

/** Client Monitor Data, TS_UD_CS_MONITOR ([MS-RDPBCGR] 2.2.1.3.6). */
export function encodeClientMonitors(writer: Writer, monitors: readonly MonitorDefinition[]): void {
  writer.u32(0).u32(monitors.length);
  for (const monitor of monitors) encodeMonitorDefinition(writer, monitor);
}

/** @throws ProtocolError */
export function decodeClientMonitors(reader: Reader): MonitorDefinition[] {
  reader.skip(4, 'flags');
  const count = reader.u32('monitorCount');
  if (count > MAX_MONITORS) throw reader.error('monitorCount', `is ${count}, more than ${MAX_MONITORS}`);
  const monitors: MonitorDefinition[] = [];
  for (let i = 0; i < count; i++) monitors.push(decodeMonitorDefinition(reader));
  return monitors;
}
