import { Reader } from '@beside/bytes';
import { LONG_RUN, MAX_COLOR_LOSS, PLANE_TAIL, planeSizes } from './nscodec.js';

/**
 * Decodes NSCodec ([MS-RDPNSC] 3.1.8). It keeps working memory as large as the largest rectangle.
 */
export class NSCodecDecoder {
  #planes = new Uint8Array(0);

  /**
   * @param width of the rectangle, in pixels; it and `height` were checked against a limit
   * @param out gets 0xffRRGGBB, rows top down, `width` pixels each; alpha is dropped
   * @throws ProtocolError the data does not make this rectangle
   */
  decode(data: Uint8Array, width: number, height: number, out: Uint32Array): void {
    if (out.length < width * height) throw new RangeError('the rectangle does not fit the output');
    const reader = new Reader(data, 'nscodec');
    const lumaLength = reader.u32('LumaPlaneByteCount');
    const orangeLength = reader.u32('OrangeChromaPlaneByteCount');
    const greenLength = reader.u32('GreenChromaPlaneByteCount');
    reader.skip(4, 'AlphaPlaneByteCount');
    const loss = reader.u8('ColorLossLevel');
    if (loss < 1 || loss > MAX_COLOR_LOSS) throw reader.error('ColorLossLevel', 'is not from 1 to 7');
    const subsampled = reader.u8('ChromaSubsamplingLevel') !== 0;
    reader.skip(2, 'Reserved');

    const { lumaWidth, luma, chromaWidth, chroma } = planeSizes(width, height, subsampled);
    if (this.#planes.length < luma + chroma * 2) this.#planes = new Uint8Array(luma + chroma * 2);
    readPlane(reader, 'LumaPlane', lumaLength, this.#planes, 0, luma);
    readPlane(reader, 'OrangeChromaPlane', orangeLength, this.#planes, luma, chroma);
    readPlane(reader, 'GreenChromaPlane', greenLength, this.#planes, luma + chroma, chroma);
    this.#join(width, height, lumaWidth, chromaWidth, luma, chroma, subsampled ? 1 : 0, loss - 1, out);
  }

  /**
   * AYCoCg to RGB, with colour loss and subsampling undone ([MS-RDPNSC] 3.1.8.4, [MS-RDPEGDI] 3.1.9.1).
   *
   * @param half 1: a chroma value stands for two by two pixels
   * @param shift what colour loss took away, less one for the halves in the transformation
   */
  #join(
    width: number,
    height: number,
    lumaWidth: number,
    chromaWidth: number,
    luma: number,
    chroma: number,
    half: number,
    shift: number,
    out: Uint32Array,
  ): void {
    const planes = this.#planes;
    for (let y = 0; y < height; y++) {
      // Rows come bottom up, as in every bitmap of RDP.
      let to = (height - 1 - y) * width;
      const lumaRow = y * lumaWidth;
      const chromaRow = luma + (y >> half) * chromaWidth;
      for (let x = 0; x < width; x++) {
        const at = chromaRow + (x >> half);
        const orange = (planes[at]! << (shift + 24)) >> 24;
        const green = (planes[at + chroma]! << (shift + 24)) >> 24;
        const base = planes[lumaRow + x]! - green;
        let r = base + orange;
        let g = base + 2 * green;
        let b = base - orange;
        if (((r | g | b) & ~0xff) !== 0) {
          if (r < 0) r = 0;
          else if (r > 255) r = 255;
          if (g < 0) g = 0;
          else if (g > 255) g = 255;
          if (b < 0) b = 0;
          else if (b > 255) b = 255;
        }
        out[to++] = 0xff000000 | (r << 16) | (g << 8) | b;
      }
    }
  }
}

/**
 * Reads a plane of `size` bytes, which has runs unless it comes as long as that ([MS-RDPNSC] 3.1.8.2).
 *
 * @param length of the plane as it comes, in bytes
 */
function readPlane(reader: Reader, field: string, length: number, out: Uint8Array, at: number, size: number): void {
  const plane = reader.nested(length, field);
  if (length >= size) {
    out.set(plane.take(size, 'bytes'), at);
    return;
  }
  const { bytes } = plane;
  const end = at + size;
  const runsEnd = end - PLANE_TAIL;
  let from = 0;
  while (at < runsEnd) {
    const value = bytes[from++];
    // A run needs two bytes, so that the last one before the tail is always by itself.
    if (at === runsEnd - 1 || value !== bytes[from]) {
      if (value === undefined) throw plane.error('bytes', 'end early');
      out[at++] = value;
      continue;
    }
    let run = bytes[from + 1];
    from += 2;
    if (value === undefined || run === undefined) throw plane.error('run', 'ends early');
    if (run === LONG_RUN) {
      if (from + 4 > bytes.length) throw plane.error('run', 'ends early');
      run = (bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 24)) >>> 0;
      from += 4;
    } else {
      run += 2;
    }
    if (run > runsEnd - at) throw plane.error('run', 'is longer than the plane');
    out.fill(value, at, at + run);
    at += run;
  }
  if (bytes.length - from < PLANE_TAIL) throw plane.error('bytes', 'end early');
  for (; at < end; at++) out[at] = bytes[from++]!;
}
