import { put16, put32 } from '../put.js';
import {
  BLOCK_HEADER,
  BlockType,
  CHANNEL_BLOCK_HEADER,
  CODEC_ID,
  EntropyBits,
  MAGIC,
  NO_CHANNEL,
  type OperationalMode,
  Property,
  REGION_TYPE,
  TILESET_SUBTYPE,
  VERSION,
} from './blocks.js';
import { QUALITIES, type RemoteFxQuality, writeQuantization } from './quantization.js';
import type { EntropyAlgorithm } from './rlgr.js';
import { TILE_SIDE } from './tile.js';
import { MAX_TILE, TileEncoder } from './tile-encoder.js';

/** Most bytes of everything that comes before the first tile. */
const MAX_HEADERS = 256;
/** Rectangles and numbers of tiles have 16 bits. */
const MAX_16 = 0xffff;

export interface RemoteFxEncoderOptions {
  /** The desktop, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly entropy: EntropyAlgorithm;
  readonly mode: OperationalMode;
}

/**
 * Encodes rectangles by RemoteFX ([MS-RDPRFX]), each as a message of its own for a surface command: headers, and one frame
 * with one region and one tileset, whose tiles are counted from the rectangle's top left corner.
 *
 * In image mode every message has the headers and can be decoded by itself; in video mode only the first has them, so that a
 * client must get all of them, in order.
 */
export class RemoteFxEncoder {
  readonly #options: RemoteFxEncoderOptions;
  readonly #tiles: TileEncoder;
  readonly #properties: number;
  #out = new Uint8Array(MAX_HEADERS + MAX_TILE);
  #headersSent = false;
  #frame = 0;

  constructor(options: RemoteFxEncoderOptions) {
    this.#options = options;
    this.#tiles = new TileEncoder(options.entropy);
    this.#properties =
      Property.fixed |
      (options.mode === 'image' ? Property.imageMode : 0) |
      (EntropyBits[options.entropy] << Property.entropyShift);
  }

  /**
   * @param pixels the picture, 0xXXRRGGBB
   * @param first index of the rectangle's top left pixel
   * @param stride pixels from one row to the next
   * @returns the message, as a view that is valid until the next call
   * @throws RangeError the rectangle has no pixels, or more than a message can say
   */
  encode(
    pixels: Uint32Array,
    first: number,
    stride: number,
    width: number,
    height: number,
    quality: RemoteFxQuality,
  ): Uint8Array {
    const columns = Math.ceil(width / TILE_SIDE);
    const rows = Math.ceil(height / TILE_SIDE);
    if (width < 1 || height < 1 || Math.max(width, height, columns * rows) > MAX_16) {
      throw new RangeError(`a RemoteFX message cannot hold ${width} x ${height} pixels`);
    }
    let at = 0;
    if (this.#options.mode === 'image' || !this.#headersSent) at = this.#writeHeaders(at);
    this.#headersSent = true;
    at = this.#writeFrameBegin(at);
    at = this.#writeRegion(width, height, at);
    const tileset = at;
    const firstTile = this.#writeTileset(columns * rows, quality, at);
    at = firstTile;
    for (let row = 0; row < rows; row++) {
      const y = row * TILE_SIDE;
      for (let column = 0; column < columns; column++) {
        const x = column * TILE_SIDE;
        this.#makeRoom(at);
        at = this.#tiles.encode(
          pixels,
          first + y * stride + x,
          stride,
          Math.min(TILE_SIDE, width - x),
          Math.min(TILE_SIDE, height - y),
          column,
          row,
          quality,
          this.#out,
          at,
        );
      }
    }
    put32(at - tileset, this.#out, tileset + 2);
    put32(at - firstTile, this.#out, tileset + 18);
    at = this.#writeChannelBlock(BlockType.frameEnd, CHANNEL_BLOCK_HEADER, 0, at);
    return this.#out.subarray(0, at);
  }

  /** Room for one more tile and what ends the frame. */
  #makeRoom(at: number): void {
    if (this.#out.length - at >= MAX_TILE + CHANNEL_BLOCK_HEADER) return;
    const larger = new Uint8Array(this.#out.length * 2);
    larger.set(this.#out.subarray(0, at));
    this.#out = larger;
  }

  /** TS_RFX_SYNC, CONTEXT, CODEC_VERSIONS and CHANNELS ([MS-RDPRFX] 2.2.2.2), in the order of the example in 4.2.2. */
  #writeHeaders(at: number): number {
    const out = this.#out;
    at = this.#writeBlock(BlockType.sync, BLOCK_HEADER + 6, at);
    at = put32(MAGIC, out, at);
    at = put16(VERSION, out, at);
    at = this.#writeChannelBlock(BlockType.context, CHANNEL_BLOCK_HEADER + 5, NO_CHANNEL, at);
    out[at++] = 0;
    at = put16(TILE_SIDE, out, at);
    at = put16(this.#properties, out, at);
    at = this.#writeBlock(BlockType.codecVersions, BLOCK_HEADER + 4, at);
    out[at++] = 1;
    out[at++] = CODEC_ID;
    at = put16(VERSION, out, at);
    at = this.#writeBlock(BlockType.channels, BLOCK_HEADER + 6, at);
    out[at++] = 1;
    out[at++] = 0;
    at = put16(this.#options.width, out, at);
    return put16(this.#options.height, out, at);
  }

  /** TS_RFX_FRAME_BEGIN ([MS-RDPRFX] 2.2.2.3.1). */
  #writeFrameBegin(at: number): number {
    at = this.#writeChannelBlock(BlockType.frameBegin, CHANNEL_BLOCK_HEADER + 6, 0, at);
    at = put32(this.#frame++, this.#out, at);
    return put16(1, this.#out, at);
  }

  /** TS_RFX_REGION with the whole rectangle ([MS-RDPRFX] 2.2.2.3.3). */
  #writeRegion(width: number, height: number, at: number): number {
    const out = this.#out;
    at = this.#writeChannelBlock(BlockType.region, CHANNEL_BLOCK_HEADER + 15, 0, at);
    out[at++] = 1;
    at = put16(1, out, at);
    at = put32(0, out, at);
    at = put16(width, out, at);
    at = put16(height, out, at);
    at = put16(REGION_TYPE, out, at);
    return put16(1, out, at);
  }

  /** TS_RFX_TILESET up to its tiles ([MS-RDPRFX] 2.2.2.3.4); blockLen and tilesDataSize are not known yet. */
  #writeTileset(tiles: number, quality: RemoteFxQuality, at: number): number {
    const out = this.#out;
    at = this.#writeChannelBlock(BlockType.extension, 0, 0, at);
    at = put16(TILESET_SUBTYPE, out, at);
    at = put16(0, out, at);
    at = put16((this.#properties << 1) | 1, out, at);
    out[at++] = 2;
    out[at++] = TILE_SIDE;
    at = put16(tiles, out, at);
    at = put32(0, out, at);
    at = writeQuantization(QUALITIES[quality].luma, out, at);
    at = writeQuantization(QUALITIES[quality].chroma, out, at);
    return at;
  }

  #writeChannelBlock(type: number, length: number, channelId: number, at: number): number {
    at = this.#writeBlock(type, length, at);
    this.#out[at++] = CODEC_ID;
    this.#out[at++] = channelId;
    return at;
  }

  #writeBlock(type: number, length: number, at: number): number {
    return put32(length, this.#out, put16(type, this.#out, at));
  }
}
