import { ProtocolError, Reader } from '@beside/bytes';
import type { Area } from '../../picture.js';
import type { Surface } from '../surface.js';
import {
  BlockType,
  CODEC_ID,
  EntropyBits,
  MAGIC,
  NO_CHANNEL,
  Property,
  REGION_TYPE,
  readBlock,
  readChannel,
  TILESET_SUBTYPE,
  VERSION,
} from './blocks.js';
import { QUANTIZATION_LENGTH, type Quantization, readQuantization } from './quantization.js';
import type { EntropyAlgorithm } from './rlgr.js';
import { TILE_AREA, TILE_SIDE } from './tile.js';
import { TileDecoder } from './tile-decoder.js';

const PATH = 'remotefx';
/** Rectangles should not overlap. How often they may cover the surface is limited, so that a message is not drawn for ever. */
const MAX_COVERINGS = 4;

/**
 * Decodes RemoteFX messages ([MS-RDPRFX] 2.2.2), which are what surface commands carry. One decoder belongs to one stream of
 * them: in video mode, headers come only once.
 */
export class RemoteFxDecoder {
  readonly #tiles = new TileDecoder();
  #entropy: EntropyAlgorithm | undefined;
  /** Frame of channel 0, in pixels. */
  #channel = { width: 0, height: 0 };
  /** The block that a frame goes on with. */
  #next: number = BlockType.frameBegin;
  /** Rectangles of the last region, counted from where the surface command puts the message. */
  #region: readonly Area[] = [];

  /**
   * Decodes one message onto a surface. What lies beyond it is left out.
   *
   * Time is bounded by the size and not by the message: one with more tiles than that has is refused.
   *
   * @param left where the surface command puts the message, in pixels of the surface; `top` likewise
   * @param size what the surface command says of the message, in pixels; the surface's own by default
   * @returns the areas that were drawn
   * @throws ProtocolError some of the message may have been drawn
   */
  decode(
    data: Uint8Array,
    surface: Surface,
    left: number,
    top: number,
    size: { readonly width: number; readonly height: number } = surface,
  ): readonly Area[] {
    const tiles = remoteFxTiles(size.width, size.height);
    if (surface.pixels.length < surface.width * surface.height) throw new RangeError('the surface has fewer pixels than it says');
    const reader = new Reader(data, PATH);
    const drawing: Drawing = {
      surface,
      left,
      top,
      tilesLeft: tiles,
      pixelsLeft: MAX_COVERINGS * Math.min(tiles * TILE_AREA, surface.width * surface.height),
      areas: [],
    };
    while (reader.remaining > 0) {
      const { type, body } = readBlock(reader);
      switch (type) {
        case BlockType.sync:
          if (body.u32('magic') !== MAGIC) throw body.error('magic', 'is not 0xCACCACCA');
          if (body.u16('version') !== VERSION) throw body.error('version', 'is not 1.0');
          // The first message of an encoded stream ([MS-RDPRFX] 2.2.2.2.1): a frame that was begun before is none of it.
          this.#next = BlockType.frameBegin;
          break;
        case BlockType.codecVersions:
          readCodecVersions(body);
          break;
        case BlockType.channels:
          this.#readChannels(body);
          break;
        case BlockType.context:
          this.#readContext(body);
          break;
        default:
          this.#readFrame(type, body, drawing);
      }
    }
    return drawing.areas;
  }

