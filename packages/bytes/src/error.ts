/**
 * A message from outside does not have the form its document gives it.
 *
 * `path` names the place, outermost first and joined by dots ("mcs.connect-initial.userData.length"), so that the
 * person who reads a log finds the field in the document. The message never repeats the bytes themselves: they may be secret.
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  /** Stable; other packages match on it and never on the message. */
  readonly code = 'malformed';

  /** Where the fault is, outermost field first. */
  readonly path: string;
  /** What is wrong there, one lower-case phrase. */
  readonly problem: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options);
    this.path = path;
    this.problem = problem;
  }
}
