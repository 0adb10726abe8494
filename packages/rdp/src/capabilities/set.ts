import type { Reader, Writer } from '@beside/bytes';
import { type BitmapCapability, decodeBitmap, encodeBitmap } from './bitmap.js';
import {
  decodeGeneral,
  decodeShare,
  encodeGeneral,
  encodeShare,
  type GeneralCapability,
  type ShareCapability,
} from './general.js';
import { decodeInput, encodeInput, type InputCapability } from './input.js';
import { decodeOrder, encodeOrder, type OrderCapability } from './order.js';
import {
  decodeLargePointer,
  decodePointer,
  encodeLargePointer,
  encodePointer,
  type LargePointerCapability,
  type PointerCapability,
} from './pointer.js';
import {
  type BitmapCodecsCapability,
  decodeBitmapCodecs,
  decodeFrameAcknowledge,
  decodeSurfaceCommands,
  encodeBitmapCodecs,
  encodeFrameAcknowledge,
  encodeSurfaceCommands,
  type FrameAcknowledgeCapability,
  type SurfaceCommandsCapability,
} from './surface.js';
import {
  decodeMultifragment,
  decodeVirtualChannel,
  encodeMultifragment,
  encodeVirtualChannel,
  type MultifragmentCapability,
  type VirtualChannelCapability,
} from './transport.js';

/** A set that is not known here: caches, glyphs, sounds and what later versions bring. */
interface UnknownCapability {
  readonly type: 'unknown';
  readonly id: number;
  readonly data: Uint8Array;
}

type KnownCapability =
  | GeneralCapability
  | BitmapCapability
  | OrderCapability
  | PointerCapability
  | ShareCapability
  | InputCapability
  | VirtualChannelCapability
  | MultifragmentCapability
  | LargePointerCapability
  | SurfaceCommandsCapability
  | BitmapCodecsCapability
  | FrameAcknowledgeCapability;

/** One set of a Demand or Confirm Active PDU, TS_CAPS_SET ([MS-RDPBCGR] 2.2.1.13.1.1.1). */
export type CapabilitySet = KnownCapability | UnknownCapability;

interface Codec<T> {
  /** capabilitySetType */
  readonly id: number;
  encode(writer: Writer, set: T): void;
  decode(reader: Reader): T;
}

const CODECS: { readonly [T in KnownCapability['type']]: Codec<Extract<KnownCapability, { type: T }>> } = {
  general: { id: 1, encode: encodeGeneral, decode: decodeGeneral },
  bitmap: { id: 2, encode: encodeBitmap, decode: decodeBitmap },
  order: { id: 3, encode: encodeOrder, decode: decodeOrder },
  pointer: { id: 8, encode: encodePointer, decode: decodePointer },
  share: { id: 9, encode: encodeShare, decode: decodeShare },
  input: { id: 13, encode: encodeInput, decode: decodeInput },
  'virtual-channel': { id: 20, encode: encodeVirtualChannel, decode: decodeVirtualChannel },
  'multifragment-update': { id: 26, encode: encodeMultifragment, decode: decodeMultifragment },
  'large-pointer': { id: 27, encode: encodeLargePointer, decode: decodeLargePointer },
  'surface-commands': { id: 28, encode: encodeSurfaceCommands, decode: decodeSurfaceCommands },
  'bitmap-codecs': { id: 29, encode: encodeBitmapCodecs, decode: decodeBitmapCodecs },
  'frame-acknowledge': { id: 30, encode: encodeFrameAcknowledge, decode: decodeFrameAcknowledge },
};

const BY_ID: ReadonlyMap<number, [string, Codec<KnownCapability>]> = new Map(
  Object.entries(CODECS).map(([type, codec]) => [codec.id, [type, codec as Codec<KnownCapability>]]),
);

/** Type and length. */
const HEADER = 4;

export function encodeCapabilitySets(writer: Writer, sets: readonly CapabilitySet[]): void {
  for (const set of sets) {
    const start = writer.length;
    if (set.type === 'unknown') {
      writer.u16(set.id).u16(0).bytes(set.data);
    } else {
      const codec = CODECS[set.type] as Codec<KnownCapability>;
      writer.u16(codec.id).u16(0);
      codec.encode(writer, set);
    }
    writer.patchU16(start + 2, writer.length - start);
  }
}

/**
 * Reads `count` sets. Bytes behind what is known of a set are passed over: later versions make sets longer. Data of unknown
 * sets is a view of the input.
 *
 * @throws ProtocolError
 */
export function decodeCapabilitySets(reader: Reader, count: number): CapabilitySet[] {
  const sets: CapabilitySet[] = [];
  for (let i = 0; i < count; i++) {
    const id = reader.u16('capabilitySetType');
    const length = reader.u16('lengthCapability');
    if (length < HEADER) throw reader.error('lengthCapability', 'is shorter than the header');
    const known = BY_ID.get(id);
    const body = reader.nested(length - HEADER, known?.[0] ?? 'unknown');
    sets.push(known === undefined ? { type: 'unknown', id, data: body.rest() } : known[1].decode(body));
  }
  return sets;
}
