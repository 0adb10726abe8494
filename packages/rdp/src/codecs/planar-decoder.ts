import { ProtocolError, Reader } from '@beside/bytes';
import { PlanarFormat } from './planar.js';

/**
 * Decodes RDP 6.0 planar ([MS-RDPEGDI] 2.2.2.5.1, 3.1.9), with everything a server may send: run-length encoded or bare
 * planes, alpha (dropped), colour loss and chroma subsampling. It keeps working memory as large as the largest rectangle.
 */
export class PlanarDecoder {
  #planes = new Uint8Array(0);

  /**
   * @param width pixels in a coded row; it and `height` were checked against a limit
   * @param out gets 0xffRRGGBB, rows top down, `width` pixels each
   * @throws ProtocolError the data does not make this rectangle
   */
  decode(data: Uint8Array, width: number, height: number, out: Uint32Array): void {
    const reader = new Reader(data, 'bitmap.planar');
    const header = reader.u8('formatHeader');
    const lossLevel = header & PlanarFormat.colorLossLevel;
    const subsampled = (header & PlanarFormat.chromaSubsampling) !== 0;
    if (subsampled && lossLevel === 0) throw reader.error('formatHeader', 'chroma subsampling without luma and chroma planes');

    const size = width * height;
    if (out.length < size) throw new RangeError('the rectangle does not fit the output');
    if (this.#planes.length < size * 3) this.#planes = new Uint8Array(size * 3);
    const read = (header & PlanarFormat.rle) !== 0 ? readRlePlane : readBarePlane;
    const alpha = (header & PlanarFormat.noAlpha) === 0;
    if (alpha) read(reader, 'alphaPlane', width, height, this.#planes, 0);
    const chromaWidth = subsampled ? (width + 1) >> 1 : width;
    const chromaHeight = subsampled ? (height + 1) >> 1 : height;
    read(reader, 'lumaOrRedPlane', width, height, this.#planes, 0);
    read(reader, 'orangeChromaOrGreenPlane', chromaWidth, chromaHeight, this.#planes, size);
    read(reader, 'greenChromaOrBluePlane', chromaWidth, chromaHeight, this.#planes, size * 2);

    if (lossLevel === 0) this.#joinColors(width, height, out);
    else this.#joinLumaChroma(width, height, chromaWidth, subsampled ? 1 : 0, lossLevel - 1, !alpha, out);
  }

  #joinColors(width: number, height: number, out: Uint32Array): void {
    const planes = this.#planes;
    const size = width * height;
    for (let y = 0, from = 0; y < height; y++) {
      const row = (height - 1 - y) * width;
      for (let x = 0; x < width; x++, from++) {
        out[row + x] = 0xff000000 | (planes[from]! << 16) | (planes[from + size]! << 8) | planes[from + size * 2]!;
      }
    }
  }

  /**
   * The inverse colour transformation ([MS-RDPEGDI] 3.1.9.1.2), with colour loss (3.1.9.1.4) and subsampling (3.1.9.1.3)
   * undone.
   *
   * @param half 1: a chroma value stands for two by two pixels
   * @param shift what colour loss took away, less one for the halves in the transformation
   * @param exchanged red and blue are exchanged: the document demands it of decoders because Microsoft's servers convert
   *   pictures without alpha wrongly
   */
  #joinLumaChroma(
    width: number,
    height: number,
    chromaWidth: number,
    half: number,
    shift: number,
    exchanged: boolean,
    out: Uint32Array,
  ): void {
    const planes = this.#planes;
    const size = width * height;
    // Orange chroma is red less blue, so that a change of its sign exchanges them.
    const sign = exchanged ? -1 : 1;
    for (let y = 0, from = 0; y < height; y++) {
      const row = (height - 1 - y) * width;
      const chromaRow = size + (y >> half) * chromaWidth;
      for (let x = 0; x < width; x++, from++) {
        const chroma = chromaRow + (x >> half);
        const luma = planes[from]!;
        const orange = (((planes[chroma]! << shift) << 24) >> 24) * sign;
        const green = ((planes[chroma + size]! << shift) << 24) >> 24;
        out[row + x] =
          0xff000000 | (clamp(luma + orange - green) << 16) | (clamp(luma + green) << 8) | clamp(luma - orange - green);
      }
    }
  }
}

function clamp(value: number): number {
  return Math.max(0, Math.min(value, 255));
}

function readBarePlane(reader: Reader, field: string, width: number, height: number, out: Uint8Array, at: number): void {
  out.set(reader.take(width * height, field), at);
}

/** RDP6_RLE_SEGMENTS ([MS-RDPEGDI] 2.2.2.5.1.1): each line in segments of its own, from the second on what changed. */
function readRlePlane(reader: Reader, field: string, width: number, height: number, out: Uint8Array, at: number): void {
  for (let y = 0; y < height; y++) {
    const start = at + y * width;
    const before = start - width;
    let value = 0;
    for (let x = 0; x < width; ) {
      const control = reader.u8(field);
      let run = control & 0x0f;
      let raw = control >> 4;
      if (run === 1 || run === 2) {
        run = run * 16 + raw;
        raw = 0;
      }
      if (raw + run === 0) throw new ProtocolError(`${reader.path}.${field}`, 'empty segment');
      if (x + raw + run > width) throw new ProtocolError(`${reader.path}.${field}`, 'segment longer than its line');
      for (; raw > 0; raw--, x++) {
        const code = reader.u8(field);
        value = y === 0 ? code : (code >> 1) ^ -(code & 1);
        out[start + x] = y === 0 ? value : out[before + x]! + value;
      }
      for (; run > 0; run--, x++) out[start + x] = y === 0 ? value : out[before + x]! + value;
    }
  }
}
