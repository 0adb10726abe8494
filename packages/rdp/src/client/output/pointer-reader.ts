import type { Reader } from '@beside/bytes';
import { POINTER_CACHE } from '../client-capabilities.js';
import type { RdpOutputEvent } from '../events.js';
import { type LARGE, NORMAL, type PointerShape, readPointerShape } from './pointer-shape.js';

/** systemPointerType ([MS-RDPBCGR] 2.2.9.1.1.4.3). */
const HIDDEN = 0x00000000;
const DEFAULT = 0x00007f00;

/** messageType of slow-path pointer PDUs ([MS-RDPBCGR] 2.2.9.1.1.4). */
const MessageType = { system: 0x0001, position: 0x0003, color: 0x0006, cached: 0x0007, pointer: 0x0008 } as const;

type PointerEvent = Extract<RdpOutputEvent, { type: 'pointer' | 'pointer-position' }>;

/** Reads pointer updates of one activation, and keeps the pictures that the server refers to by their slots. */
export class PointerReader {
  /** Bounded by the number of slots that was offered. */
  readonly #cache = new Map<number, PointerShape['image']>();

  /** The event of a slow-path pointer PDU. @throws ProtocolError */
  slowPath(reader: Reader, palette: Uint32Array): PointerEvent {
    const type = reader.u16('messageType');
    reader.skip(2, 'pad2Octets');
    switch (type) {
      case MessageType.system:
        return { type: 'pointer', image: systemPointer(reader) };
      case MessageType.position:
        return this.position(reader);
      case MessageType.color:
        return this.color(reader, palette);
      case MessageType.cached:
        return this.cached(reader);
      case MessageType.pointer:
        return this.shape(reader, palette, NORMAL);
      default:
        throw reader.error('messageType', 'is unknown');
    }
  }

  position(reader: Reader): PointerEvent {
    return { type: 'pointer-position', x: reader.u16('xPos'), y: reader.u16('yPos') };
  }

  /** A pointer of 24 bits a pixel. */
  color(reader: Reader, palette: Uint32Array): PointerEvent {
    return this.#keep(reader, 24, palette, NORMAL);
  }

  /** A pointer of any depth, in a normal or a large update. */
  shape(reader: Reader, palette: Uint32Array, limit: typeof NORMAL | typeof LARGE): PointerEvent {
    return this.#keep(reader, reader.u16('xorBpp'), palette, limit);
  }

  /** A slot that was never filled shows the arrow: a pointer is not worth a session. */
  cached(reader: Reader): PointerEvent {
    const image = this.#cache.get(reader.u16('cacheIndex'));
    return { type: 'pointer', image: image === undefined ? 'default' : image };
  }

  #keep(reader: Reader, bitsPerPixel: number, palette: Uint32Array, limit: typeof NORMAL | typeof LARGE): PointerEvent {
    const { cacheIndex, image } = readPointerShape(reader, bitsPerPixel, palette, limit);
    if (cacheIndex >= POINTER_CACHE) throw reader.error('cacheIndex', `is not below ${POINTER_CACHE}`);
    this.#cache.set(cacheIndex, image);
    return { type: 'pointer', image };
  }
}

function systemPointer(reader: Reader): null | 'default' {
  const type = reader.u32('systemPointerType');
  if (type === HIDDEN) return null;
  if (type === DEFAULT) return 'default';
  throw reader.error('systemPointerType', 'is unknown');
}
