import { parseExpertBlob } from '@beside/ticket';
import type { Invitation } from '../invitation.js';
import { type RcCtlMessage, REMOTE_DESKTOP_VERSION, splitAuthentication } from '../remdesk/rc-ctl.js';

/** What a message came to. `undefined`: nothing yet, or a message that says nothing about the proof. */
type Verdict = 'proved' | 'wrong' | 'incompatible-version' | undefined;

/**
 * Whether the expert knows the password, by version 1 or 2 of session initialisation ([MS-RA] 3.4.5, 3.6.5).
 *
 * Version 2: EXPERT_ON_VISTA and VERIFY_PASSWORD both carry the proof; every one that is sent must be right, and at least one
 * must be sent. Both are judged with VERIFY_PASSWORD, which alone has the expert's name: if the first one alone could be told
 * right from wrong by what comes after it, a guess would cost nothing.
 *
 * Version 1, only for an invitation that has a Connection String 1: AUTHENTICATE carries that string and the proof. [MS-RA]
 * asks for the string alone, which stands in the clear in the file; Beside wants the proof too.
 */
export class PasswordProof {
  readonly #invitation: Invitation;
  #version: 1 | 2 = 2;
  #name: string | undefined;
  /** What EXPERT_ON_VISTA came to; undefined when there was none. */
  #stubWasRight: boolean | undefined;

  constructor(invitation: Invitation) {
    this.#invitation = invitation;
  }

  /** The version that the expert speaks, as far as can be seen from what it sent. */
  get version(): 1 | 2 {
    return this.#version;
  }

  /** The name that the expert gave itself, as it came. */
  get name(): string | undefined {
    return this.#name;
  }

  /**
   * Takes a message of session initialisation into account; those of another version, and those only novices send, are ignored.
   *
   * @throws ProtocolError at `expertBlob` when that can't be read
   */
  take(message: RcCtlMessage): Verdict {
    switch (message.type) {
      case 'version-info':
        return this.#versionInfo(message.major, message.minor);
      case 'authenticate':
        return this.#authenticate(message.credentials);
      case 'expert-on-vista':
        this.#stubWasRight = this.#invitation.proves(message.proof) && this.#stubWasRight !== false;
        return undefined;
      case 'verify-password':
        return this.#expertBlob(message.expertBlob);
      case 'expert-name':
        this.#name = message.name;
        return undefined;
      default:
        return undefined;
    }
  }

  /** In version 2 "receivers take no action" ([MS-RA] 2.2.1.8); in version 1 every other number is refused (3.4.5). */
  #versionInfo(major: number, minor: number): Verdict {
    const same = major === REMOTE_DESKTOP_VERSION.major && minor === REMOTE_DESKTOP_VERSION.minor;
    return this.#invitation.connectionString === undefined || same ? undefined : 'incompatible-version';
  }

  #authenticate(credentials: string): Verdict {
    const { connectionString } = this.#invitation;
    if (connectionString === undefined) return undefined;
    this.#version = 1;
    const blob = splitAuthentication(credentials, connectionString);
    return blob === undefined ? 'wrong' : this.#expertBlob(blob);
  }

  #expertBlob(text: string): Verdict {
    const blob = parseExpertBlob(text);
    if (blob.name !== '') this.#name = blob.name;
    const right = blob.proof === undefined ? this.#stubWasRight === true : this.#invitation.proves(blob.proof);
    return right && this.#stubWasRight !== false ? 'proved' : 'wrong';
  }
}
