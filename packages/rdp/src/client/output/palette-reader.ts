import type { Reader } from '@beside/bytes';

const COLORS = 256;

/**
 * Reads TS_UPDATE_PALETTE_DATA behind its updateType ([MS-RDPBCGR] 2.2.9.1.1.3.1.1.1).
 *
 * @returns 256 colours, 0xffRRGGBB
 * @throws ProtocolError
 */
export function readPalette(reader: Reader): Uint32Array {
  reader.skip(2, 'pad2Octets');
  if (reader.u32('numberColors') !== COLORS) throw reader.error('numberColors', 'is not 256');
  const entries = reader.take(COLORS * 3, 'paletteEntries');
  const colors = new Uint32Array(COLORS);
  for (let i = 0; i < COLORS; i++) {
    colors[i] = 0xff000000 | (entries[i * 3]! << 16) | (entries[i * 3 + 1]! << 8) | entries[i * 3 + 2]!;
  }
  return colors;
}
