/** Longest coded rectangle that fits one fast-path PDU with all the headers around it and a MAC, in bytes (output/fast-path.ts). */
const ONE_PDU = 0x3fff - 36;
/** bitmapLength of TS_BITMAP_DATA has 16 bits ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.2). */
const MAX_RECT = 0xffff;
/** updateType, numberRectangles and TS_BITMAP_DATA without the pixels. */
const HEADERS = 22;

/**
 * Longest coded rectangle a client can take, in bytes. One that does not fit a PDU is sent in fragments, which the client
 * has to put together.
 *
 * @param maxUpdateSize as in `ClientCapabilities`
 */
export function largestRect(maxUpdateSize: number): number {
  return Math.min(MAX_RECT, Math.max(ONE_PDU, maxUpdateSize - HEADERS));
}
