import { RESULT } from '../remdesk/result.js';

/** Why a novice did not let the expert in. Stable; programs match on it. */
export type ExpertRefusalReason =
  | 'wrong-password'
  /** The novice knows no such invitation, or does no longer. */
  | 'no-such-invitation'
  /** The invitation's time is over. */
  | 'expired'
  /** Another expert helps already. */
  | 'busy'
  | 'novice-said-no'
  /** The novice was asked and did not answer in time. */
  | 'no-answer'
  /** Settings of the novice's computer forbid it. */
  | 'not-allowed'
  /** The novice speaks another version of the protocol than its invitation says. */
  | 'incompatible-version'
  /** The novice's computer is shut down, or its Remote Assistance was closed. */
  | 'novice-left'
  /** Something failed at the novice's computer; the `refused` event's `result` says what. */
  | 'novice-failed'
  /** The novice's computer hung up without a reason: no such invitation, most likely, or no longer. */
  | 'denied'
  /** The novice's key is not the one in the invitation: another computer may be in the middle. */
  | 'wrong-key'
  /** What answered is no Remote Assistance. */
  | 'not-remote-assistance'
  /** Its RDP has nothing in common with this side's; the `ended` event's error says what. */
  | 'unsupported';

/** What a RESULT says to an expert that is not let in yet. */
export type ResultMeaning = 'yes' | 'still-asking' | ExpertRefusalReason;

const MEANINGS: ReadonlyMap<number, ResultMeaning> = new Map<number, ResultMeaning>([
  [RESULT.noError, 'yes'],
  [RESULT.saidYes, 'yes'],
  [RESULT.responsePending, 'still-asking'],
  [RESULT.considering, 'still-asking'],
  [RESULT.invalidPassword, 'wrong-password'],
  [RESULT.passwordsDoNotMatch, 'wrong-password'],
  [RESULT.helpSessionNotFound, 'no-such-invitation'],
  [RESULT.helpSessionExpired, 'expired'],
  [RESULT.alreadyBeingHelped, 'busy'],
  [RESULT.saidNo, 'novice-said-no'],
  [RESULT.neverResponded, 'no-answer'],
  [RESULT.accessDenied, 'not-allowed'],
  [RESULT.notSupported, 'not-allowed'],
  [RESULT.incompatibleVersion, 'incompatible-version'],
  [RESULT.remoteByUser, 'novice-left'],
  [RESULT.notConnected, 'novice-left'],
  [RESULT.systemShutdown, 'novice-left'],
  [RESULT.stopListenByUser, 'novice-left'],
]);

/** The meaning of a RESULT; every code that nothing is known of is a failure at the novice's computer. */
export function meaningOf(result: number): ResultMeaning {
  return MEANINGS.get(result) ?? 'novice-failed';
}

/**
 * What RDP's error information ([MS-RDPBCGR] 2.2.5.1.1) says about a connection that the server ended before consent, where no
 * RESULT came: before the channels are up a novice has no other word.
 *
 * @param asked the novice was being asked; hanging up by its hand is then its no
 */
export function refusalOf(errorInfo: number, asked: boolean): ExpertRefusalReason | undefined {
  switch (errorInfo) {
    case 0x05: // ERRINFO_DISCONNECTED_BY_OTHERCONNECTION
      return 'busy';
    case 0x07: // ERRINFO_SERVER_DENIED_CONNECTION
    case 0x09: // ERRINFO_SERVER_INSUFFICIENT_PRIVILEGES
    case 0x0a: // ERRINFO_SERVER_FRESH_CREDENTIALS_REQUIRED
      return 'denied';
    case 0x0b: // ERRINFO_RPC_INITIATED_DISCONNECT_BYUSER
      return asked ? 'novice-said-no' : undefined;
    default:
      return undefined;
  }
}

/** The server says that this side was too slow: ERRINFO_IDLE_TIMEOUT, ERRINFO_LOGON_TIMEOUT. */
export function saysTimeout(errorInfo: number): boolean {
  return errorInfo === 0x03 || errorInfo === 0x04;
}
