/** Each code with its sentence. */
const SENTENCES = {
  'not-rdp': 'the other side does not speak Remote Assistance',
  'beside-not-offered': 'the other side wants a connection between two Besides, and this invitation is for other programs',
  'rdp-not-offered': 'the other side is not Beside, and this invitation is for Beside alone',
  'not-beside': 'what answers there is not Beside, or not the Beside that this invitation is from; plain RDP is not tried',
  'alpn-missing': 'the other side speaks TLS, but not as Beside does',
  'tls-too-old': 'the other side speaks only versions of TLS that are too old to be safe',
  'tls-failed': 'no secure connection could be agreed',
  'wrong-certificate': 'the other side is not the computer that made this invitation',
  'proof-unfinished': 'the other side hung up before both had proved that they have the invitation',
  'wrong-proof': 'the other side could not prove that it has the invitation',
  'wrong-reveal': 'the other side changed its part of the check number afterwards',
  'proof-refused': 'the other side says that this is not its invitation; ask for a new one',
  malformed: 'the other side broke the rules by which two Besides connect',
  expired: 'the invitation has expired; ask for a new one',
  void: 'the invitation is void after too many attempts; ask for a new one',
  busy: 'somebody else is connected on this invitation already',
  'handshake-timeout': 'the other side did not finish connecting in time',
  stalled: 'the other side stopped taking what is sent to it',
  broken: 'the connection broke',
  fault: 'Beside made a mistake; please report it',
} as const;

/** Why a connection ended before or besides its session. Stable: programs match on it. */
export type LinkErrorCode = keyof typeof SENTENCES;

/** Why a connection ended; the message is for people, one lower-case phrase without anything that came from outside. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly code: LinkErrorCode;

  constructor(code: LinkErrorCode, options?: ErrorOptions) {
    super(SENTENCES[code], options);
    this.code = code;
  }
}
