import type { Reader } from '@beside/bytes';
import { RdpError } from '../../errors.js';

/** controlFlags ([MS-RDPEGDI] 2.2.2.2.1): both of the lowest bits tell the class. */
const STANDARD = 0x01;
const SECONDARY = 0x02;
const TYPE_CHANGE = 0x08;
/** A secondary order is so much longer than its orderLength says ([MS-RDPEGDI] 2.2.2.2.1.2.1.1). */
const SECONDARY_EXTRA = 13;
const SECONDARY_HEADER = 6;
/** Alternate secondary order that marks frames ([MS-RDPEGDI] 2.2.2.2.1.3.7); its action has four bytes. */
const FRAME_MARKER = 0x0d;

/** Names of primary orders ([MS-RDPEGDI] 2.2.2.2.1.1.2). */
const PRIMARY: Readonly<Record<number, string>> = {
  0: 'DstBlt',
  1: 'PatBlt',
  2: 'ScrBlt',
  7: 'DrawNineGrid',
  8: 'MultiDrawNineGrid',
  9: 'LineTo',
  10: 'OpaqueRect',
  11: 'SaveBitmap',
  13: 'MemBlt',
  14: 'Mem3Blt',
  15: 'MultiDstBlt',
  16: 'MultiPatBlt',
  17: 'MultiScrBlt',
  18: 'MultiOpaqueRect',
  19: 'FastIndex',
  20: 'PolygonSC',
  21: 'PolygonCB',
  22: 'Polyline',
  24: 'FastGlyph',
  25: 'EllipseSC',
  26: 'EllipseCB',
  27: 'GlyphIndex',
};

/**
 * Reads drawing orders, which were not asked for: this client announces none ([MS-RDPBCGR] 2.2.7.1.3).
 *
 * What only fills a cache, or marks a frame, draws nothing and is passed over. An order that draws is refused: going on
 * without it would show a picture that is wrong, and nobody would know where.
 *
 * @param count numberOrders
 * @throws RdpError `drawing-order`
 * @throws ProtocolError
 */
export function readOrders(reader: Reader, count: number): void {
  for (; count > 0; count--) {
    const flags = reader.u8('controlFlags');
    if ((flags & SECONDARY) === 0) refuse(primaryName(reader, flags));
    else if ((flags & STANDARD) !== 0) skipSecondary(reader);
    else if (flags >> 2 === FRAME_MARKER) reader.skip(4, 'action');
    else refuse(`alternate secondary order ${flags >> 2}`);
  }
}

/** An order that has no type has the one of the order before it, and there was none. */
function primaryName(reader: Reader, flags: number): string {
  if ((flags & STANDARD) === 0) throw reader.error('controlFlags', 'are of no class of orders');
  if ((flags & TYPE_CHANGE) === 0) return 'PatBlt';
  const type = reader.u8('orderType');
  return PRIMARY[type] ?? `order ${type}`;
}

function skipSecondary(reader: Reader): void {
  // Signed: the shortest orders have negative lengths.
  const length = reader.i16('orderLength') + SECONDARY_EXTRA - SECONDARY_HEADER;
  reader.skip(3, 'extraFlags, orderType');
  if (length < 0) throw reader.error('orderLength', 'is shorter than the header');
  reader.skip(length, 'order');
}

function refuse(name: string): never {
  throw new RdpError('drawing-order', `the server draws by ${name}, which was not offered; only pictures are shown`);
}
