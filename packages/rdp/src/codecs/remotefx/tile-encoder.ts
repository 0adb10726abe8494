import { put16, put32 } from '../put.js';
import { BlockType } from './blocks.js';
import { type Components, Flat, toYCbCr } from './color.js';
import { forwardDwt } from './dwt.js';
import { QUALITIES, type Quantization, quantize, quantizeLowest, type RemoteFxQuality } from './quantization.js';
import type { EntropyAlgorithm } from './rlgr.js';
import { RlgrEncoder } from './rlgr-encoder.js';
import { LL3_START, TILE_AREA } from './tile.js';

/** TS_RFX_TILE without its data: header, quantIdx of each component, xIdx, yIdx, and the length of each component. */
const TILE_HEADER = 19;
/**
 * Most bytes of an encoded component. A Golomb-Rice code is long only where kr is small, and kr gets there by many short ones:
 * with the largest coefficients that pixels can give, the mean of the worst sequence stays below 50 bits for each of 4096.
 */
const MAX_COMPONENT = 0x6400;

/** Most bytes of an encoded tile. */
export const MAX_TILE = TILE_HEADER + 3 * MAX_COMPONENT;

/** Which of the tileset's quantisations each component of a tile has. */
const QuantizationIndex = { luma: 0, chroma: 1 } as const;

/** Encodes tiles ([MS-RDPRFX] 3.1.8.1, 2.2.2.3.4.1). Its working memory is used again for each. */
export class TileEncoder {
  readonly #components: Components = {
    y: new Int16Array(TILE_AREA),
    cb: new Int16Array(TILE_AREA),
    cr: new Int16Array(TILE_AREA),
  };
  readonly #scratch = new Int16Array(TILE_AREA);
  readonly #rlgr: RlgrEncoder;

  constructor(entropy: EntropyAlgorithm) {
    this.#rlgr = new RlgrEncoder(entropy);
  }

  /**
   * Writes a tile as TS_RFX_TILE.
   *
   * @param pixels the picture, 0xXXRRGGBB
   * @param first index of the tile's top left pixel
   * @param stride pixels from one row to the next
   * @param width of what the tile shows, 1 to 64 pixels; `height` likewise
   * @param column of the tile, counted in tiles; `row` likewise
   * @param out has {@link MAX_TILE} bytes of room from `at` on
   * @returns the offset after the last byte
   */
  encode(
    pixels: Uint32Array,
    first: number,
    stride: number,
    width: number,
    height: number,
    column: number,
    row: number,
    quality: RemoteFxQuality,
    out: Uint8Array,
    at: number,
  ): number {
    const { y, cb, cr } = this.#components;
    const { luma, chroma } = QUALITIES[quality];
    const flat = toYCbCr(pixels, first, stride, width, height, this.#components);
    const yStart = at + TILE_HEADER;
    const cbStart = this.#component(y, (flat & Flat.y) !== 0, luma, out, yStart);
    const crStart = this.#component(cb, (flat & Flat.cb) !== 0, chroma, out, cbStart);
    const end = this.#component(cr, (flat & Flat.cr) !== 0, chroma, out, crStart);

    at = put16(BlockType.tile, out, at);
    at = put32(end - yStart + TILE_HEADER, out, at);
    out[at++] = QuantizationIndex.luma;
    out[at++] = QuantizationIndex.chroma;
    out[at++] = QuantizationIndex.chroma;
    at = put16(column, out, at);
    at = put16(row, out, at);
    at = put16(cbStart - yStart, out, at);
    at = put16(crStart - cbStart, out, at);
    put16(end - crStart, out, at);
    return end;
  }

  /** @param flat all samples are the same, so that only the first coefficient of LL3 can be other than 0 */
  #component(component: Int16Array, flat: boolean, factors: Quantization, out: Uint8Array, at: number): number {
    if (flat) {
      const sample = component[0]!;
      component.fill(0);
      component[LL3_START] = quantizeLowest(sample, factors);
    } else {
      forwardDwt(component, this.#scratch);
      quantize(component, factors);
      // LL3 is sent as differences ([MS-RDPRFX] 3.1.8.1.6).
      for (let i = TILE_AREA - 1; i > LL3_START; i--) component[i] = component[i]! - component[i - 1]!;
    }
    return this.#rlgr.encode(component, out, at);
  }
}
