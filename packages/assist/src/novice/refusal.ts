import { RESULT } from '../remdesk/result.js';

/** Why an expert was not let in. Stable; programs match on it. */
export type RefusalReason =
  /** Its RASessionID is not this invitation's. */
  | 'wrong-session'
  /** The invitation's time is over. */
  | 'expired'
  /** Too many wrong proofs were made on the invitation. */
  | 'void'
  /** A client that knows the RASessionID but has no channel for Remote Assistance. */
  | 'not-remote-assistance'
  /** Version 1 of the protocol, with a number that [MS-RA] 3.4.5 refuses. */
  | 'incompatible-version'
  /** The proof of the password is wrong. */
  | 'wrong-password'
  /** Another expert has been let in. */
  | 'busy'
  | 'novice-said-no'
  /** The novice was asked and did not answer in time. */
  | 'no-answer'
  /** Its RDP has nothing in common with this side's, security mostly; the `ended` event's error says what. */
  | 'unsupported';

/**
 * Error information for the RDP client ([MS-RDPBCGR] 2.2.5.1.1). FreeRDP and mstsc put these in words, which is all that a
 * refused FreeRDP user learns: it ignores the RESULT message.
 */
export const ERROR_INFO = {
  /** ERRINFO_RPC_INITIATED_DISCONNECT: ended by an administrative tool; there is none for "you sent rubbish". */
  ended: 0x01,
  /** ERRINFO_LOGON_TIMEOUT */
  tooSlow: 0x04,
  /** ERRINFO_SERVER_DENIED_CONNECTION */
  denied: 0x07,
  /** ERRINFO_RPC_INITIATED_DISCONNECT_BYUSER */
  byUser: 0x0b,
} as const;

/** How a refused expert is told: by RESULT where Remote Assistance's channels are up, and by RDP's error information. */
interface Refusal {
  readonly result: number | undefined;
  readonly errorInfo: number;
}

/** Version 2's words for each refusal; {@link resultOf} has the difference for version 1. */
export const REFUSALS: Readonly<Record<RefusalReason, Refusal>> = {
  'wrong-session': { result: RESULT.helpSessionNotFound, errorInfo: ERROR_INFO.denied },
  expired: { result: RESULT.helpSessionExpired, errorInfo: ERROR_INFO.denied },
  void: { result: RESULT.helpSessionNotFound, errorInfo: ERROR_INFO.denied },
  'not-remote-assistance': { result: undefined, errorInfo: ERROR_INFO.denied },
  'incompatible-version': { result: RESULT.incompatibleVersion, errorInfo: ERROR_INFO.denied },
  'wrong-password': { result: RESULT.passwordsDoNotMatch, errorInfo: ERROR_INFO.denied },
  busy: { result: RESULT.alreadyBeingHelped, errorInfo: ERROR_INFO.denied },
  'novice-said-no': { result: RESULT.saidNo, errorInfo: ERROR_INFO.byUser },
  'no-answer': { result: RESULT.neverResponded, errorInfo: ERROR_INFO.denied },
  unsupported: { result: undefined, errorInfo: ERROR_INFO.denied },
};

/** The RESULT of a refusal in this version of the protocol ([MS-RA] 3.4.5, 3.6.5). */
export function resultOf(why: RefusalReason, version: 1 | 2): number | undefined {
  return version === 1 && why === 'wrong-password' ? RESULT.invalidPassword : REFUSALS[why].result;
}
