import type { Reader, Writer } from '@beside/bytes';
import type { Area } from './picture.js';

/** One screen of a desktop; in pixels of the desktop, whose origin is its top left corner, wherever the primary one stands. */
export interface Monitor extends Area {
  readonly primary: boolean;
}

/** TS_MONITOR_DEF ([MS-RDPBCGR] 2.2.1.3.6.1): inclusive pixel coordinates, from the top left corner of the primary monitor. */
export interface MonitorDefinition {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly primary: boolean;
}

/** Most monitors that a layout may have. The documents name no number for it; a client has 16 at most (2.2.1.3.6). */
export const MOST_MONITORS = 64;
/** TS_MONITOR_PRIMARY. */
const PRIMARY = 1;

export function encodeMonitorDefinition(writer: Writer, { left, top, right, bottom, primary }: MonitorDefinition): void {
  for (const edge of [left, top, right, bottom]) writer.u32(edge >>> 0);
  writer.u32(primary ? PRIMARY : 0);
}

/** @throws ProtocolError */
export function decodeMonitorDefinition(reader: Reader): MonitorDefinition {
  return {
    left: reader.i32('monitorDef.left'),
    top: reader.i32('monitorDef.top'),
    right: reader.i32('monitorDef.right'),
    bottom: reader.i32('monitorDef.bottom'),
    primary: (reader.u32('monitorDef.flags') & PRIMARY) !== 0,
  };
}

/**
 * Monitor Layout PDU ([MS-RDPBCGR] 2.2.12.1), after its Share Data Header.
 *
 * @param monitors at most {@link MOST_MONITORS}; where none is primary, places count from the first
 */
export function encodeMonitorLayout(writer: Writer, monitors: readonly Monitor[]): void {
  const origin = monitors.find(({ primary }) => primary) ?? monitors[0];
  writer.u32(monitors.length);
  for (const { x, y, width, height, primary } of monitors) {
    const left = x - origin!.x;
    const top = y - origin!.y;
    encodeMonitorDefinition(writer, { left, top, right: left + width - 1, bottom: top + height - 1, primary });
  }
}

/**
 * Reads a layout; monitors of no size are left out. The PDU does not say where on the desktop its origin, the primary monitor, is:
 * the desktop begins where the first monitor does, from the left and from the top, as a picture of all of them.
 *
 * @throws ProtocolError
 */
export function decodeMonitorLayout(reader: Reader): Monitor[] {
  const count = reader.u32('monitorCount');
  if (count > MOST_MONITORS) throw reader.error('monitorCount', `is ${count}, more than ${MOST_MONITORS}`);
  const definitions: MonitorDefinition[] = [];
  for (let i = 0; i < count; i++) {
    const definition = decodeMonitorDefinition(reader);
    if (definition.right >= definition.left && definition.bottom >= definition.top) definitions.push(definition);
  }
  const originX = Math.min(...definitions.map(({ left }) => left));
  const originY = Math.min(...definitions.map(({ top }) => top));
  return definitions.map(({ left, top, right, bottom, primary }) => ({
    x: left - originX,
    y: top - originY,
    width: right - left + 1,
    height: bottom - top + 1,
    primary,
  }));
}
