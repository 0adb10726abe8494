/** Remote Assistance error codes ([MS-RA] 2.2.6), those that a novice sends or that say why one did not let the expert in. */
export const RESULT = {
  noError: 0,
  /** Version 1: the connection string or its proof is wrong. */
  invalidPassword: 26,
  /** No such invitation, or no longer. */
  helpSessionNotFound: 25,
  helpSessionExpired: 27,
  alreadyBeingHelped: 37,
  neverResponded: 40,
  saidNo: 41,
  incompatibleVersion: 47,
  /** Version 2: the proof of the password is wrong. */
  passwordsDoNotMatch: 61,
} as const;
