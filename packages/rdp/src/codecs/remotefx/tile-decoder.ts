import type { Reader } from '@beside/bytes';
import { type Components, toPixels } from './color.js';
import { inverseDwt } from './dwt.js';
import { dequantize, dequantizeLowest, type Quantization } from './quantization.js';
import type { EntropyAlgorithm } from './rlgr.js';
import { RlgrDecoder } from './rlgr-decoder.js';
import { LL3_START, TILE_AREA } from './tile.js';

/** Decodes tiles ([MS-RDPRFX] 3.1.8.2, 2.2.2.3.4.1). Its working memory is used again for each. */
export class TileDecoder {
  readonly #components: Components = {
    y: new Int16Array(TILE_AREA),
    cb: new Int16Array(TILE_AREA),
    cr: new Int16Array(TILE_AREA),
  };
  readonly #scratch = new Int16Array(TILE_AREA);
  readonly #rlgr = new RlgrDecoder();

  /**
   * Decodes a tile, for {@link draw} to show.
   *
   * @param tile TS_RFX_TILE from YLen on
   * @param y factors of this component; `cb` and `cr` likewise
   * @throws ProtocolError
   */
  decode(tile: Reader, entropy: EntropyAlgorithm, y: Quantization, cb: Quantization, cr: Quantization): void {
    const yLength = tile.u16('YLen');
    const cbLength = tile.u16('CbLen');
    const crLength = tile.u16('CrLen');
    this.#component(entropy, tile.take(yLength, 'YData'), this.#components.y, y, `${tile.path}.YData`);
    this.#component(entropy, tile.take(cbLength, 'CbData'), this.#components.cb, cb, `${tile.path}.CbData`);
    this.#component(entropy, tile.take(crLength, 'CrData'), this.#components.cr, cr, `${tile.path}.CrData`);
  }

  /**
   * Draws a part of the tile that was decoded last.
   *
   * @param left of the part, in pixels of the tile; `top`, `right` and `bottom` likewise, the last two exclusive
   * @param at where the part's first pixel goes in `out`
   * @param stride pixels from one row of `out` to the next
   */
  draw(left: number, top: number, right: number, bottom: number, out: Uint32Array, at: number, stride: number): void {
    toPixels(this.#components, left, top, right, bottom, out, at, stride);
  }

  #component(entropy: EntropyAlgorithm, data: Uint8Array, component: Int16Array, factors: Quantization, path: string): void {
    const values = this.#rlgr.decode(entropy, data, component, path);
    const lowest = component[LL3_START]!;
    if (values === 0 || (values === 1 && lowest !== 0)) {
      // Chroma is the same everywhere in most tiles of a desktop, and then nothing needs to be transformed.
      component.fill(dequantizeLowest(lowest, factors));
      return;
    }
    // LL3 comes as differences ([MS-RDPRFX] 3.1.8.1.6).
    for (let i = LL3_START + 1; i < TILE_AREA; i++) component[i] = component[i]! + component[i - 1]!;
    dequantize(component, factors);
    inverseDwt(component, this.#scratch);
  }
}
