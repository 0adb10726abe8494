import { DrawingFlag } from '../capabilities/bitmap.js';
import { GeneralFlag } from '../capabilities/general.js';
import { InputFlag } from '../capabilities/input.js';
import { ORDER_SUPPORT_LENGTH, OrderFlag } from '../capabilities/order.js';
import { LargePointerFlag } from '../capabilities/pointer.js';
import type { CapabilitySet } from '../capabilities/set.js';
import { CodecGuid, SurfaceCommandFlag } from '../capabilities/surface.js';
import { CHUNK_LENGTH } from '../channels.js';
import { encodeNSCodecCapability } from '../codecs/nscodec-capability.js';
import { encodeRemoteFxServerCapabilities } from '../codecs/remotefx/capabilities.js';
import { SERVER_USER_ID } from '../ids.js';

/** Largest update that the server might cut into fragments, in bytes; clients answer with what they take. */
export const MAX_REQUEST_SIZE = 0x3fffff;
/** Pointers cached at the client; Windows' number. */
const POINTER_CACHE = 25;
/** OSMAJORTYPE_WINDOWS, OSMINORTYPE_WINDOWS_NT: old clients expect these. */
const WINDOWS_NT = { osMajorType: 1, osMinorType: 3 };
/** US English on a 101-key board; clients tell their own, and events are scan codes anyway. */
const KEYBOARD = { keyboardLayout: 0x409, keyboardType: 4, keyboardSubType: 0, keyboardFunctionKey: 12 };

/**
 * The codecs besides those of bitmap updates ([MS-RDPBCGR] 2.2.7.2.10). The ids of a server say nothing (2.2.7.2.10.1.1): each client
 * names its own; these are Windows'.
 */
const BITMAP_CODECS = [
  {
    guid: CodecGuid.nscodec,
    id: 1,
    properties: encodeNSCodecCapability({ dynamicFidelity: true, subsampling: false, colorLoss: 1 }),
  },
  { guid: CodecGuid.remotefx, id: 0, properties: encodeRemoteFxServerCapabilities() },
];

/**
 * What the server puts into its Demand Active PDU ([MS-RDPBCGR] 2.2.1.13.1, 2.2.7). No drawing orders, no bitmap caches, no
 * compression: pictures are sent as bitmaps, and the codecs compress better.
 *
 * @param saltedMacs the security layer has MACs that can be salted
 */
export function serverCapabilities(width: number, height: number, bitsPerPixel: number, saltedMacs: boolean): CapabilitySet[] {
  return [
    { type: 'share', nodeId: SERVER_USER_ID },
    {
      type: 'general',
      ...WINDOWS_NT,
      extraFlags:
        GeneralFlag.fastPathOutput |
        GeneralFlag.longCredentials |
        GeneralFlag.noBitmapCompressionHeader |
        (saltedMacs ? GeneralFlag.saltedChecksum : 0),
      refreshRect: true,
      suppressOutput: true,
    },
    {
      type: 'bitmap',
      preferredBitsPerPixel: bitsPerPixel,
      desktopWidth: width,
      desktopHeight: height,
      desktopResize: true,
      drawingFlags: DrawingFlag.skipAlpha,
    },
    { type: 'order', orderFlags: OrderFlag.negotiate | OrderFlag.colorIndex, orderSupport: new Uint8Array(ORDER_SUPPORT_LENGTH) },
    { type: 'pointer', colorPointerCacheSize: POINTER_CACHE, pointerCacheSize: POINTER_CACHE },
    {
      type: 'input',
      flags:
        InputFlag.scancodes |
        InputFlag.extendedMouse |
        InputFlag.unicode |
        InputFlag.fastPath |
        InputFlag.fastPath2 |
        InputFlag.horizontalWheel,
      ...KEYBOARD,
    },
    { type: 'virtual-channel', flags: 0, chunkSize: CHUNK_LENGTH },
    { type: 'multifragment-update', maxRequestSize: MAX_REQUEST_SIZE },
    { type: 'large-pointer', flags: LargePointerFlag.upTo96 | LargePointerFlag.upTo384 },
    {
      type: 'surface-commands',
      flags: SurfaceCommandFlag.setSurfaceBits | SurfaceCommandFlag.frameMarker | SurfaceCommandFlag.streamSurfaceBits,
    },
    { type: 'bitmap-codecs', codecs: BITMAP_CODECS },
    { type: 'frame-acknowledge', maxUnacknowledgedFrames: 0 },
  ];
}
