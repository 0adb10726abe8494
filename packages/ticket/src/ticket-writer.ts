import { utf8 } from '@beside/bytes';
import type { Candidate } from './candidate.js';
import { formatConnectionString1 } from './connection-string-1.js';
import { formatConnectionString2 } from './connection-string-2.js';
import { sealLhTicket } from './lhticket.js';
import { formatXml, xmlElement } from './xml.js';

/** How long an invitation is good for unless somebody says otherwise, in minutes: 6 hours, as in Windows. */
export const DEFAULT_LIFETIME = 360;

/** What a ticket for other programs than Beside says. */
export interface TicketContent {
  /**
   * `windows`: type 2 without RCTICKET, so that addresses and session id are readable with the password only. `xp`: type 2 with
   * RCTICKET as well, which Windows XP needs and which everybody can read who sees the file.
   */
  readonly for: 'windows' | 'xp';
  /** What the novice is called; the expert's program shows it. */
  readonly user: string;
  readonly password: string;
  /** From `generatePassStub`. */
  readonly passStub: string;
  /** From `generateSessionId`. */
  readonly sessionId: string;
  /** From `keyHash`. */
  readonly keyHash: string;
  /** From `keyHash2`. */
  readonly keyHash2: string;
  /** Most promising first: FreeRDP 2.11 tries one after the other. */
  readonly candidates: readonly Candidate[];
  /** ms since 1970; the file has whole seconds. */
  readonly created: number;
  /** Minutes, {@link DEFAULT_LIFETIME} by default. */
  readonly lifetime?: number;
  /** Ask for little traffic; false by default. */
  readonly lowBandwidth?: boolean;
}

/**
 * Writes a `.msrcincident` file of type 2 ([MS-RAI] 6) that Windows and FreeRDP 2.11 and 3 take: one line of UTF-8, attributes spelled and
 * ordered as Windows has them. FreeRDP 2.11.7 opens it without RCTICKET; whatever it needs is in LHTICKET.
 *
 * @returns the bytes of the file
 */
export function writeTicket(content: TicketContent): Uint8Array {
  const { candidates, sessionId, keyHash, password, created, lifetime = DEFAULT_LIFETIME, lowBandwidth = false } = content;
  const data = xmlElement('UPLOADDATA', {
    USERNAME: content.user,
    LHTICKET: sealLhTicket(formatConnectionString2(content), password),
    ...(content.for === 'xp' && { RCTICKET: formatConnectionString1(candidates, sessionId, keyHash) }),
    PassStub: content.passStub,
    RCTICKETENCRYPTED: '1',
    DtStart: String(Math.floor(created / 1000)),
    DtLength: String(lifetime),
    L: lowBandwidth ? '1' : '0',
  });
  return utf8(`<?xml version="1.0"?>${formatXml(xmlElement('UPLOADINFO', { TYPE: 'Escalated' }, [data]))}`);
}
