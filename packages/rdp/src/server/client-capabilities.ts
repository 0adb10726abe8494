import { ProtocolError } from '@beside/bytes';
import { DrawingFlag } from '../capabilities/bitmap.js';
import { GeneralFlag } from '../capabilities/general.js';
import { LargePointerFlag } from '../capabilities/pointer.js';
import type { CapabilitySet } from '../capabilities/set.js';
import { type BitmapCodec, CodecGuid, SurfaceCommandFlag } from '../capabilities/surface.js';
import { decodeNSCodecCapability } from '../codecs/nscodec-capability.js';
import { decodeRemoteFxClientCapabilities, type RemoteFxCapability } from '../codecs/remotefx/capabilities.js';
import { RdpError } from '../errors.js';
import { type ClientCore, ColorDepthSupport, EarlyCapability } from '../gcc/core.js';
import type { ClientCapabilities, NSCodecSupport, RemoteFxSupport } from './events.js';
import { MAX_REQUEST_SIZE } from './server-capabilities.js';

type BitsPerPixel = ClientCapabilities['bitsPerPixel'];

/**
 * The session's colour depth: what the client wants, as far as it is not a palette ([MS-RDPBCGR] 2.2.1.3.2). The client follows
 * the server's choice.
 *
 * @throws RdpError the client shows at most 256 colours
 */
export function chooseColorDepth(core: ClientCore): BitsPerPixel {
  const { highColorDepth, supportedColorDepths, earlyCapabilityFlags } = core;
  const supports = (depth: number) => (supportedColorDepths & depth) !== 0;
  if ((earlyCapabilityFlags & EarlyCapability.want32BitsPerPixel) !== 0 && supports(ColorDepthSupport.bpp32)) return 32;
  if (highColorDepth === 24 || highColorDepth === 16 || highColorDepth === 15) return highColorDepth;
  if (supports(ColorDepthSupport.bpp16)) return 16;
  if (supports(ColorDepthSupport.bpp15)) return 15;
  if (supports(ColorDepthSupport.bpp24)) return 24;
  throw new RdpError('too-few-colours', 'the client shows at most 256 colours; it needs 32768 or more');
}

/**
 * What the sets of a Confirm Active PDU come to ([MS-RDPBCGR] 2.2.1.13.2, 2.2.7). A set that is missing means that the client
 * cannot do it.
 *
 * @throws RdpError the client takes no fast-path output, which [MS-RA] 3.3 presumes
 */
export function clientCapabilities(sets: readonly CapabilitySet[], bitsPerPixel: BitsPerPixel): ClientCapabilities {
  const find = <T extends CapabilitySet['type']>(type: T) =>
    sets.find((set): set is Extract<CapabilitySet, { type: T }> => set.type === type);
  const general = find('general');
  if (general === undefined || (general.extraFlags & GeneralFlag.fastPathOutput) === 0) {
    throw new RdpError('no-fast-path-output', 'the client takes no fast-path output, which Remote Assistance needs');
  }
  const bitmap = find('bitmap');
  const surface = find('surface-commands')?.flags ?? 0;
  const frameMarker = (surface & SurfaceCommandFlag.frameMarker) !== 0;
  const codecs = find('bitmap-codecs')?.codecs ?? [];
  // Both are of 32 bits a pixel, and carried by the one command that Windows' and FreeRDP's clients both take.
  const bits = bitsPerPixel === 32 && (surface & SurfaceCommandFlag.setSurfaceBits) !== 0;
  return {
    bitsPerPixel,
    width: bitmap?.desktopWidth ?? 0,
    height: bitmap?.desktopHeight ?? 0,
    fastPathOutput: true,
    desktopResize: bitmap?.desktopResize ?? false,
    maxUpdateSize: Math.min(find('multifragment-update')?.maxRequestSize ?? 0, MAX_REQUEST_SIZE),
    surfaceCommands: {
      setSurfaceBits: (surface & SurfaceCommandFlag.setSurfaceBits) !== 0,
      streamSurfaceBits: (surface & SurfaceCommandFlag.streamSurfaceBits) !== 0,
      frameMarker,
    },
    framesInFlight: frameMarker ? framesInFlight(find('frame-acknowledge')) : 0,
    remotefx: bits ? remotefxSupport(codecs) : undefined,
    nscodec: bits ? nscodecSupport(codecs) : undefined,
    pointer: pointerCapabilities(find('pointer'), find('large-pointer')?.flags ?? 0),
    planar: bitsPerPixel === 32 && ((bitmap?.drawingFlags ?? 0) & DrawingFlag.skipAlpha) !== 0,
  };
}

/** Only frames with markers are acknowledged. A client that names no number acknowledges all the same: one is the careful reading. */
function framesInFlight(set: { readonly maxUnacknowledgedFrames: number } | undefined): number {
  return set === undefined ? 0 : Math.max(1, set.maxUnacknowledgedFrames);
}

function pointerCapabilities(
  set: { readonly colorPointerCacheSize: number; readonly pointerCacheSize: number } | undefined,
  largePointerFlags: number,
): ClientCapabilities['pointer'] {
  const newPointers = set !== undefined && set.pointerCacheSize > 0;
  return {
    cacheSize: newPointers ? set.pointerCacheSize : (set?.colorPointerCacheSize ?? 0),
    newPointers,
    maxSize:
      (largePointerFlags & LargePointerFlag.upTo384) !== 0 ? 384 : (largePointerFlags & LargePointerFlag.upTo96) !== 0 ? 96 : 32,
  };
}

/**
 * RemoteFX for surface commands has a GUID of its own; the one for still images (2744ccd4) belongs to another command. What
 * cannot be read is not taken: a picture without it is as good.
 */
function remotefxSupport(codecs: readonly BitmapCodec[]): RemoteFxSupport | undefined {
  const codec = codecs.find(({ guid }) => guid === CodecGuid.remotefx);
  const ways = codec && readOrNothing(() => decodeRemoteFxClientCapabilities(codec.properties));
  if (!ways) return undefined;
  // RLGR3 codes the planes shorter. In image mode each message stands by itself.
  const [best] = [...ways].sort((a, b) => rank(a) - rank(b));
  return best && { id: codec.id, ...best };
}

function rank({ mode, entropy }: RemoteFxCapability): number {
  return (mode === 'image' ? 0 : 2) + (entropy === 'rlgr3' ? 0 : 1);
}

function nscodecSupport(codecs: readonly BitmapCodec[]): NSCodecSupport | undefined {
  const codec = codecs.find(({ guid }) => guid === CodecGuid.nscodec);
  const capability = codec && readOrNothing(() => decodeNSCodecCapability(codec.properties));
  return capability && { id: codec.id, ...capability };
}

function readOrNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
