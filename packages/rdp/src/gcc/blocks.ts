import type { Reader, Writer } from '@beside/bytes';

/** Types of the data blocks in the GCC user data ([MS-RDPBCGR] 2.2.1.3.1). */
export const BlockType = {
  clientCore: 0xc001,
  clientSecurity: 0xc002,
  clientNetwork: 0xc003,
  clientCluster: 0xc004,
  clientMonitor: 0xc005,
  serverCore: 0x0c01,
  serverSecurity: 0x0c02,
  serverNetwork: 0x0c03,
} as const;

/** Header of a block: type and length, the length counting the header. */
const HEADER = 4;

/** Writes one block with its header ([MS-RDPBCGR] 2.2.1.3.1). */
export function writeBlock(writer: Writer, type: number, writeBody: (writer: Writer) => void): void {
  const start = writer.length;
  writer.u16(type).u16(0);
  writeBody(writer);
  writer.patchU16(start + 2, writer.length - start);
}

/**
 * Walks over the blocks, each with a reader that ends where the block does.
 *
 * @throws ProtocolError
 */
export function readBlocks(reader: Reader, read: (type: number, block: Reader) => void): void {
  while (reader.remaining > 0) {
    const type = reader.u16('block.type');
    const length = reader.u16('block.length');
    if (length < HEADER) throw reader.error('block.length', 'is shorter than the header');
    read(type, reader.nested(length - HEADER, BLOCK_NAMES.get(type) ?? 'block'));
  }
}

const BLOCK_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(BlockType).map(([name, type]) => [type, name]));
