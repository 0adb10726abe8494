import type { RdpServerSecurity } from '@beside/rdp';
import type { RcCtlMessage, SendableRcCtl } from '../remdesk/rc-ctl.js';

/** How an expert reaches the novice: from another Beside, over a link that has proved the secret; or by RDP alone. */
export type Way = 'beside' | 'rdp';

/**
 * What a message of session initialisation came to.
 *
 * - `proved`, `wrong`: it proves the password, or fails to; this is to be judged and counted
 * - `introduced`: the expert is complete, and there is nothing to judge here
 * - undefined: nothing yet
 */
export type HandshakeVerdict = 'proved' | 'wrong' | 'introduced' | 'incompatible-version' | undefined;

/** What one way asks of an expert before the novice is asked: all in which the ways differ. */
export interface Handshake {
  /** What protects the RDP connection. */
  readonly security: RdpServerSecurity;
  /** What the novice says first, once the RDP connection is finalized. */
  readonly opening: readonly SendableRcCtl[];
  /** The version of [MS-RA] that the expert speaks, as far as can be seen from what it sent. */
  readonly version: 1 | 2;
  /** The name that the expert gave itself, as it came. */
  readonly name: string | undefined;
  /** Whether the RASessionID that Client Info had is the invitation's, where the way asks for one. */
  isSession(presented: string): boolean;
  /**
   * Takes a message of session initialisation into account. Those that do not belong to the way are ignored.
   *
   * @throws ProtocolError when it can't be read
   */
  take(message: RcCtlMessage): HandshakeVerdict;
}
