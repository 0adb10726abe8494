import type { Reader, Writer } from '@beside/bytes';

/** drawingFlags of the Bitmap Capability Set ([MS-RDPBCGR] 2.2.7.1.2). */
export const DrawingFlag = { dynamicColorFidelity: 0x02, colorSubsampling: 0x04, skipAlpha: 0x08 } as const;

/** Bitmap Capability Set ([MS-RDPBCGR] 2.2.7.1.2). */
export interface BitmapCapability {
  readonly type: 'bitmap';
  readonly preferredBitsPerPixel: number;
  /** Pixels. */
  readonly desktopWidth: number;
  readonly desktopHeight: number;
  /** Deactivation and reactivation for a new size are understood. */
  readonly desktopResize: boolean;
  readonly drawingFlags: number;
}

export function encodeBitmap(writer: Writer, set: BitmapCapability): void {
  writer.u16(set.preferredBitsPerPixel);
  writer.u16(1).u16(1).u16(1); // receive 1, 4 and 8 bits per pixel: must be TRUE
  writer
    .u16(set.desktopWidth)
    .u16(set.desktopHeight)
    .u16(0)
    .u16(set.desktopResize ? 1 : 0);
  writer.u16(1).u8(0).u8(set.drawingFlags).u16(1).u16(0); // bitmapCompressionFlag, highColorFlags; multipleRectangleSupport
}

/** @throws ProtocolError */
export function decodeBitmap(reader: Reader): BitmapCapability {
  const preferredBitsPerPixel = reader.u16('preferredBitsPerPixel');
  reader.skip(6, 'receiveBitsPerPixel');
  const desktopWidth = reader.u16('desktopWidth');
  const desktopHeight = reader.u16('desktopHeight');
  reader.skip(2, 'pad2octets');
  const desktopResize = reader.u16('desktopResizeFlag') !== 0;
  reader.skip(2, 'bitmapCompressionFlag');
  reader.skip(1, 'highColorFlags');
  const drawingFlags = reader.u8('drawingFlags');
  return { type: 'bitmap', preferredBitsPerPixel, desktopWidth, desktopHeight, desktopResize, drawingFlags };
}
