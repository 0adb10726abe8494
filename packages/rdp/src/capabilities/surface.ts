import type { Reader, Writer } from '@beside/bytes';

/** cmdFlags of the Surface Commands Capability Set ([MS-RDPBCGR] 2.2.7.2.9). */
export const SurfaceCommandFlag = { setSurfaceBits: 0x02, frameMarker: 0x10, streamSurfaceBits: 0x40 } as const;

/** Surface Commands Capability Set ([MS-RDPBCGR] 2.2.7.2.9). */
export interface SurfaceCommandsCapability {
  readonly type: 'surface-commands';
  readonly flags: number;
}

/** Frame Acknowledge Capability Set ([MS-RDPRFX] 2.2.1.3). */
export interface FrameAcknowledgeCapability {
  readonly type: 'frame-acknowledge';
  /** From the client: frames it can have unacknowledged; 0 where it does not say how many. From the server: a hint, or 0. */
  readonly maxUnacknowledgedFrames: number;
}

/** A codec, TS_BITMAPCODEC ([MS-RDPBCGR] 2.2.7.2.10.1.1). */
export interface BitmapCodec {
  /** codecGUID, lower case with dashes. */
  readonly guid: string;
  /** From the client: the id that surface commands are to name it by. */
  readonly id: number;
  readonly properties: Uint8Array;
}

/** Bitmap Codecs Capability Set ([MS-RDPBCGR] 2.2.7.2.10). */
export interface BitmapCodecsCapability {
  readonly type: 'bitmap-codecs';
  readonly codecs: readonly BitmapCodec[];
}

/** CODEC_GUID values ([MS-RDPBCGR] 2.2.7.2.10.1.1.1). */
export const CodecGuid = {
  nscodec: 'ca8d1bb9-000f-154f-589f-ae2d1a87e2d6',
  remotefx: '76772f12-bd72-4463-afb3-b73c9c6f7886',
  imageRemotefx: '2744ccd4-9d8a-4e74-803c-0ecbeea19c54',
} as const;

export function encodeSurfaceCommands(writer: Writer, set: SurfaceCommandsCapability): void {
  writer.u32(set.flags).u32(0);
}

/** @throws ProtocolError */
export function decodeSurfaceCommands(reader: Reader): SurfaceCommandsCapability {
  return { type: 'surface-commands', flags: reader.u32('cmdFlags') };
}

export function encodeFrameAcknowledge(writer: Writer, set: FrameAcknowledgeCapability): void {
  writer.u32(set.maxUnacknowledgedFrames);
}

/** @throws ProtocolError */
export function decodeFrameAcknowledge(reader: Reader): FrameAcknowledgeCapability {
  return { type: 'frame-acknowledge', maxUnacknowledgedFrames: reader.u32('maxUnacknowledgedFrameCount') };
}

export function encodeBitmapCodecs(writer: Writer, set: BitmapCodecsCapability): void {
  writer.u8(set.codecs.length);
  for (const { guid, id, properties } of set.codecs) {
    writer.bytes(guidBytes(guid)).u8(id).u16(properties.length).bytes(properties);
  }
}

/** @throws ProtocolError */
export function decodeBitmapCodecs(reader: Reader): BitmapCodecsCapability {
  const count = reader.u8('bitmapCodecCount');
  const codecs: BitmapCodec[] = [];
  for (let i = 0; i < count; i++) {
    const guid = guidText(reader.take(16, 'codecGUID'));
    const id = reader.u8('codecID');
    // kept for as long as the connection lasts, so not a view of what the stream brings
    const properties = reader.take(reader.u16('codecPropertiesLength'), 'codecProperties').slice();
    codecs.push({ guid, id, properties });
  }
  return { type: 'bitmap-codecs', codecs };
}

/** Order of a GUID's bytes on the wire ([MS-DTYP] 2.3.4.2): its first three parts are little-endian. */
const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

function guidText(bytes: Uint8Array): string {
  const hex = GUID_ORDER.map((i) => bytes[i]!.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function guidBytes(guid: string): Uint8Array {
  const hex = guid.replaceAll('-', '');
  return Uint8Array.from(GUID_ORDER, (i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
