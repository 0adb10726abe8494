import { Reader } from '@beside/bytes';
import { remoteFxTiles } from '../../codecs/remotefx/decoder.js';
import { TILE_AREA } from '../../codecs/remotefx/tile.js';
import { UpdateCode } from '../../output/fast-path.js';
import type { ReceivedRect } from '../../picture.js';
import type { RdpOutputEvent } from '../events.js';
import type { Demanded } from '../server-capabilities.js';
import { readBitmapUpdate } from './bitmap-reader.js';
import { Fragments } from './fragments.js';
import { readOrders } from './orders.js';
import { readPalette } from './palette-reader.js';
import { PointerReader } from './pointer-reader.js';
import { LARGE, NORMAL } from './pointer-shape.js';
import { readSurfaceCommand } from './surface-commands.js';

/** updateType of slow-path updates, and of fast-path bitmap and palette updates ([MS-RDPBCGR] 2.2.9.1.1.3.1). */
const UpdateType = { orders: 0x0000, bitmap: 0x0001, palette: 0x0002, synchronize: 0x0003 } as const;
/** compression of updateHeader: a compressionFlags byte follows ([MS-RDPBCGR] 2.2.9.1.2.1). */
const COMPRESSION_USED = 0x2;
/** PACKET_COMPRESSED of compressionFlags ([MS-RDPBCGR] 3.1.8.2.1). */
const PACKET_COMPRESSED = 0x20;

/** How often one PDU may cover the desktop; an honest one does it once at most. */
const MOST_COVERINGS = 4;
/** Side of the tiles in which servers send a desktop, whose edges they may reach over, in pixels. */
const TILE = 64;

/**
 * Reads what a server draws during one activation ([MS-RDPBCGR] 2.2.9): slow-path and fast-path updates come to the same
 * events. Pictures stay coded, and nothing of them is copied unless a server has cut an update into parts.
 */
export class OutputReader {
  readonly #emit: (event: RdpOutputEvent) => void;
  readonly #fragments: Fragments;
  readonly #pointers = new PointerReader();
  readonly #mostPixels: number;
  /** Pixels that the PDU at hand may still have painted. */
  #pixelsLeft = 0;
  /** For pointers of 8 bits a pixel; grey until the server says another one. */
  #palette: Uint32Array = Uint32Array.from({ length: 256 }, (_, level) => (0xff000000 | (level * 0x010101)) >>> 0);

  /**
   * @param desktop its size in pixels, and that of updates, as it was offered
   * @param emit the rectangles' data is valid only during the call
   */
  constructor(desktop: Pick<Demanded, 'width' | 'height' | 'maxUpdateSize'>, emit: (event: RdpOutputEvent) => void) {
    this.#emit = emit;
    this.#fragments = new Fragments(desktop.maxUpdateSize);
    this.#mostPixels = MOST_COVERINGS * (desktop.width + TILE) * (desktop.height + TILE);
  }

  /**
   * Reads the updates of a fast-path output PDU ([MS-RDPBCGR] 2.2.9.1.2).
   *
   * @param pdu behind header, length and security
   * @throws ProtocolError, RdpError
   */
  fastPath(pdu: Reader): void {
    this.#pixelsLeft = this.#mostPixels;
    while (pdu.remaining > 0) {
      const header = pdu.u8('updateHeader');
      if (header >> 6 === COMPRESSION_USED && (pdu.u8('compressionFlags') & PACKET_COMPRESSED) !== 0)
        throw pdu.error('compressionFlags', 'say that the update is compressed, which was not offered');
      const code = header & 0x0f;
      const data = pdu.take(pdu.u16('size'), 'updateData');
      const whole = this.#fragments.add(pdu, code, (header >> 4) & 3, data);
      if (whole !== undefined) this.#update(code, new Reader(whole, 'rdp.update'));
    }
  }

  /** Reads a slow-path graphics update ([MS-RDPBCGR] 2.2.9.1.1.3), the body of PDUTYPE2_UPDATE. @throws ProtocolError, RdpError */
  slowPath(update: Reader): void {
    this.#pixelsLeft = this.#mostPixels;
    const type = update.u16('updateType');
    if (type !== UpdateType.orders) {
      this.#drawn(type, update);
      return;
    }
    update.skip(2, 'pad2OctetsA');
    const count = update.u16('numberOrders');
    update.skip(2, 'pad2OctetsB');
    readOrders(update, count);
  }

  /** Reads a slow-path pointer update ([MS-RDPBCGR] 2.2.9.1.1.4), the body of PDUTYPE2_POINTER. @throws ProtocolError */
  slowPathPointer(update: Reader): void {
    this.#emit(this.#pointers.slowPath(update, this.#palette));
  }

  #update(code: number, data: Reader): void {
    switch (code) {
      case UpdateCode.orders:
        readOrders(data, data.u16('numberOrders'));
        break;
      case UpdateCode.bitmap:
      case UpdateCode.palette:
        this.#drawn(data.u16('updateType'), data);
        break;
      case UpdateCode.synchronize:
        break;
      case UpdateCode.surfaceCommands:
        this.#surfaceCommands(data);
        break;
      case UpdateCode.pointerHidden:
        this.#emit({ type: 'pointer', image: null });
        break;
      case UpdateCode.pointerDefault:
        this.#emit({ type: 'pointer', image: 'default' });
        break;
      case UpdateCode.pointerPosition:
        this.#emit(this.#pointers.position(data));
        break;
      case UpdateCode.colorPointer:
        this.#emit(this.#pointers.color(data, this.#palette));
        break;
      case UpdateCode.cachedPointer:
        this.#emit(this.#pointers.cached(data));
        break;
      case UpdateCode.newPointer:
        this.#emit(this.#pointers.shape(data, this.#palette, NORMAL));
        break;
      case UpdateCode.largePointer:
        this.#emit(this.#pointers.shape(data, this.#palette, LARGE));
        break;
      default:
        throw data.error('updateCode', `is ${code}, which is unknown`);
    }
  }

  #drawn(type: number, data: Reader): void {
    if (type === UpdateType.bitmap) {
      const rects = readBitmapUpdate(data);
      if (rects.length > 0) this.#picture(rects, data);
    } else if (type === UpdateType.palette) {
      this.#palette = readPalette(data);
      this.#emit({ type: 'palette', colors: this.#palette });
    } else if (type !== UpdateType.synchronize) throw data.error('updateType', 'is unknown');
  }

  #surfaceCommands(data: Reader): void {
    while (data.remaining > 0) {
      const command = readSurfaceCommand(data);
      if (command.type === 'bits') this.#picture([command.rect], data);
      else this.#emit(command);
    }
  }

  /** A few bytes can be coded for a whole desktop: whoever paints must not be kept busy for minutes by one PDU. */
  #picture(rects: readonly ReceivedRect[], reader: Reader): void {
    for (const rect of rects) this.#pixelsLeft -= codedPixels(rect);
    if (this.#pixelsLeft < 0) throw reader.error('rectangles', `cover the desktop more than ${MOST_COVERINGS} times in one PDU`);
    this.#emit({ type: 'picture', rects });
  }
}

/** Pixels that a rectangle can have decoded, at most. */
function codedPixels({ codec, codedWidth, codedHeight }: ReceivedRect): number {
  return codec === 'remotefx' ? remoteFxTiles(codedWidth, codedHeight) * TILE_AREA : codedWidth * codedHeight;
}
