import type { Reader } from '@beside/bytes';
import type { ReceivedRect } from '../../picture.js';

/** flags of TS_BITMAP_DATA ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.2). */
const BITMAP_COMPRESSION = 0x0001;
const NO_BITMAP_COMPRESSION_HDR = 0x0400;
/** TS_CD_HEADER ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.3): lengths that are known without it. */
const COMPRESSION_HEADER = 8;

/**
 * Reads TS_UPDATE_BITMAP_DATA behind its updateType ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.1).
 *
 * @returns views into what was read
 * @throws ProtocolError
 */
export function readBitmapUpdate(reader: Reader): ReceivedRect[] {
  const rects: ReceivedRect[] = [];
  for (let count = reader.u16('numberRectangles'); count > 0; count--) rects.push(readRect(reader));
  return rects;
}

function readRect(reader: Reader): ReceivedRect {
  const x = reader.u16('destLeft');
  const y = reader.u16('destTop');
  // Inclusive, and within what is coded: FreeRDP and Windows show no more than that either.
  const right = reader.u16('destRight') + 1;
  const bottom = reader.u16('destBottom') + 1;
  const codedWidth = reader.u16('width');
  const codedHeight = reader.u16('height');
  const bitsPerPixel = readDepth(reader, reader.u16('bitsPerPixel'));
  const flags = reader.u16('flags');
  const data = reader.nested(reader.u16('bitmapLength'), 'bitmapDataStream');
  if (codedWidth === 0 || codedHeight === 0 || right <= x || bottom <= y) throw reader.error('rectangle', 'is empty');
  const compressed = (flags & BITMAP_COMPRESSION) !== 0;
  if (compressed && (flags & NO_BITMAP_COMPRESSION_HDR) === 0) data.skip(COMPRESSION_HEADER, 'bitmapComprHdr');
  return {
    x,
    y,
    width: Math.min(right - x, codedWidth),
    height: Math.min(bottom - y, codedHeight),
    codedWidth,
    codedHeight,
    bitsPerPixel,
    codec: !compressed ? 'raw' : bitsPerPixel === 32 ? 'planar' : 'interleaved',
    data: data.rest(),
  };
}

/** @throws ProtocolError no depth that pictures have */
function readDepth(reader: Reader, bitsPerPixel: number): ReceivedRect['bitsPerPixel'] {
  switch (bitsPerPixel) {
    case 8:
    case 15:
    case 16:
    case 24:
    case 32:
      return bitsPerPixel;
    default:
      throw reader.error('bitsPerPixel', 'is not a depth that pictures have');
  }
}
