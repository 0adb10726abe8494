import { findBesideContainer } from './beside/link.js';
import type { BesideTicket } from './beside/seal.js';
import type { Candidate } from './candidate.js';
import { type ConnectionString1, looksLikeConnectionString1, parseConnectionString1 } from './connection-string-1.js';
import { type ConnectionString2, parseConnectionString2 } from './connection-string-2.js';
import { decodeText } from './encoding.js';
import { TicketError } from './errors.js';
import type { KeyHash } from './key-hash.js';
import { openLhTicket } from './lhticket.js';
import { normalisePassword } from './password.js';
import { parseXml } from './xml.js';

/** Longest invitation that is looked at, in bytes. A large one of Windows in UTF-16 has 10,000. */
export const TICKET_LIMIT = 128 * 1024;

/** An invitation of any form, as anybody sees it who holds it and has no password. */
export type Ticket = WindowsTicket | BesideTicket;

/**
 * What an invitation for Windows says to anybody who holds it, without its password.
 *
 * `type1` and `type2` are the two `.msrcincident` files of Windows ([MS-RAI] 6); `string` is a connection string by itself,
 * as it goes through instant messengers and comes back from an offer of assistance.
 */
export interface WindowsTicket {
  readonly kind: 'windows';
  readonly form: 'type1' | 'type2' | 'string';
  /** USERNAME: what the novice calls itself; pass it through `displayableName` before anybody sees it. */
  readonly user: string | undefined;
  /** DtStart, in ms since 1970. */
  readonly created: number | undefined;
  /** End of its time by the invitation's own word, in ms since 1970. The novice decides; this only saves a try. */
  readonly expires: number | undefined;
  /** PassStub: the text whose encryption proves the password. */
  readonly passStub: string | undefined;
  /** L: the novice asks for little traffic. */
  readonly lowBandwidth: boolean;
  /** RCTICKET, or a bare Connection String 1. */
  readonly connectionString1: ConnectionString1 | undefined;
  /** LHTICKET, still enciphered, in hexadecimal: {@link openTicket} opens it. */
  readonly lhTicket: string | undefined;
  /** A bare Connection String 2. */
  readonly connectionString2: ConnectionString2 | undefined;
}

/** What an invitation for Windows says to somebody who may use it. */
export interface OpenedTicket {
  /** The exact text; what an expert hands back when it is asked for the connection string. */
  readonly connectionString: string;
  readonly candidates: readonly Candidate[];
  readonly sessionId: string;
  /** Empty in no invitation of Windows, but nothing forces them to be there. */
  readonly keyHashes: readonly KeyHash[];
  /** The novice's TLS certificate in DER, where the invitation has it. */
  readonly certificate: Uint8Array | undefined;
  /** The password in the spelling that opened it; undefined when none was needed or given. */
  readonly password: string | undefined;
}

/**
 * Reads an invitation of any known form. Nothing secret is needed and nothing is deciphered.
 *
 * A link of Beside's own is looked for first, and one that is damaged stays an error: a text that has one is never read as a
 * weaker form.
 *
 * @param bytes the file, in any encoding that {@link decodeText} knows
 * @throws TicketError `not-a-ticket`, `too-large`, `truncated`, `damaged`, `unsupported`
 */
export function readTicket(bytes: Uint8Array): Ticket {
  if (bytes.length > TICKET_LIMIT) throw new TicketError('too-large', `longer than ${TICKET_LIMIT} bytes`);
  const text = decodeText(bytes);
  if (text.trim() === '') throw new TicketError('not-a-ticket', 'empty');
  const container = findBesideContainer(text);
  return container ? { kind: 'beside', container } : readWindowsTicket(text);
}

function readWindowsTicket(text: string): WindowsTicket {
  if (looksLikeConnectionString1(text)) return { ...BARE, connectionString1: parseConnectionString1(text) };
  const root = parseXml(text.trim(), ['UPLOADINFO', 'E']);
  if (root.name === 'E') return { ...BARE, connectionString2: parseConnectionString2(text) };

  const data = root.children.find(({ name }) => name === 'UPLOADDATA');
  if (!data) throw new TicketError('damaged', 'UPLOADINFO has no UPLOADDATA');
  const get = (name: string) => data.attributes.get(name);
  const rcTicket = get('RCTICKET');
  const lhTicket = get('LHTICKET');
  if (!rcTicket && !lhTicket) throw new TicketError('damaged', 'UPLOADDATA has neither RCTICKET nor LHTICKET');
  const created = wholeNumber(get('DtStart'), 'DtStart');
  const lifetime = wholeNumber(get('DtLength'), 'DtLength');
  return {
    kind: 'windows',
    form: lhTicket ? 'type2' : 'type1',
    user: get('USERNAME'),
    created: created === undefined ? undefined : created * 1000,
    expires: created === undefined || lifetime === undefined ? undefined : created * 1000 + lifetime * 60_000,
    passStub: get('PassStub'),
    lowBandwidth: get('L') === '1',
    connectionString1: rcTicket ? parseConnectionString1(rcTicket) : undefined,
    lhTicket: lhTicket || undefined,
    connectionString2: undefined,
  };
}

/**
 * Opens an invitation for Windows that was read; `openBesideInvitation` opens the other kind.
 *
 * A type 2 file needs its password. It is tried as given first, then as a generated password that was typed carelessly
 * ({@link normalisePassword}). The other forms are in the clear; a password is only passed on, and whether it is right
 * shows when the novice is asked.
 *
 * @throws TicketError `password-needed`, `wrong-password`, `truncated`, `damaged`, `unsupported`
 */
export function openTicket(ticket: WindowsTicket, password?: string): OpenedTicket {
  if (ticket.lhTicket !== undefined) {
    if (!password) throw new TicketError('password-needed', 'LHTICKET is enciphered');
    const [text, used] = decipher(ticket.lhTicket, password);
    return opened2(parseConnectionString2(text), used);
  }
  const used = password ? normalisePassword(password) : undefined;
  if (ticket.connectionString2) return opened2(ticket.connectionString2, used);
  const { text, candidates, sessionId, keyHash } = ticket.connectionString1!;
  const keyHashes: KeyHash[] = keyHash ? [{ algorithm: 'sha1', digest: keyHash }] : [];
  return { connectionString: text, candidates, sessionId, keyHashes, certificate: undefined, password: used };
}

const BARE: WindowsTicket = {
  kind: 'windows',
  form: 'string',
  user: undefined,
  created: undefined,
  expires: undefined,
  passStub: undefined,
  lowBandwidth: false,
  connectionString1: undefined,
  lhTicket: undefined,
  connectionString2: undefined,
};

function opened2(string: ConnectionString2, password: string | undefined): OpenedTicket {
  const { text, candidates, sessionId, keyHashes, certificate } = string;
  return { connectionString: text, candidates, sessionId, keyHashes, certificate, password };
}

/** The plaintext of an LHTICKET and the spelling of the password that it opened with. */
function decipher(lhTicket: string, password: string): [text: string, password: string] {
  const meant = normalisePassword(password);
  try {
    return [openLhTicket(lhTicket, password), password];
  } catch (error) {
    if (meant === password || !(error instanceof TicketError) || error.code !== 'wrong-password') throw error;
    return [openLhTicket(lhTicket, meant), meant];
  }
}

/** A number below 2^32, or undefined when it is not there. */
function wholeNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const number = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number < 2 ** 32)) throw new TicketError('damaged', `${name} is not a number`);
  return number;
}
