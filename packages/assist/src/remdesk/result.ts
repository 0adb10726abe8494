/** Remote Assistance error codes ([MS-RA] 2.2.6), those that a novice sends or that say why one did not let the expert in. */
export const RESULT = {
  noError: 0,
  remoteByUser: 4,
  /** No such invitation, or no longer. */
  helpSessionNotFound: 25,
  /** Version 1: the connection string or its proof is wrong. */
  invalidPassword: 26,
  helpSessionExpired: 27,
  responsePending: 35,
  saidYes: 36,
  alreadyBeingHelped: 37,
  considering: 38,
  neverResponded: 40,
  saidNo: 41,
  accessDenied: 42,
  notSupported: 45,
  incompatibleVersion: 47,
  notConnected: 48,
  systemShutdown: 50,
  stopListenByUser: 51,
  /** Version 2: the proof of the password is wrong. */
  passwordsDoNotMatch: 61,
} as const;
