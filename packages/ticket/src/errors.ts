/**
 * Why an invitation cannot be used. Stable: programs match on it, people read the sentence.
 *
 * | code | meaning |
 * |---|---|
 * | `not-a-ticket` | something else than an invitation |
 * | `too-large` | longer than any invitation, not looked at |
 * | `truncated` | begins like an invitation and stops in the middle |
 * | `damaged` | an invitation in which something is not as it must be |
 * | `unsupported` | a whole invitation of a kind that Beside does not know |
 * | `password-needed` | enciphered, and no password was given |
 * | `wrong-password` | enciphered with another password |
 * | `expired` | its time is over |
 */
export type TicketErrorCode =
  | 'not-a-ticket'
  | 'too-large'
  | 'truncated'
  | 'damaged'
  | 'unsupported'
  | 'password-needed'
  | 'wrong-password'
  | 'expired';

const SENTENCES: Readonly<Record<TicketErrorCode, string>> = {
  'not-a-ticket': 'This is not a Remote Assistance invitation.',
  'too-large': 'This is too large to be a Remote Assistance invitation.',
  truncated: 'The end of this invitation is missing. Ask for it to be sent again.',
  damaged: 'This invitation is damaged. Ask for it to be sent again.',
  unsupported: 'This invitation is of a kind that Beside does not know.',
  'password-needed': 'This invitation is protected. Enter the password that the person who needs help has told you.',
  'wrong-password': 'The password does not fit this invitation. Check it with the person who needs help.',
  expired: 'This invitation has expired. Ask for a new one.',
};

/**
 * An invitation cannot be used. `message` is a sentence for people; nothing in it comes from the invitation.
 */
export class TicketError extends Error {
  override readonly name = 'TicketError';
  readonly code: TicketErrorCode;
  /** What exactly is wrong and where, one lower-case phrase for a log; holds no secret and no text from outside. */
  readonly detail: string;

  constructor(code: TicketErrorCode, detail: string, options?: ErrorOptions) {
    super(SENTENCES[code], options);
    this.code = code;
    this.detail = detail;
  }
}
