import type { Reader, Writer } from '@beside/bytes';
import type { Area } from './picture.js';

/** ALLOW_DISPLAY_UPDATES ([MS-RDPBCGR] 2.2.11.3.1). */
const ALLOW = 1;

/** Refresh Rect PDU ([MS-RDPBCGR] 2.2.11.2.1), after its Share Data Header. */
export function encodeRefreshRect(writer: Writer, areas: readonly Area[]): void {
  writer.u8(areas.length).zeros(3);
  for (const area of areas) writeInclusive(writer, area);
}

/**
 * Reads the areas that the client wants again; empty ones are left out.
 *
 * @throws ProtocolError
 */
export function decodeRefreshRect(reader: Reader): Area[] {
  const count = reader.u8('numberOfAreas');
  reader.skip(3, 'pad3Octets');
  const areas: Area[] = [];
  for (let i = 0; i < count; i++) {
    const area = readInclusive(reader, 'areasToRefresh');
    if (area.width > 0 && area.height > 0) areas.push(area);
  }
  return areas;
}

/**
 * Suppress Output PDU ([MS-RDPBCGR] 2.2.11.3.1), after its Share Data Header.
 *
 * @param desktop the whole desktop, where pictures are wanted; undefined where not
 */
export function encodeSuppressOutput(writer: Writer, desktop: Area | undefined): void {
  writer.u8(desktop === undefined ? 0 : ALLOW).zeros(3);
  if (desktop !== undefined) writeInclusive(writer, desktop);
}

/**
 * @returns true when the client does not want pictures
 * @throws ProtocolError
 */
export function decodeSuppressOutput(reader: Reader): boolean {
  const allow = reader.u8('allowDisplayUpdates');
  if (allow > ALLOW) throw reader.error('allowDisplayUpdates', 'must be 0 or 1');
  return allow !== ALLOW;
}

/** Frame Acknowledge PDU ([MS-RDPRFX] 2.2.3.1), after its Share Data Header. */
export function encodeFrameAcknowledge(writer: Writer, frameId: number): void {
  writer.u32(frameId);
}

/** @throws ProtocolError */
export function decodeFrameAcknowledge(reader: Reader): number {
  return reader.u32('frameID');
}

/** Set Error Info PDU ([MS-RDPBCGR] 2.2.5.1.1), after its Share Data Header. */
export function encodeSetErrorInfo(writer: Writer, errorInfo: number): void {
  writer.u32(errorInfo);
}

/** @throws ProtocolError */
export function decodeSetErrorInfo(reader: Reader): number {
  return reader.u32('errorInfo');
}

/** TS_RECTANGLE16 ([MS-RDPBCGR] 2.2.11.1): right and bottom belong to the rectangle. */
function writeInclusive(writer: Writer, area: Area): void {
  writer
    .u16(area.x)
    .u16(area.y)
    .u16(area.x + area.width - 1)
    .u16(area.y + area.height - 1);
}

function readInclusive(reader: Reader, field: string): Area {
  const x = reader.u16(`${field}.left`);
  const y = reader.u16(`${field}.top`);
  const right = reader.u16(`${field}.right`);
  const bottom = reader.u16(`${field}.bottom`);
  return { x, y, width: Math.max(0, right - x + 1), height: Math.max(0, bottom - y + 1) };
}
