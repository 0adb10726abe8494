import type { Reader } from '@beside/bytes';
import type { ReceivedRect } from '../../picture.js';
import { CODEC_ID } from '../client-capabilities.js';

/** cmdType of surface commands ([MS-RDPBCGR] 2.2.9.1.2.1.10.1). */
const CommandType = { setSurfaceBits: 0x0001, frameMarker: 0x0004, streamSurfaceBits: 0x0006 } as const;
/** EX_COMPRESSED_BITMAP_HEADER_PRESENT ([MS-RDPBCGR] 2.2.9.2.1.1). */
const HEADER_PRESENT = 0x01;
/** TS_COMPRESSED_BITMAP_HEADER_EX ([MS-RDPBCGR] 2.2.9.2.1.1.1). */
const HEADER_LENGTH = 24;
/** codecID of pixels that are not coded. */
const UNCODED = 0;

export type SurfaceCommand =
  | { readonly type: 'bits'; readonly rect: ReceivedRect }
  | { readonly type: 'frame-begin' | 'frame-end'; readonly frameId: number };

/**
 * Reads one surface command ([MS-RDPBCGR] 2.2.9.2).
 *
 * @returns views into what was read
 * @throws ProtocolError
 */
export function readSurfaceCommand(reader: Reader): SurfaceCommand {
  switch (reader.u16('cmdType')) {
    case CommandType.setSurfaceBits:
    case CommandType.streamSurfaceBits:
      return { type: 'bits', rect: readBits(reader) };
    case CommandType.frameMarker: {
      const action = reader.u16('frameAction');
      if (action > 1) throw reader.error('frameAction', 'is neither begin nor end');
      return { type: action === 0 ? 'frame-begin' : 'frame-end', frameId: reader.u32('frameId') };
    }
    default:
      // Nothing says how long another kind is, so that what follows could not be found.
      throw reader.error('cmdType', 'is unknown');
  }
}

/** TS_SURFCMD_SET_SURF_BITS and TS_SURFCMD_STREAM_SURF_BITS behind their type; the place is the corner, the size the bitmap's. */
function readBits(reader: Reader): ReceivedRect {
  const x = reader.u16('destLeft');
  const y = reader.u16('destTop');
  reader.skip(4, 'destRight, destBottom');
  const bitsPerPixel = reader.u8('bpp');
  const flags = reader.u8('flags');
  reader.skip(1, 'reserved');
  const codec = codecOf(reader, reader.u8('codecID'));
  // Rows of fewer bits may or may not be filled up; the documents do not say, and no server is known to send them.
  if (bitsPerPixel !== 32) throw reader.error('bpp', 'is not 32');
  const width = reader.u16('width');
  const height = reader.u16('height');
  if (width === 0 || height === 0) throw reader.error('rectangle', 'is empty');
  const length = reader.u32('bitmapDataLength');
  if ((flags & HEADER_PRESENT) !== 0) reader.skip(HEADER_LENGTH, 'exBitmapDataHeader');
  const data = reader.take(length, 'bitmapData');
  return { x, y, width, height, codedWidth: width, codedHeight: height, bitsPerPixel, codec, data };
}

/** `raw` has its rows bottom up here too, as FreeRDP reads them. */
function codecOf(reader: Reader, id: number): ReceivedRect['codec'] {
  if (id === UNCODED) return 'raw';
  if (id === CODEC_ID.remotefx) return 'remotefx';
  if (id === CODEC_ID.nscodec) return 'nscodec';
  throw reader.error('codecID', 'is not one that was offered');
}
