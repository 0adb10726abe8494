/**
 * Pixels in a row of coded data. Bitmap updates code rows of a multiple of four pixels ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.2); what
 * is coded beyond the rectangle's own width is not shown.
 *
 * @param width of the rectangle, in pixels
 */
export function codedWidth(width: number): number {
  return (width + 3) & ~3;
}
