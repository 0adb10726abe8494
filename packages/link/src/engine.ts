import type { LinkError } from './errors.js';
import type { LinkLimits } from './limits.js';

/** A session's engine as a link drives it: `Novice` or `Expert` of `assist`. All times are ms of the link's clock. */
export interface SessionEngine {
  receive(bytes: Uint8Array, now: number): void;
  tlsStarted(now: number): void;
  tick(now: number): void;
  nextDeadline(): number | undefined;
  streamEnded(now: number): void;
}

/** The events that an engine has for the link itself. `ended` is its last one. */
export type LinkEvent =
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  | { readonly type: 'start-tls' }
  | { readonly type: 'ended' };

/** How the connection came about that an engine is made for. */
export type Opened =
  /** RDP from the first byte; the engine asks for TLS and proves what is to be proved. */
  | { readonly way: 'rdp' }
  /** Inside TLS 1.3, and both sides have proved that they have the invitation. */
  | {
      readonly way: 'beside';
      /** Six digits, the same on both sides unless somebody sits in between. */
      readonly checkNumber: string;
    };

/** What both ends of a connection are made with. */
export interface SessionLinkOptions<Engine extends SessionEngine> {
  /**
   * Makes the engine, once the connection has come so far that there is a session to have. Every event of the engine that is
   * of {@link LinkEvent} has to be handed to `obey`, after whatever else is done with it.
   */
  readonly createEngine: (obey: (event: LinkEvent) => void, now: number, opened: Opened) => Engine;
  /** Called whenever everything that waited has been taken by the system. */
  readonly drained?: () => void;
  /** The connection is gone and everything is let go of. Called once, last. */
  readonly closed: (error: LinkError | undefined) => void;
  readonly limits?: Partial<LinkLimits>;
  /** ms since 1970, so that an invitation's end holds over a suspended computer. Default `Date.now`. */
  readonly clock?: () => number;
}
