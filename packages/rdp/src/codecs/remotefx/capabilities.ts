import { Reader, Writer } from '@beside/bytes';
import { EntropyBits, type OperationalMode, VERSION } from './blocks.js';
import type { EntropyAlgorithm } from './rlgr.js';
import { TILE_SIDE } from './tile.js';

/** A way of coding that a client takes: TS_RFX_ICAP ([MS-RDPRFX] 2.2.1.1.1.1.1). */
export interface RemoteFxCapability {
  readonly mode: OperationalMode;
  readonly entropy: EntropyAlgorithm;
}

/** CARDP_CAPS_CAPTURE_NON_CAC: other codecs may be used too. */
const CAPTURE_NON_CAC = 1;
const CAPS = 0xcbc0;
const CAPSET = 0xcbc1;
const CAPSET_TYPE = 0xcfc0;
const CAPS_LENGTH = 8;
const CAPSET_HEADER = 13;
const ICAP_LENGTH = 8;
/** CODEC_MODE. */
const IMAGE_MODE = 2;
/** CLW_COL_CONV_ICT and CLW_XFORM_DWT_53_A, the only conversion and transformation there are. */
const COLOR_CONVERSION = 1;
const TRANSFORMATION = 1;

/** TS_RFX_CLNT_CAPS_CONTAINER, the client's codecProperties ([MS-RDPRFX] 2.2.1.1). */
export function encodeRemoteFxClientCapabilities(capabilities: readonly RemoteFxCapability[]): Uint8Array {
  const capset = CAPSET_HEADER + capabilities.length * ICAP_LENGTH;
  const writer = new Writer(64)
    .u32(12 + CAPS_LENGTH + capset)
    .u32(CAPTURE_NON_CAC)
    .u32(CAPS_LENGTH + capset);
  writer.u16(CAPS).u32(CAPS_LENGTH).u16(1);
  writer.u16(CAPSET).u32(capset).u8(1).u16(CAPSET_TYPE).u16(capabilities.length).u16(ICAP_LENGTH);
  for (const { mode, entropy } of capabilities) {
    writer
      .u16(VERSION)
      .u16(TILE_SIDE)
      .u8(mode === 'image' ? IMAGE_MODE : 0)
      .u8(COLOR_CONVERSION)
      .u8(TRANSFORMATION)
      .u8(EntropyBits[entropy]);
  }
  return writer.finish();
}

/**
 * Reads TS_RFX_CLNT_CAPS_CONTAINER.
 *
 * @returns what the client takes, in its order; ways that nobody knows are left out
 * @throws ProtocolError
 */
export function decodeRemoteFxClientCapabilities(properties: Uint8Array): RemoteFxCapability[] {
  const reader = new Reader(properties, 'remotefxCapabilities');
  reader.skip(8, 'captureFlags');
  const caps = reader.nested(reader.u32('capsLength'), 'capsData');
  if (caps.u16('blockType') !== CAPS) throw caps.error('blockType', 'is not CBY_CAPS');
  caps.skip(4, 'blockLen');
  if (caps.u16('numCapsets') !== 1) throw caps.error('numCapsets', 'is not 1');
  if (caps.u16('capsetBlockType') !== CAPSET) throw caps.error('capsetBlockType', 'is not CBY_CAPSET');
  caps.skip(7, 'capsetType');
  const count = caps.u16('numIcaps');
  const length = caps.u16('icapLen');
  const capabilities: RemoteFxCapability[] = [];
  for (let i = 0; i < count; i++) {
    const icap = caps.nested(length, 'icap');
    const known = icap.u16('version') === VERSION && icap.u16('tileSize') === TILE_SIDE;
    const mode = (icap.u8('flags') & IMAGE_MODE) !== 0 ? 'image' : 'video';
    const converts = icap.u8('colConvBits') === COLOR_CONVERSION && icap.u8('transformBits') === TRANSFORMATION;
    const bits = icap.u8('entropyBits');
    const entropy = bits === EntropyBits.rlgr1 ? 'rlgr1' : bits === EntropyBits.rlgr3 ? 'rlgr3' : undefined;
    if (known && converts && entropy !== undefined) capabilities.push({ mode, entropy });
  }
  return capabilities;
}

/** TS_RFX_SRVR_CAPS_CONTAINER, the server's codecProperties, which say nothing ([MS-RDPRFX] 2.2.1.2). */
export function encodeRemoteFxServerCapabilities(): Uint8Array {
  return new Uint8Array(4);
}
