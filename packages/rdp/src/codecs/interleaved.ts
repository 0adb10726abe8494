/** Code identifiers of compression orders in interleaved RLE ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.4), as {@link orderCode} gives them. */
export const Order = {
  backgroundRun: 0x00,
  foregroundRun: 0x01,
  foregroundBackgroundImage: 0x02,
  colorRun: 0x03,
  colorImage: 0x04,
  setForegroundRun: 0x0c,
  setForegroundBackgroundImage: 0x0d,
  ditheredRun: 0x0e,
  megaBackgroundRun: 0xf0,
  megaForegroundRun: 0xf1,
  megaForegroundBackgroundImage: 0xf2,
  megaColorRun: 0xf3,
  megaColorImage: 0xf4,
  megaSetForegroundRun: 0xf6,
  megaSetForegroundBackgroundImage: 0xf7,
  megaDitheredRun: 0xf8,
  specialImage1: 0xf9,
  specialImage2: 0xfa,
  white: 0xfd,
  black: 0xfe,
} as const;

/** The order's code: the upper three bits of a regular order, four of a lite one, all of a mega or special one. */
export function orderCode(header: number): number {
  if (header >= 0xf0) return header;
  return header >= 0xc0 ? header >> 4 : header >> 5;
}

/** Foreground colour at the start of a rectangle: white, all bits of the depth. */
export function whitePixel(bitsPerPixel: 8 | 15 | 16 | 24): number {
  return 2 ** bitsPerPixel - 1;
}
