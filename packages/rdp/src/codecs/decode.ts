import { ProtocolError } from '@beside/bytes';
import type { BitmapCoding } from '../picture.js';
import { decodeInterleaved } from './interleaved-decoder.js';
import { type BitmapDepth, unpackPixels } from './pixel-format.js';
import { PlanarDecoder } from './planar-decoder.js';
import { decodeRaw } from './raw.js';

/** Decodes the rectangles of bitmap updates, whichever codec each one has. */
export class BitmapDecoder {
  readonly #planar = new PlanarDecoder();

  /**
   * @param width pixels in a coded row (`codedWidth` of the rectangle's own); it and `height` were checked against a limit
   * @param out gets 0xffRRGGBB, rows top down, `width` pixels each
   * @param palette 256 pixels, for 8 bits a pixel
   * @throws ProtocolError the data does not make this rectangle
   */
  decode(
    codec: BitmapCoding,
    data: Uint8Array,
    bitsPerPixel: BitmapDepth,
    width: number,
    height: number,
    out: Uint32Array,
    palette?: Uint32Array,
  ): void {
    if (codec === 'planar') {
      if (bitsPerPixel !== 32) throw new ProtocolError('bitmap.bitsPerPixel', 'planar has 32 bits a pixel');
      this.#planar.decode(data, width, height, out);
      return;
    }
    if (codec === 'interleaved') {
      if (bitsPerPixel === 32) throw new ProtocolError('bitmap.bitsPerPixel', 'interleaved has fewer than 32 bits a pixel');
      decodeInterleaved(data, bitsPerPixel, width, height, out);
    } else decodeRaw(data, bitsPerPixel, width, height, out);
    if (bitsPerPixel !== 32) unpackPixels(out, width * height, bitsPerPixel, palette);
  }
}
