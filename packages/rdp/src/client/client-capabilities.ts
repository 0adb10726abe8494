import { DrawingFlag } from '../capabilities/bitmap.js';
import { GeneralFlag } from '../capabilities/general.js';
import { InputFlag } from '../capabilities/input.js';
import { ORDER_SUPPORT_LENGTH, OrderFlag } from '../capabilities/order.js';
import { LargePointerFlag } from '../capabilities/pointer.js';
import type { CapabilitySet } from '../capabilities/set.js';
import { CodecGuid, SurfaceCommandFlag } from '../capabilities/surface.js';
import { CHUNK_LENGTH } from '../channels.js';
import { encodeNSCodecCapability } from '../codecs/nscodec-capability.js';
import { encodeRemoteFxClientCapabilities } from '../codecs/remotefx/capabilities.js';

/** US English on a 101-key board, with twelve function keys: what is sent are scan codes, which the server's own layout reads. */
export const KEYBOARD = { keyboardLayout: 0x409, keyboardType: 4, keyboardSubType: 0, keyboardFunctionKey: 12 };

/** OSMAJORTYPE_WINDOWS, OSMINORTYPE_WINDOWS_NT: old servers expect these. */
const WINDOWS_NT = { osMajorType: 1, osMinorType: 3 };
/** Pointers cached; Windows' number, and most that the documents allow for colour pointers by default. */
export const POINTER_CACHE = 25;
/** Frames that the server may send before the first of them is acknowledged. */
const FRAMES_IN_FLIGHT = 2;

/** The ids by which surface commands are to name the codecs; those of Windows and FreeRDP. */
export const CODEC_ID = { nscodec: 1, remotefx: 3 } as const;

/**
 * Mandatory sets ([MS-RDPBCGR] 2.2.7.1) of what this client has not, all zero, by type and length: bitmap cache, colour cache,
 * window activation, control, sound, fonts, glyphs, brushes, off-screen bitmaps.
 */
const NOTHING_OF: readonly CapabilitySet[] = [
  [4, 36],
  [5, 8],
  [7, 8],
  [10, 4],
  [12, 4],
  [14, 4],
  [15, 4],
  [16, 48],
  [17, 8],
].map(([id, length]) => ({ type: 'unknown', id: id!, data: new Uint8Array(length!) }));

/** What of the server's Demand Active PDU goes into the answer. */
export interface Desktop {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  /** Largest update that is put together from fragments, in bytes. */
  readonly maxUpdateSize: number;
}

/**
 * What the client puts into its Confirm Active PDU ([MS-RDPBCGR] 2.2.1.13.2, 2.2.7): pictures as bitmaps and surface bits, and no
 * drawing orders.
 *
 * @param desktop as the server has it: depth and size are the server's choice, and that of updates mostly is
 * @param saltedMacs Standard RDP Security protects the connection, and MACs may be salted
 */
export function clientCapabilities(desktop: Desktop, saltedMacs: boolean): CapabilitySet[] {
  const extraFlags = GeneralFlag.fastPathOutput | GeneralFlag.longCredentials | GeneralFlag.noBitmapCompressionHeader;
  return [
    {
      type: 'general',
      ...WINDOWS_NT,
      extraFlags: saltedMacs ? extraFlags | GeneralFlag.saltedChecksum : extraFlags,
      refreshRect: false,
      suppressOutput: false,
    },
    {
      type: 'bitmap',
      preferredBitsPerPixel: desktop.bitsPerPixel,
      desktopWidth: desktop.width,
      desktopHeight: desktop.height,
      desktopResize: true,
      drawingFlags: DrawingFlag.skipAlpha,
    },
    {
      type: 'order',
      orderFlags: OrderFlag.negotiate | OrderFlag.zeroBounds | OrderFlag.colorIndex,
      orderSupport: new Uint8Array(ORDER_SUPPORT_LENGTH),
    },
    { type: 'pointer', colorPointerCacheSize: POINTER_CACHE, pointerCacheSize: POINTER_CACHE },
    { type: 'share', nodeId: 0 },
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
    { type: 'multifragment-update', maxRequestSize: desktop.maxUpdateSize },
    { type: 'large-pointer', flags: LargePointerFlag.upTo96 | LargePointerFlag.upTo384 },
    {
      type: 'surface-commands',
      flags: SurfaceCommandFlag.setSurfaceBits | SurfaceCommandFlag.frameMarker | SurfaceCommandFlag.streamSurfaceBits,
    },
    { type: 'bitmap-codecs', codecs: BITMAP_CODECS },
    { type: 'frame-acknowledge', maxUnacknowledgedFrames: FRAMES_IN_FLIGHT },
    ...NOTHING_OF,
  ];
}

/**
 * RemoteFX in image mode only, in which headers come with each message: whoever begins in the middle, as a page that is loaded anew,
 * needs nothing else. FreeRDP's server sends them once all the same; `RemoteFxHeaders` of the codecs keeps them.
 */
const BITMAP_CODECS = [
  {
    guid: CodecGuid.remotefx,
    id: CODEC_ID.remotefx,
    properties: encodeRemoteFxClientCapabilities([
      { mode: 'image', entropy: 'rlgr3' },
      { mode: 'image', entropy: 'rlgr1' },
    ]),
  },
  {
    guid: CodecGuid.nscodec,
    id: CODEC_ID.nscodec,
    properties: encodeNSCodecCapability({ dynamicFidelity: true, subsampling: true, colorLoss: 3 }),
  },
];