  /** TS_RFX_CHANNELS ([MS-RDPRFX] 2.2.2.2.3). Windows can list more channels than the one there is; the first counts. */
  #readChannels(body: Reader): void {
    if (body.u8('numChannels') === 0) throw body.error('numChannels', 'is 0');
    if (body.u8('channelId') !== 0) throw body.error('channelId', 'is not 0');
    this.#channel = { width: body.u16('width'), height: body.u16('height') };
  }

  /** TS_RFX_CONTEXT ([MS-RDPRFX] 2.2.2.2.4). */
  #readContext(body: Reader): void {
    readChannel(body, NO_CHANNEL);
    body.skip(1, 'ctxId');
    if (body.u16('tileSize') !== TILE_SIDE) throw body.error('tileSize', 'is not 64');
    const properties = body.u16('properties');
    if ((properties & Property.fixedMask) !== Property.fixed) throw body.error('properties', 'has an unknown transformation');
    const entropy = (properties >> Property.entropyShift) & Property.entropyMask;
    if (entropy === EntropyBits.rlgr1) this.#entropy = 'rlgr1';
    else if (entropy === EntropyBits.rlgr3) this.#entropy = 'rlgr3';
    else throw body.error('properties', 'has an unknown entropy algorithm');
  }

  /** A block of a frame: begin, region, tileset and end, in this order ([MS-RDPRFX] 2.2.2.3). */
  #readFrame(type: number, body: Reader, drawing: Drawing): void {
    if (type !== this.#next) throw new ProtocolError(`${PATH}.blockType`, 'is not the block that is due');
    readChannel(body, 0);
    switch (type) {
      case BlockType.frameBegin:
        this.#next = BlockType.region;
        break;
      case BlockType.region:
        this.#readRegion(body);
        this.#next = BlockType.extension;
        break;
      case BlockType.extension:
        this.#readTileset(body, drawing);
        this.#next = BlockType.frameEnd;
        break;
      default:
        this.#next = BlockType.frameBegin;
    }
  }

  /** TS_RFX_REGION ([MS-RDPRFX] 2.2.2.3.3). */
  #readRegion(body: Reader): void {
    body.skip(1, 'regionFlags');
    const count = body.u16('numRects');
    const region: Area[] = [];
    for (let i = 0; i < count; i++) {
      region.push({ x: body.u16('x'), y: body.u16('y'), width: body.u16('width'), height: body.u16('height') });
    }
    this.#region = count === 0 ? [{ x: 0, y: 0, ...this.#channel }] : region;
    if (body.u16('regionType') !== REGION_TYPE) throw body.error('regionType', 'is not CBT_REGION');
    if (body.u16('numTilesets') !== 1) throw body.error('numTilesets', 'is not 1');
  }

  /** TS_RFX_TILESET ([MS-RDPRFX] 2.2.2.3.4). */
  #readTileset(body: Reader, drawing: Drawing): void {
    const entropy = this.#entropy;
    if (entropy === undefined) throw new ProtocolError(`${PATH}.context`, 'is missing');
    if (body.u16('subtype') !== TILESET_SUBTYPE) throw body.error('subtype', 'is not CBT_TILESET');
    body.skip(4, 'properties');
    const quantizations = body.u8('numQuant');
    body.skip(1, 'tileSize');
    const count = body.u16('numTiles');
    // Windows Server 2012 sends tilesets without tiles, and without the rest.
    if (count === 0) return;
    if (count > drawing.tilesLeft) throw body.error('numTiles', 'are more than the picture has');
    drawing.tilesLeft -= count;
    body.skip(4, 'tilesDataSize');
    const factors: Quantization[] = [];
    for (let i = 0; i < quantizations; i++) {
      const quantization = readQuantization(body.take(QUANTIZATION_LENGTH, 'quantVals'));
      if (quantization === undefined) throw body.error('quantVals', 'has a factor below 6');
      factors.push(quantization);
    }
    const rects = clip(this.#region, drawing);
    for (let i = 0; i < count; i++) {
      const { type, body: tile } = readBlock(body);
      if (type !== BlockType.tile) throw body.error('blockType', 'is not CBT_TILE');
      this.#readTile(tile, entropy, factors, rects, drawing);
    }
    for (const rect of rects) drawing.areas.push(rect);
  }

  /** TS_RFX_TILE ([MS-RDPRFX] 2.2.2.3.4.1). */
  #readTile(
    tile: Reader,
    entropy: EntropyAlgorithm,
    quantizations: readonly Quantization[],
    rects: readonly Area[],
    drawing: Drawing,
  ): void {
    const y = quantizations[tile.u8('quantIdxY')];
    const cb = quantizations[tile.u8('quantIdxCb')];
    const cr = quantizations[tile.u8('quantIdxCr')];
    if (y === undefined || cb === undefined || cr === undefined) throw tile.error('quantIdx', 'is beyond numQuant');
    const left = drawing.left + tile.u16('xIdx') * TILE_SIDE;
    const top = drawing.top + tile.u16('yIdx') * TILE_SIDE;
    this.#tiles.decode(tile, entropy, y, cb, cr);

    const { pixels, width: stride } = drawing.surface;
    for (const rect of rects) {
      const x = Math.max(rect.x - left, 0);
      const right = Math.min(rect.x + rect.width - left, TILE_SIDE);
      const rectTop = Math.max(rect.y - top, 0);
      const bottom = Math.min(rect.y + rect.height - top, TILE_SIDE);
      if (x < right && rectTop < bottom) {
        this.#tiles.draw(x, rectTop, right, bottom, pixels, (top + rectTop) * stride + left + x, stride);
      }
    }
  }
}

/** One message on its way onto the surface. */
interface Drawing {
  readonly surface: Surface;
  readonly left: number;
  readonly top: number;
  /** Tiles and pixels that the message may still have. */
  tilesLeft: number;
  pixelsLeft: number;
  readonly areas: Area[];
}

/** Most tiles that a message of this size, in pixels, can touch: its corner need not be a tile's. */
export function remoteFxTiles(width: number, height: number): number {
  return (Math.ceil(width / TILE_SIDE) + 1) * (Math.ceil(height / TILE_SIDE) + 1);
}

/** The parts of the rectangles that lie on the surface, in its pixels. */
function clip(region: readonly Area[], drawing: Drawing): Area[] {
  const rects: Area[] = [];
  for (const rect of region) {
    const x = drawing.left + rect.x;
    const y = drawing.top + rect.y;
    const width = Math.min(rect.width, drawing.surface.width - x);
    const height = Math.min(rect.height, drawing.surface.height - y);
    if (width <= 0 || height <= 0) continue;
    drawing.pixelsLeft -= width * height;
    if (drawing.pixelsLeft < 0) throw new ProtocolError(`${PATH}.region.rects`, 'cover the picture again and again');
    rects.push({ x, y, width, height });
  }
  return rects;
}

/** TS_RFX_CODEC_VERSIONS ([MS-RDPRFX] 2.2.2.2.2). */
function readCodecVersions(body: Reader): void {
  if (body.u8('numCodecs') !== 1) throw body.error('numCodecs', 'is not 1');
  if (body.u8('codecId') !== CODEC_ID) throw body.error('codecId', 'is not 1');
  if (body.u16('version') !== VERSION) throw body.error('version', 'is not 1.0');
}
