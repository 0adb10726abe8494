import type { Writer } from '@beside/bytes';
import { codedWidth } from '../codecs/coded-width.js';
import type { EncodedRect } from '../picture.js';
import { type FastPathWriter, MAX_UPDATE, UpdateCode } from './fast-path.js';

/** updateType and numberRectangles of TS_UPDATE_BITMAP_DATA ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.1). */
const UPDATE_START = 4;
/** TS_BITMAP_DATA ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.2) without the pixels. */
const RECT_START = 18;

/** UPDATETYPE_BITMAP */
const UPDATE_TYPE = 0x0001;
/** BITMAP_COMPRESSION | NO_BITMAP_COMPRESSION_HDR: what the header would say is known, and every client can do without. */
const COMPRESSED = 0x0001 | 0x0400;

/** bitmapLength has 16 bits. */
const MAX_RECT = 0xffff;

/**
 * Writes rectangles as fast-path bitmap updates ([MS-RDPBCGR] 2.2.9.1.2.1.2), as many in one update as fit a PDU.
 *
 * @param scratch for the start of an update that is cut into fragments
 */
export function writeBitmapUpdates(to: FastPathWriter, rects: readonly EncodedRect[], scratch: Writer): void {
  let update: Writer | undefined;
  let countAt = 0;
  let count = 0;
  for (const rect of rects) {
    const length = RECT_START + rect.data.length;
    if (update !== undefined && (length > to.room || count === 0xffff)) {
      update.patchU16(countAt, count);
      to.end();
      update = undefined;
    }
    if (UPDATE_START + length > MAX_UPDATE) {
      writeRectStart(scratch.reset().u16(UPDATE_TYPE).u16(1), rect);
      to.long(UpdateCode.bitmap, scratch.view(), rect.data);
      continue;
    }
    if (update === undefined) {
      update = to
        .begin(UpdateCode.bitmap, UPDATE_START + length)
        .u16(UPDATE_TYPE)
        .u16(0);
      countAt = update.length - 2;
      count = 0;
    }
    writeRectStart(update, rect);
    update.bytes(rect.data);
    count++;
  }
  if (update === undefined) return;
  update.patchU16(countAt, count);
  to.end();
}

/** TS_BITMAP_DATA up to the pixels. Right and bottom are inclusive; what is coded beyond the right edge is cut off by the client. */
function writeRectStart(writer: Writer, { x, y, width, height, codec, bitsPerPixel, data }: EncodedRect): void {
  if (data.length > MAX_RECT) throw new RangeError(`a coded rectangle of ${data.length} bytes is too long`);
  writer
    .u16(x)
    .u16(y)
    .u16(x + width - 1)
    .u16(y + height - 1)
    .u16(codedWidth(width))
    .u16(height)
    .u16(bitsPerPixel)
    .u16(codec === 'raw' ? 0 : COMPRESSED)
    .u16(data.length);
}
