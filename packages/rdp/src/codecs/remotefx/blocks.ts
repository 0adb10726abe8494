import type { Reader } from '@beside/bytes';

/** blockType of TS_RFX_BLOCKT ([MS-RDPRFX] 2.2.2.1.1). */
export const BlockType = {
  sync: 0xccc0,
  codecVersions: 0xccc1,
  channels: 0xccc2,
  context: 0xccc3,
  frameBegin: 0xccc4,
  frameEnd: 0xccc5,
  region: 0xccc6,
  /** What is in it, `subtype` says; only tilesets are defined. */
  extension: 0xccc7,
  tile: 0xcac3,
} as const;

/** blockType, blockLen. */
export const BLOCK_HEADER = 6;
/** The same with codecId and channelId: TS_RFX_CODEC_CHANNELT ([MS-RDPRFX] 2.2.2.1.2). */
export const CHANNEL_BLOCK_HEADER = 8;
/** codecId of every block that has one. */
export const CODEC_ID = 1;
/** channelId of TS_RFX_CONTEXT, which belongs to no channel; everything else belongs to channel 0. */
export const NO_CHANNEL = 0xff;

/** magic and version of TS_RFX_SYNC ([MS-RDPRFX] 2.2.2.2.1). */
export const MAGIC = 0xcaccacca;
export const VERSION = 0x0100;

/** regionType of TS_RFX_REGION, subtype of TS_RFX_TILESET ([MS-RDPRFX] 2.2.2.3.3, 2.2.2.3.4). */
export const REGION_TYPE = 0xcac1;
export const TILESET_SUBTYPE = 0xcac2;

/** Coding of pictures for which headers need to come only once (video), or with every frame (image) ([MS-RDPRFX] 2.2.1.1.1.1.1). */
export type OperationalMode = 'image' | 'video';

/**
 * The fields of TS_RFX_CONTEXT.properties ([MS-RDPRFX] 2.2.2.2.4), of which only two vary. TS_RFX_TILESET.properties has
 * them one place further up (2.2.2.3.4).
 */
export const Property = {
  imageMode: 0x02,
  /** COL_CONV_ICT, CLW_XFORM_DWT_53_A, SCALAR_QUANTIZATION. */
  fixed: (1 << 3) | (1 << 5) | (1 << 13),
  fixedMask: (0x3 << 3) | (0xf << 5) | (0x3 << 13),
  entropyShift: 9,
  entropyMask: 0x0f,
} as const;

/** CLW_ENTROPY_RLGR1 and CLW_ENTROPY_RLGR3, in properties and in capabilities alike. */
export const EntropyBits = { rlgr1: 1, rlgr3: 4 } as const;

/** The next block's type, and a reader over what follows its blockLen. */
export function readBlock(reader: Reader): { readonly type: number; readonly body: Reader } {
  const type = reader.u16('blockType');
  const length = reader.u32('blockLen');
  if (length < BLOCK_HEADER) throw reader.error('blockLen', 'is shorter than its own header');
  return { type, body: reader.nested(length - BLOCK_HEADER, blockName(type)) };
}

/** Reads the rest of TS_RFX_CODEC_CHANNELT. */
export function readChannel(body: Reader, channelId: number): void {
  if (body.u8('codecId') !== CODEC_ID) throw body.error('codecId', 'is not 1');
  if (body.u8('channelId') !== channelId) throw body.error('channelId', `is not ${channelId}`);
}

function blockName(type: number): string {
  return Object.entries(BlockType).find(([, value]) => value === type)?.[0] ?? 'block';
}
