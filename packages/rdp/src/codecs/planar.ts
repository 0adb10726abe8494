/** FormatHeader of RDP6_BITMAP_STREAM ([MS-RDPEGDI] 2.2.2.5.1). */
export const PlanarFormat = {
  colorLossLevel: 0x07,
  chromaSubsampling: 0x08,
  rle: 0x10,
  noAlpha: 0x20,
} as const;
