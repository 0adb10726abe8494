import type { RdpClientSecurity } from '@beside/rdp';

/** From the RDP connection to the end of the expert's part of the handshake, in ms; the novice's computer does that alone. */
export const INTRODUCTION_TIMEOUT = 30_000;
/** For the novice's yes or no to being seen, in ms. A novice of Beside answers by itself after two minutes. */
export const CONSENT_PATIENCE = 600_000;
/** For the novice's yes or no to being controlled, in ms; longer than a novice of Beside waits for its user. */
export const CONTROL_PATIENCE = 180_000;

/** What every expert needs. */
interface CommonOptions {
  /** Who the novice is asked about; may be empty. */
  readonly expertName: string;
  /** This computer's name. */
  readonly computerName: string;
  /** The desktop that is wished, in pixels; the novice's own counts. */
  readonly width: number;
  readonly height: number;
  /** So many unpredictable bytes. */
  readonly random: (length: number) => Uint8Array;
  /** How long the novice may take to say yes or no to being seen, in ms. Default {@link CONSENT_PATIENCE}. */
  readonly consentTimeout?: number;
}

/** Inside a link between two Besides, which has proved the invitation's secret and protects what is said. */
export interface BesideWay extends CommonOptions {
  readonly way: 'beside';
}

/** By RDP alone: an invitation for Windows. */
export interface RdpWay extends CommonOptions {
  readonly way: 'rdp';
  /** The RASessionID, from the connection string. */
  readonly sessionId: string;
  /** The PassStub of the ticket; undefined where it has none, as a connection string by itself. */
  readonly passStub?: string;
  /** In the spelling that opened the ticket. */
  readonly password: string;
  /** The connection string, exactly as it was received. Its form says which version of [MS-RA] is spoken. */
  readonly connectionString: string;
  readonly security: Exclude<RdpClientSecurity, 'external'>;
  /**
   * Whether a key of Standard RDP Security is the invited one: `blob` is what the ticket's KH and KH2 are hashes of. It may
   * answer yes to a ticket that has none.
   */
  readonly acceptsServerKey: (blob: Uint8Array) => boolean;
}

export type ExpertOptions = BesideWay | RdpWay;
