import type { Reader, Writer } from '@beside/bytes';

/** Virtual Channel Capability Set ([MS-RDPBCGR] 2.2.7.1.10). */
export interface VirtualChannelCapability {
  readonly type: 'virtual-channel';
  /** 0: no compression either way. */
  readonly flags: number;
  /** Most data in a chunk, in bytes; the server's value counts. Undefined where the client leaves it out. */
  readonly chunkSize?: number;
}

/** Multifragment Update Capability Set ([MS-RDPBCGR] 2.2.7.2.6). */
export interface MultifragmentCapability {
  readonly type: 'multifragment-update';
  /** Largest update put together from fragments, in bytes. */
  readonly maxRequestSize: number;
}

export function encodeVirtualChannel(writer: Writer, set: VirtualChannelCapability): void {
  writer.u32(set.flags);
  if (set.chunkSize !== undefined) writer.u32(set.chunkSize);
}

/** @throws ProtocolError */
export function decodeVirtualChannel(reader: Reader): VirtualChannelCapability {
  const set = { type: 'virtual-channel', flags: reader.u32('flags') } as const;
  return reader.remaining >= 4 ? { ...set, chunkSize: reader.u32('VCChunkSize') } : set;
}

export function encodeMultifragment(writer: Writer, set: MultifragmentCapability): void {
  writer.u32(set.maxRequestSize);
}

/** @throws ProtocolError */
export function decodeMultifragment(reader: Reader): MultifragmentCapability {
  return { type: 'multifragment-update', maxRequestSize: reader.u32('MaxRequestSize') };
}
