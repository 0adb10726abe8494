/** lumaPlaneByteCount to reserved: what is before the planes of NSCODEC_BITMAP_STREAM ([MS-RDPNSC] 2.2.2). */
export const NSCODEC_HEADER = 20;
/** Bytes at the end of a plane that are never part of a run ([MS-RDPNSC] 3.1.8.2). */
export const PLANE_TAIL = 4;
/** What stands behind the two bytes of a long run, instead of a length. */
export const LONG_RUN = 0xff;
/** Highest ColorLossLevel; the lowest is 1 ([MS-RDPNSC] 2.2.2). */
export const MAX_COLOR_LOSS = 7;

/** Sizes of the planes of a rectangle ([MS-RDPNSC] 3.1.8.1.2): subsampled, luma is widened so that chroma is half of it. */
export interface PlaneSizes {
  readonly lumaWidth: number;
  /** Rows of luma are as many as the rectangle has. */
  readonly luma: number;
  readonly chromaWidth: number;
  readonly chroma: number;
}

/** @param width of the rectangle, in pixels; `height` likewise */
export function planeSizes(width: number, height: number, subsampled: boolean): PlaneSizes {
  if (!subsampled) return { lumaWidth: width, luma: width * height, chromaWidth: width, chroma: width * height };
  const lumaWidth = (width + 7) & ~7;
  const chromaWidth = lumaWidth >> 1;
  return { lumaWidth, luma: lumaWidth * height, chromaWidth, chroma: chromaWidth * ((height + 1) >> 1) };
}
