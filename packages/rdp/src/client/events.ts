import type { DisconnectReason } from '../disconnect-reason.js';
import type { Monitor } from '../monitor-layout.js';
import type { PointerImage, ReceivedRect } from '../picture.js';

/** What the server does and takes, from the capability sets of its Demand Active PDU ([MS-RDPBCGR] 2.2.7). */
export interface ServerCapabilities {
  /** Depth of bitmap updates; 8 comes with a palette. */
  readonly bitsPerPixel: 8 | 15 | 16 | 24 | 32;
  /** Fast-path input is taken ([MS-RDPBCGR] 2.2.7.1.6); else input goes the slow way, which is no affair of the caller. */
  readonly fastPathInput: boolean;
  /** `unicode` input is taken. */
  readonly unicodeInput: boolean;
  /** Buttons `back` and `forward` are taken. */
  readonly extendedMouse: boolean;
  /** Horizontal `wheel` input is taken. */
  readonly horizontalWheel: boolean;
  /** `refresh` has an effect ([MS-RDPBCGR] 2.2.7.1.1). */
  readonly refreshRect: boolean;
  /** `suppressOutput` has an effect ([MS-RDPBCGR] 2.2.7.1.1). */
  readonly suppressOutput: boolean;
  /** Frames are to be acknowledged ([MS-RDPRFX] 2.2.1.3). */
  readonly frameAcknowledge: boolean;
}

/** Pictures and pointers: what an output PDU comes to. Views are valid only during the call. */
export type RdpOutputEvent =
  /** Still coded; to be painted in this order. */
  | { readonly type: 'picture'; readonly rects: readonly ReceivedRect[] }
  /** For 8 bits a pixel: 256 colours, 0xffRRGGBB. */
  | { readonly type: 'palette'; readonly colors: Uint32Array }
  /** What comes until `frame-end` belongs together ([MS-RDPBCGR] 2.2.9.2.3). Once it is painted, `acknowledgeFrame`. */
  | { readonly type: 'frame-begin'; readonly frameId: number }
  | { readonly type: 'frame-end'; readonly frameId: number }
  /** `null`: hidden; `default`: this computer's own arrow. Pictures from the cache are found already. */
  | { readonly type: 'pointer'; readonly image: PointerImage | null | 'default' }
  /** The server moved the pointer, in pixels of the desktop. */
  | { readonly type: 'pointer-position'; readonly x: number; readonly y: number };

export type RdpClientEvent =
  /** Bytes for the server, in this order. The view is valid only during the call. */
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /**
   * Everything sent before must go out in the clear; then the stream becomes TLS (this side is its client), then `tlsStarted()` is
   * to be called. What the stream brings from here on is TLS's, at once: nothing of it may go to `receive`.
   */
  | { readonly type: 'start-tls' }
  /**
   * Standard RDP Security only: the server's RSA_PUBLIC_KEY ([MS-RDPBCGR] 2.2.1.4.3.1.1.1), exactly the bytes that the KH and KH2 of a
   * ticket are hashes of; a copy. Nothing goes on until `acceptServerKey()` or `disconnect()`.
   */
  | { readonly type: 'server-key'; readonly blob: Uint8Array }
  /**
   * Pictures flow, and once the connection is finalized (Font Map received) input and channels do: mostly that is now, but a server
   * may draw a little earlier. Again after each reactivation. The desktop's size in pixels is the server's, whatever was wished.
   */
  | { readonly type: 'active'; readonly server: ServerCapabilities; readonly width: number; readonly height: number }
  /** The server deactivates the connection, mostly for a new size: no input is taken until `active` comes again. */
  | { readonly type: 'inactive' }
  | RdpOutputEvent
  /**
   * How the desktop's monitors stand ([MS-RDPBCGR] 2.2.12.1), cut at its edges; none: the server does not say. Comes behind an `active`,
   * which takes away what was told before, and at every change, from servers that tell it at all.
   */
  | { readonly type: 'monitors'; readonly monitors: readonly Monitor[] }
  /** A whole message of a static channel; the view is valid only during the call. */
  | { readonly type: 'channel'; readonly name: string; readonly data: Uint8Array }
  /** Why the connection will end ([MS-RDPBCGR] 2.2.5.1.1); 0 takes back what was said before. */
  | { readonly type: 'error-info'; readonly code: number }
  /** Last event. The stream is to be closed once what was sent is out. */
  | { readonly type: 'disconnected'; readonly reason: DisconnectReason; readonly error?: Error };
