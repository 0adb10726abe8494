import type { Reader, Writer } from '@beside/bytes';

/** Client Cluster Data, TS_UD_CS_CLUSTER ([MS-RDPBCGR] 2.2.1.3.5). */
export interface ClientCluster {
  readonly flags: number;
  readonly redirectedSessionId: number;
}

/** A monitor of the client, TS_MONITOR_DEF ([MS-RDPBCGR] 2.2.1.3.6.1); inclusive pixel coordinates. */
export interface ClientMonitor {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly primary: boolean;
}

/** Most monitors a client may have ([MS-RDPBCGR] 2.2.1.3.6). */
const MAX_MONITORS = 16;
const PRIMARY = 1;

export function encodeClientCluster(writer: Writer, cluster: ClientCluster): void {
  writer.u32(cluster.flags).u32(cluster.redirectedSessionId);
}

/** @throws ProtocolError */
export function decodeClientCluster(reader: Reader): ClientCluster {
  return { flags: reader.u32('flags'), redirectedSessionId: reader.u32('redirectedSessionId') };
}

/** Client Monitor Data, TS_UD_CS_MONITOR ([MS-RDPBCGR] 2.2.1.3.6). */
export function encodeClientMonitors(writer: Writer, monitors: readonly ClientMonitor[]): void {
  writer.u32(0).u32(monitors.length);
  for (const { left, top, right, bottom, primary } of monitors) {
    writer
      .u32(left >>> 0)
      .u32(top >>> 0)
      .u32(right >>> 0)
      .u32(bottom >>> 0)
      .u32(primary ? PRIMARY : 0);
  }
}

/** @throws ProtocolError */
export function decodeClientMonitors(reader: Reader): ClientMonitor[] {
  reader.skip(4, 'flags');
  const count = reader.u32('monitorCount');
  if (count > MAX_MONITORS) throw reader.error('monitorCount', `is ${count}, more than ${MAX_MONITORS}`);
  const monitors: ClientMonitor[] = [];
  for (let i = 0; i < count; i++) {
    monitors.push({
      left: reader.i32('monitorDef.left'),
      top: reader.i32('monitorDef.top'),
      right: reader.i32('monitorDef.right'),
      bottom: reader.i32('monitorDef.bottom'),
      primary: (reader.u32('monitorDef.flags') & PRIMARY) !== 0,
    });
  }
  return monitors;
}
