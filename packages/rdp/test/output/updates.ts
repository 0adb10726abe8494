import { Reader } from '@beside/bytes';
import type { ClientCapabilities } from '../../src/index.js';

/** A client that can do everything; tests take away. */
export const CLIENT: ClientCapabilities = {
  bitsPerPixel: 32,
  width: 800,
  height: 600,
  fastPathOutput: true,
  desktopResize: true,
  maxUpdateSize: 0x3fffff,
  surfaceCommands: { setSurfaceBits: true, streamSurfaceBits: true, frameMarker: true },
  framesInFlight: 2,
  remotefx: undefined,
  nscodec: undefined,
  pointer: { cacheSize: 3, newPointers: true, maxSize: 384 },
  planar: true,
};

export interface Update {
  readonly code: number;
  readonly data: Uint8Array;
}

/** Reads fast-path PDUs as a client does, and puts fragments together. */
export function readUpdates(pdus: readonly Uint8Array[]): Update[] {
  const updates: Update[] = [];
  let parts: Uint8Array[] = [];
  for (const pdu of pdus) {
    const reader = new Reader(pdu, 'fastPath');
    if (reader.u8('fpOutputHeader') !== 0) throw reader.error('fpOutputHeader', 'is not plain fast-path output');
    const length = reader.u16BE('length');
    if (length !== (pdu.length | 0x8000)) throw reader.error('length', 'is not the PDU’s');
    while (reader.remaining > 0) {
      const header = reader.u8('updateHeader');
      parts.push(reader.take(reader.u16('size'), 'updateData'));
      const fragmentation = (header >> 4) & 3;
      const opens = fragmentation === 0 || fragmentation === 2;
      if (opens !== (parts.length === 1)) throw reader.error('fragmentation', 'is out of order');
      if (fragmentation < 2) {
        updates.push({ code: header & 15, data: join(parts) });
        parts = [];
      }
    }
  }
  if (parts.length > 0) throw new Error('the last fragment is missing');
  return updates;
}

/** A rectangle of a bitmap update, as it stands there. */
export interface SentRect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly flags: number;
  readonly data: Uint8Array;
}

export function readBitmapUpdate(data: Uint8Array): SentRect[] {
  const reader = new Reader(data, 'bitmapUpdate');
  if (reader.u16('updateType') !== 1) throw reader.error('updateType', 'is not a bitmap');
  const rects: SentRect[] = [];
  for (let count = reader.u16('numberRectangles'); count > 0; count--) {
    rects.push({
      left: reader.u16('left'),
      top: reader.u16('top'),
      right: reader.u16('right'),
      bottom: reader.u16('bottom'),
      width: reader.u16('width'),
      height: reader.u16('height'),
      bitsPerPixel: reader.u16('bitsPerPixel'),
      flags: reader.u16('flags'),
      data: reader.take(reader.u16('bitmapLength'), 'data'),
    });
  }
  reader.end();
  return rects;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
