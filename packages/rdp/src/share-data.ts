import type { Reader, Writer } from '@beside/bytes';

/** pduType2 ([MS-RDPBCGR] 2.2.8.1.1.1.2), those that are sent or understood. */
export const ShareDataType = {
  update: 0x02,
  control: 0x14,
  pointer: 0x1b,
  input: 0x1c,
  synchronize: 0x1f,
  refreshRect: 0x21,
  suppressOutput: 0x23,
  shutdownRequest: 0x24,
  shutdownDenied: 0x25,
  fontList: 0x27,
  fontMap: 0x28,
  persistentKeyList: 0x2b,
  setErrorInfo: 0x2f,
  monitorLayout: 0x37,
  frameAcknowledge: 0x38,
} as const;

/** PACKET_COMPRESSED, a bit of compressedType. */
const COMPRESSED = 0x20;
/** STREAM_LOW; the priority is of no meaning on one TCP connection. */
const STREAM_LOW = 1;
/** One PDU with a Share Data Header. */
export interface ShareDataPdu {
  readonly shareId: number;
  /** {@link ShareDataType}, or a type that is not known. */
  readonly type: number;
  readonly body: Reader;
}

/** Writes the header that follows a Share Control Header. The lengths are filled in by {@link endShareData}. */
export function beginShareData(writer: Writer, shareId: number, type: number): number {
  writer.u32(shareId).u8(0).u8(STREAM_LOW);
  const start = writer.length;
  writer.u16(0).u8(type).u8(0).u16(0);
  return start;
}

/** uncompressedLength counts from pduType2 on, that field and those after it included ([MS-RDPBCGR] 2.2.8.1.1.1.2). */
export function endShareData(writer: Writer, start: number): void {
  writer.patchU16(start, writer.length - start - 2);
}

/**
 * Reads the header that follows a Share Control Header. uncompressedLength is not compared: programs count it differently.
 *
 * @throws ProtocolError also when the PDU is compressed, which neither side here allows
 */
export function decodeShareData(reader: Reader): ShareDataPdu {
  const shareId = reader.u32('shareDataHeader.shareId');
  reader.skip(2, 'shareDataHeader.pad1');
  reader.skip(2, 'shareDataHeader.uncompressedLength');
  const type = reader.u8('shareDataHeader.pduType2');
  const compressed = reader.u8('shareDataHeader.compressedType');
  if ((compressed & COMPRESSED) !== 0) throw reader.error('shareDataHeader.compressedType', 'compression was not agreed');
  reader.skip(2, 'shareDataHeader.compressedLength');
  return { shareId, type, body: reader.nested(reader.remaining, TYPE_NAMES.get(type) ?? 'data') };
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(ShareDataType).map(([name, type]) => [type, name]));
