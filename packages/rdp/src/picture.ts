/** Pixels; `x` and `y` are the top left corner. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * How the pixels of an {@link EncodedRect} are coded.
 *
 * - `raw`: uncompressed, rows bottom up as a bitmap update has them ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.2)
 * - `interleaved`: interleaved run-length encoding, 15, 16 or 24 bits a pixel ([MS-RDPBCGR] 3.1.9)
 * - `planar`: RDP 6.0 planar, 32 bits a pixel ([MS-RDPEGDI] 2.2.2.5.1)
 * - `remotefx`: a whole message of [MS-RDPRFX], 32 bits a pixel; lossy
 * - `nscodec`: a bitmap of [MS-RDPNSC], 32 bits a pixel; lossy
 *
 * The last two go as surface commands ([MS-RDPBCGR] 2.2.9.2.1), to clients that named them; the others as bitmap updates.
 */
export type PictureCodec = BitmapCoding | 'remotefx' | 'nscodec';

/** The codecs of bitmap updates; all without loss. */
export type BitmapCoding = 'raw' | 'interleaved' | 'planar';

/** One rectangle of new pixels, coded, on its way to the other side. */
export interface EncodedRect extends Area {
  readonly codec: PictureCodec;
  readonly bitsPerPixel: 15 | 16 | 24 | 32;
  readonly data: Uint8Array;
}

/** The picture of the pointer, as the server sends it. */
export interface PointerImage {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  /** Rows top down, blue, green, red, alpha (straight); `width * 4` bytes a row. */
  readonly pixels: Uint8Array;
}

/** One rectangle of new pixels as it came from a server. */
export interface ReceivedRect extends Area {
  readonly codec: PictureCodec;
  /** 8 comes with a palette. */
  readonly bitsPerPixel: 8 | 15 | 16 | 24 | 32;
  /** Pixels in a coded row, at least `width`: what is coded beyond the rectangle is not shown. `codedHeight` likewise. */
  readonly codedWidth: number;
  readonly codedHeight: number;
  readonly data: Uint8Array;
}
