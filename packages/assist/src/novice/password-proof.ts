import { parseExpertBlob } from '@beside/ticket';
import { type RcCtlMessage, REMOTE_DESKTOP_VERSION, type SendableRcCtl, splitAuthentication } from '../remdesk/rc-ctl.js';
import type { WindowsSecrets } from '../windows-secrets.js';
import type { Handshake, HandshakeVerdict } from './handshake.js';

/**
 * The handshake of Windows' Remote Assistance and FreeRDP: whether the expert has the RASessionID and the password, by version 1 or 2 of session initialisation ([MS-RA] 3.4.5, 3.6.5).
 *
 * Version 2: EXPERT_ON_VISTA and VERIFY_PASSWORD both carry the proof; every one that is sent must be right, and at least one
 * must be sent. Both are judged with VERIFY_PASSWORD, which alone has the expert's name: if the first one alone could be told
 * right from wrong by what comes after it, a guess would cost nothing.
 *
 * Version 1, only for an invitation that has a Connection String 1: AUTHENTICATE carries that string and the proof. [MS-RA]
 * asks for the string alone, which stands in the clear in the file; Beside wants the proof too.
 */
export class PasswordProof implements Handshake {
  readonly security = 'tls';
  readonly #secrets: WindowsSecrets;
  #version: 1 | 2 = 2;
  #name: string | undefined;
  /** What EXPERT_ON_VISTA came to; undefined when there was none. */
  #stubWasRight: boolean | undefined;

  constructor(secrets: WindowsSecrets) {
    this.#secrets = secrets;
  }

  /** Version 1 begins with an announcement; both name themselves 1.2 ([MS-RA] 3.4.5, 3.6.5). */
  get opening(): readonly SendableRcCtl[] {
    const versionInfo = { type: 'version-info', ...REMOTE_DESKTOP_VERSION } as const;
    return this.#secrets.connectionString === undefined ? [versionInfo] : [{ type: 'server-announce' }, versionInfo];
  }

  get version(): 1 | 2 {
    return this.#version;
  }

  get name(): string | undefined {
    return this.#name;
  }

  isSession(presented: string): boolean {
    return this.#secrets.isSession(presented);
  }

  /** @throws ProtocolError at `expertBlob` when that can't be read */
  take(message: RcCtlMessage): HandshakeVerdict {
    switch (message.type) {
      case 'version-info':
        return this.#versionInfo(message.major, message.minor);
      case 'authenticate':
        return this.#authenticate(message.credentials);
      case 'expert-on-vista':
        this.#stubWasRight = this.#secrets.proves(message.proof) && this.#stubWasRight !== false;
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
  #versionInfo(major: number, minor: number): HandshakeVerdict {
    const same = major === REMOTE_DESKTOP_VERSION.major && minor === REMOTE_DESKTOP_VERSION.minor;
    return this.#secrets.connectionString === undefined || same ? undefined : 'incompatible-version';
  }

  #authenticate(credentials: string): HandshakeVerdict {
    const { connectionString } = this.#secrets;
    if (connectionString === undefined) return undefined;
    this.#version = 1;
    const blob = splitAuthentication(credentials, connectionString);
    return blob === undefined ? 'wrong' : this.#expertBlob(blob);
  }

  #expertBlob(text: string): HandshakeVerdict {
    const blob = parseExpertBlob(text);
    if (blob.name !== '') this.#name = blob.name;
    const right = blob.proof === undefined ? this.#stubWasRight === true : this.#secrets.proves(blob.proof);
    return right && this.#stubWasRight !== false ? 'proved' : 'wrong';
  }
}
