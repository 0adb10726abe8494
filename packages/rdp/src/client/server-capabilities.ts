import type { Reader } from '@beside/bytes';
import { GeneralFlag } from '../capabilities/general.js';
import { InputFlag } from '../capabilities/input.js';
import type { CapabilitySet } from '../capabilities/set.js';
import { RdpError } from '../errors.js';
import type { ServerCapabilities } from './events.js';

/** What the sets of a Demand Active PDU come to. */
export interface Demanded {
  readonly server: ServerCapabilities;
  /** The desktop, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Largest update that is put together from fragments, in bytes. */
  readonly maxUpdateSize: number;
  /** MACs may be salted, where there are any ([MS-RDPBCGR] 5.3.6.1.1). */
  readonly saltedMacs: boolean;
}

/** Longest side that a desktop may have, in pixels: that of a whole virtual screen ([MS-RDPBCGR] 2.2.1.3.6). */
const LONGEST_SIDE = 32766;
/** Most pixels: eight screens of 3840x2160. Whoever paints them keeps four bytes for each, so the server may not say just anything. */
const MOST_PIXELS = 8 * 3840 * 2160;

/** Update that is put together for every server, in bytes: about a megapixel uncoded. */
const USUAL_UPDATE = 0x3fffff;
/**
 * Update that is put together at most: a frame of two screens of 3840x2160, uncoded. It takes this much memory only once a server
 * has sent as much.
 */
const LARGEST_UPDATE = 64 * 1024 * 1024;

/**
 * Reads what the server does ([MS-RDPBCGR] 2.2.1.13.1, 2.2.7). A set that is missing means that it cannot do it.
 *
 * @param reader of the PDU, for errors
 * @throws ProtocolError there is no desktop, or one of a depth that RDP does not have
 * @throws RdpError the desktop is larger than this side keeps
 */
export function serverCapabilities(sets: readonly CapabilitySet[], reader: Reader): Demanded {
  const find = <T extends CapabilitySet['type']>(type: T) =>
    sets.find((set): set is Extract<CapabilitySet, { type: T }> => set.type === type);
  const bitmap = find('bitmap');
  if (bitmap === undefined) throw reader.error('capabilitySets.bitmap', 'is missing');
  const { desktopWidth: width, desktopHeight: height } = bitmap;
  if (width === 0 || height === 0) throw reader.error('capabilitySets.bitmap.desktopWidth', 'there is no desktop of no size');
  if (Math.max(width, height) > LONGEST_SIDE || width * height > MOST_PIXELS) {
    throw new RdpError('desktop-too-large', `the other computer's desktop has ${width}x${height} pixels, too many to show`);
  }
  const general = find('general');
  const extraFlags = general?.extraFlags ?? 0;
  const input = find('input')?.flags ?? 0;
  return {
    server: {
      bitsPerPixel: depth(bitmap.preferredBitsPerPixel, reader),
      fastPathInput: (input & (InputFlag.fastPath | InputFlag.fastPath2)) !== 0,
      unicodeInput: (input & InputFlag.unicode) !== 0,
      extendedMouse: (input & InputFlag.extendedMouse) !== 0,
      horizontalWheel: (input & InputFlag.horizontalWheel) !== 0,
      refreshRect: general?.refreshRect ?? false,
      suppressOutput: general?.suppressOutput ?? false,
      frameAcknowledge: find('frame-acknowledge') !== undefined,
    },
    width,
    height,
    maxUpdateSize: maxUpdateSize(find('multifragment-update')?.maxRequestSize ?? 0),
    saltedMacs: (extraFlags & GeneralFlag.saltedChecksum) !== 0,
  };
}

/**
 * A server sends no RemoteFX to a client that takes less than it announced, since a frame of it may be one update ([MS-RDPRFX] 1.5,
 * [MS-RDPBCGR] 2.2.7.2.6): FreeRDP's announces its desktop's size uncoded, and sends NSCodec instead.
 *
 * @param announced the server's own, in bytes
 */
function maxUpdateSize(announced: number): number {
  return Math.max(USUAL_UPDATE, Math.min(announced, LARGEST_UPDATE));
}

function depth(bitsPerPixel: number, reader: Reader): ServerCapabilities['bitsPerPixel'] {
  switch (bitsPerPixel) {
    case 8:
    case 15:
    case 16:
    case 24:
    case 32:
      return bitsPerPixel;
    default:
      throw reader.error('capabilitySets.bitmap.preferredBitsPerPixel', `is ${bitsPerPixel}, which is no depth of RDP`);
  }
}
