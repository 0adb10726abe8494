import { Reader } from '@beside/bytes';
import type { ReceivedRect } from '../picture.js';

/** What stands for a codec; its place in this list is its number in the message. */
const CODECS = ['raw', 'interleaved', 'planar', 'remotefx', 'nscodec'] as const satisfies readonly ReceivedRect['codec'][];
/** The depths that there are, likewise. */
const DEPTHS = [8, 15, 16, 24, 32] as const satisfies readonly ReceivedRect['bitsPerPixel'][];

/** numRects. */
const HEADER = 2;
/** x, y, width, height, codedWidth, codedHeight of two bytes each, codec, depth, length of the data. */
const RECT_HEADER = 18;
const MAX_U16 = 0xffff;

/**
 * Puts rectangles, still coded, into one message for whoever decodes them elsewhere: a page gets them from the program on the same
 * computer. One allocation, and one copy of each rectangle's data. No document has this form: both ends are ours, of one version.
 *
 * @param rects at most 65535, each with sizes of at most 65535 pixels, as all of {@link ReceivedRect} are that came over RDP
 * @returns bytes of its own: count, then each rectangle's header and data, little-endian
 * @throws RangeError more rectangles or larger ones
 */
export function writePictureMessage(rects: readonly ReceivedRect[]): Uint8Array {
  if (rects.length > MAX_U16) throw new RangeError('a picture message has at most 65535 rectangles');
  let length = HEADER;
  for (const { data } of rects) length += RECT_HEADER + data.length;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, rects.length, true);
  let at = HEADER;
  for (const rect of rects) {
    const { x, y, width, height, codedWidth, codedHeight, data } = rect;
    if (Math.max(x, y, width, height, codedWidth, codedHeight) > MAX_U16 || Math.min(x, y) < 0)
      throw new RangeError('a rectangle of a picture message is within 65535 pixels');
    view.setUint16(at, x, true);
    view.setUint16(at + 2, y, true);
    view.setUint16(at + 4, width, true);
    view.setUint16(at + 6, height, true);
    view.setUint16(at + 8, codedWidth, true);
    view.setUint16(at + 10, codedHeight, true);
    view.setUint8(at + 12, CODECS.indexOf(rect.codec));
    view.setUint8(at + 13, DEPTHS.indexOf(rect.bitsPerPixel));
    view.setUint32(at + 14, data.length, true);
    bytes.set(data, at + RECT_HEADER);
    at += RECT_HEADER + data.length;
  }
  return bytes;
}

/**
 * Takes a message of {@link writePictureMessage} apart.
 *
 * @returns the rectangles in their order; their data are views into `bytes`
 * @throws ProtocolError it is none
 */
export function readPictureMessage(bytes: Uint8Array): ReceivedRect[] {
  const reader = new Reader(bytes, 'picture-message');
  const count = reader.u16('numRects');
  const rects: ReceivedRect[] = [];
  for (let i = 0; i < count; i++) rects.push(readRect(reader));
  reader.end();
  return rects;
}

function readRect(reader: Reader): ReceivedRect {
  const x = reader.u16('x');
  const y = reader.u16('y');
  const width = reader.u16('width');
  const height = reader.u16('height');
  const codedWidth = reader.u16('codedWidth');
  const codedHeight = reader.u16('codedHeight');
  const codec = CODECS[reader.u8('codec')];
  if (codec === undefined) throw reader.error('codec', 'is unknown');
  const bitsPerPixel = DEPTHS[reader.u8('depth')];
  if (bitsPerPixel === undefined) throw reader.error('depth', 'is unknown');
  if (codedWidth < width) throw reader.error('codedWidth', 'is smaller than what is shown of it');
  if (codedHeight < height) throw reader.error('codedHeight', 'is smaller than what is shown of it');
  const data = reader.take(reader.u32('length'), 'data');
  return { x, y, width, height, codedWidth, codedHeight, codec, bitsPerPixel, data };
}
