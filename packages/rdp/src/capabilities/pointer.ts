import type { Reader, Writer } from '@beside/bytes';

/** largePointerSupportFlags ([MS-RDPBCGR] 2.2.7.2.7). */
export const LargePointerFlag = { upTo96: 1, upTo384: 2 } as const;

/** Pointer Capability Set ([MS-RDPBCGR] 2.2.7.1.5). */
export interface PointerCapability {
  readonly type: 'pointer';
  /** Places in the cache of colour pointers. */
  readonly colorPointerCacheSize: number;
  /** Places in the cache of pointers of any depth; 0 where the client does not know the New Pointer Update. */
  readonly pointerCacheSize: number;
}

/** Large Pointer Capability Set ([MS-RDPBCGR] 2.2.7.2.7). */
export interface LargePointerCapability {
  readonly type: 'large-pointer';
  readonly flags: number;
}

export function encodePointer(writer: Writer, set: PointerCapability): void {
  writer.u16(1).u16(set.colorPointerCacheSize).u16(set.pointerCacheSize); // colorPointerFlag: always TRUE
}

/** @throws ProtocolError */
export function decodePointer(reader: Reader): PointerCapability {
  reader.skip(2, 'colorPointerFlag');
  const colorPointerCacheSize = reader.u16('colorPointerCacheSize');
  const pointerCacheSize = reader.remaining >= 2 ? reader.u16('pointerCacheSize') : 0;
  return { type: 'pointer', colorPointerCacheSize, pointerCacheSize };
}

export function encodeLargePointer(writer: Writer, set: LargePointerCapability): void {
  writer.u16(set.flags);
}

/** @throws ProtocolError */
export function decodeLargePointer(reader: Reader): LargePointerCapability {
  return { type: 'large-pointer', flags: reader.u16('largePointerSupportFlags') };
}
