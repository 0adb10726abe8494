import { type RcCtlMessage, REMOTE_DESKTOP_VERSION } from '../remdesk/rc-ctl.js';
import type { Handshake, HandshakeVerdict } from './handshake.js';

/**
 * The handshake between two Besides: version 2 of [MS-RA] 3.5.5 and 3.6.5 without the proof of a password, since the link
 * underneath has proved the invitation's secret, and counted, before the first byte of RDP.
 *
 * The novice names its version; the expert answers RAEXPERT_NAME, which may be empty, and with that the novice is asked.
 */
export class Introduction implements Handshake {
  readonly security = 'external';
  readonly version = 2;
  readonly opening = [{ type: 'version-info', ...REMOTE_DESKTOP_VERSION }] as const;
  #name: string | undefined;

  get name(): string | undefined {
    return this.#name;
  }

  /** There is no RASessionID: whoever gets this far has the invitation's secret. */
  isSession(): boolean {
    return true;
  }

  take(message: RcCtlMessage): HandshakeVerdict {
    if (message.type !== 'expert-name') return undefined;
    this.#name = message.name;
    return 'introduced';
  }
}
