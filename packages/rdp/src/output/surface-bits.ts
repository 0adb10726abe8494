import type { Writer } from '@beside/bytes';
import type { EncodedRect } from '../picture.js';
import { type FastPathWriter, UpdateCode } from './fast-path.js';

/** CMDTYPE_SET_SURFACE_BITS */
const SET_SURFACE_BITS = 0x0001;

/**
 * Writes a rectangle as a Set Surface Bits Command ([MS-RDPBCGR] 2.2.9.2.1), in a surface commands update of its own, in fragments
 * if it must be. The client has to have said that it puts that much together again (2.2.7.2.6).
 *
 * @param codecId as the client named the codec
 * @param scratch for the command up to the coded pixels
 */
export function writeSurfaceBits(to: FastPathWriter, rect: EncodedRect, codecId: number, scratch: Writer): void {
  const { x, y, width, height, bitsPerPixel, data } = rect;
  // Right and bottom are exclusive here, unlike those of bitmaps. No flags, and so no extended header (2.2.9.2.1.1).
  const head = scratch
    .reset()
    .u16(SET_SURFACE_BITS)
    .u16(x)
    .u16(y)
    .u16(x + width)
    .u16(y + height)
    .u8(bitsPerPixel)
    .u8(0)
    .u8(0)
    .u8(codecId)
    .u16(width)
    .u16(height)
    .u32(data.length);
  to.long(UpdateCode.surfaceCommands, head.view(), data);
}
