import type { NSCodecCapability } from '../codecs/nscodec-capability.js';
import type { OperationalMode } from '../codecs/remotefx/blocks.js';
import type { EntropyAlgorithm } from '../codecs/remotefx/rlgr.js';
import type { DisconnectReason } from '../disconnect-reason.js';
import type { InputEvent } from '../input.js';
import type { Area } from '../picture.js';

/** Who connects, from the Client Info PDU ([MS-RDPBCGR] 2.2.1.11.1.1) and the client core data (2.2.1.3.2). Untrusted text. */
export interface ClientInfo {
  readonly userName: string;
  readonly domain: string;
  /** `*` in Remote Assistance, or the clear password where the ticket has no PassStub. */
  readonly alternateShell: string;
  /** The RASessionID, in Remote Assistance. */
  readonly workingDir: string;
  readonly computerName: string;
  /** Version of the client's core data, e.g. 0x00080004. */
  readonly version: number;
  readonly build: number;
}

/** What the client can show, from its capability sets ([MS-RDPBCGR] 2.2.7). */
export interface ClientCapabilities {
  readonly bitsPerPixel: 15 | 16 | 24 | 32;
  /** The size the client answered with; the server's own counts. */
  readonly width: number;
  readonly height: number;
  readonly fastPathOutput: boolean;
  /** Client follows a new size by deactivation and reactivation. */
  readonly desktopResize: boolean;
  /** Largest update the client puts together from fragments, in bytes ([MS-RDPBCGR] 2.2.7.2.6); 0 when not said. */
  readonly maxUpdateSize: number;
  /** Surface commands understood ([MS-RDPBCGR] 2.2.7.2.9). */
  readonly surfaceCommands: {
    readonly setSurfaceBits: boolean;
    readonly streamSurfaceBits: boolean;
    readonly frameMarker: boolean;
  };
  /** Client acknowledges frames ([MS-RDPRFX] 2.2.1.3); the number it allows unacknowledged, 0: not at all. */
  readonly framesInFlight: number;
  /** RemoteFX in surface commands ([MS-RDPRFX] 2.2.1.1); undefined: not taken. */
  readonly remotefx: RemoteFxSupport | undefined;
  /** NSCodec in surface commands ([MS-RDPNSC] 2.2.1); undefined: not taken. */
  readonly nscodec: NSCodecSupport | undefined;
  /** Pointers of 32 bits a pixel with alpha, how many are cached, and the largest size. */
  readonly pointer: { readonly cacheSize: number; readonly newPointers: boolean; readonly maxSize: 32 | 96 | 384 };
  /** 32 bpp bitmap updates may be planar with or without alpha dropped ([MS-RDPBCGR] 2.2.7.1.2 drawingFlags). */
  readonly planar: boolean;
}

/** How a client takes RemoteFX. */
export interface RemoteFxSupport {
  /** By which surface commands name it. */
  readonly id: number;
  readonly mode: OperationalMode;
  readonly entropy: EntropyAlgorithm;
}

/** How a client takes NSCodec. */
export interface NSCodecSupport extends NSCodecCapability {
  /** By which surface commands name it. */
  readonly id: number;
}

export type RdpServerEvent =
  /** Bytes for the client, in this order. The view is valid only during the call. */
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /**
   * Everything sent before must go out in the clear; then the stream becomes TLS, then `tlsStarted()` is to be called. What the
   * stream brings from here on is TLS's, at once: nothing of it may go to `receive`.
   */
  | { readonly type: 'start-tls' }
  /** The client says who it is; nothing further happens until `accept()` or `disconnect()` is called. */
  | { readonly type: 'client-info'; readonly info: ClientInfo }
  /** The connection is finalized (Font Map sent): channels and pictures may flow. Again after each reactivation. */
  | { readonly type: 'active'; readonly client: ClientCapabilities; readonly width: number; readonly height: number }
  /** The connection is deactivated for a new size; no picture may be sent until `active` comes again. */
  | { readonly type: 'inactive' }
  /** A whole message of a static channel; the view is valid only during the call. */
  | { readonly type: 'channel'; readonly name: string; readonly data: Uint8Array }
  | { readonly type: 'input'; readonly input: InputEvent }
  /** The client does not (or does again) want pictures ([MS-RDPBCGR] 2.2.11.3.1). */
  | { readonly type: 'suppress-output'; readonly suppressed: boolean }
  /** The client wants these areas again ([MS-RDPBCGR] 2.2.11.2.1). */
  | { readonly type: 'refresh'; readonly areas: readonly Area[] }
  | { readonly type: 'frame-acknowledged'; readonly frameId: number }
  /** Last event. The stream is to be closed once what was sent is out. */
  | { readonly type: 'disconnected'; readonly reason: DisconnectReason; readonly error?: Error };
