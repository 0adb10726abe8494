import { displayable, displayableName } from '@beside/bytes';
import {
  type Candidate,
  candidateHost,
  formatKeyHash,
  isExpired,
  openTicket,
  type Scrypt,
  TICKET_LIMIT,
  type Ticket,
  TicketError,
  unsealBesideInvitation,
  type WindowsTicket,
} from '@beside/ticket';

/** Longest of an invitation's own texts (an id, a hash, a host) that is shown, in characters. */
const TEXT_LIMIT = 300;

/** What an invitation says, in the names of the JSON form; what it does not say, or not without its password, is null. */
export interface TicketContents {
  readonly form: WindowsTicket['form'] | 'beside';
  readonly user: string | null;
  readonly created: string | null;
  readonly expires: string | null;
  /** False also when the end is not known. */
  readonly expired: boolean;
  readonly candidates: readonly { kind: string; host: string; port: number }[];
  /** Of invitations for Windows. */
  readonly sessionId: string | null;
  /** Of invitations for Windows: hashes of the novice's RSA key. */
  readonly keyHashes: readonly string[];
  /** Of Beside's own: SHA-256 of the novice's certificate, hexadecimal with colons. */
  readonly fingerprint: string | null;
  /** Secret; of invitations for Windows. */
  readonly connectionString?: string;
  /** Secret; of invitations for Windows. */
  readonly passStub?: string | null;
  /** Secret; of Beside's own: hexadecimal. */
  readonly secret?: string;
  /** Why something is missing above. */
  readonly notice?: { code: string; message: string };
}

/** What {@link describeTicket} goes by. */
export interface DescribeOptions {
  readonly password: string | undefined;
  /** Also what would let somebody in. */
  readonly secrets: boolean;
  /** ms since 1970. */
  readonly now: number;
  readonly scrypt: Scrypt;
}

/**
 * What an invitation says. One that needs a password and got none is described as far as it is open, with a notice, unless its
 * secrets were asked for.
 *
 * @throws TicketError
 */
export async function describeTicket(ticket: Ticket, options: DescribeOptions): Promise<TicketContents> {
  return ticket.kind === 'beside' ? await describeBeside(ticket, options) : describeWindows(ticket, options);
}

/** Whether an invitation tells more with its password than without. */
export function isSealed(ticket: Ticket): boolean {
  return ticket.kind === 'beside' || ticket.lhTicket !== undefined;
}

async function describeBeside(
  ticket: Extract<Ticket, { kind: 'beside' }>,
  { password, secrets, now, scrypt }: DescribeOptions,
): Promise<TicketContents> {
  if (!password && !secrets) return { ...UNKNOWN, form: 'beside', notice: passwordNeeded() };
  const { user, candidates, certificate, secret, created, expiresAt } = await unsealBesideInvitation(ticket, password ?? '', {
    scrypt,
  });
  return {
    ...UNKNOWN,
    form: 'beside',
    user,
    created: asDate(created),
    expires: asDate(expiresAt),
    expired: isExpired({ expires: expiresAt }, now),
    candidates: candidates.map(describeCandidate),
    fingerprint: hexadecimal(certificate).replace(/..(?=.)/g, '$&:'),
    ...(secrets && { secret: hexadecimal(secret) }),
  };
}

function describeWindows(ticket: WindowsTicket, { password, secrets, now }: DescribeOptions): TicketContents {
  const common = {
    ...UNKNOWN,
    form: ticket.form,
    user: ticket.user === undefined ? null : displayableName(ticket.user),
    created: asDate(ticket.created),
    expires: asDate(ticket.expires),
    expired: isExpired(ticket, now),
  };
  if (ticket.lhTicket !== undefined && !password && !secrets) {
    // RCTICKET is in the clear beside the enciphered one: what it says is no secret any more.
    const open = ticket.connectionString1 && openTicket({ ...ticket, lhTicket: undefined });
    return { ...common, ...(open && describeOpened(open)), notice: passwordNeeded() };
  }
  const opened = openTicket(ticket, password);
  const hidden = secrets && { connectionString: opened.connectionString, passStub: ticket.passStub ?? null };
  return { ...common, ...describeOpened(opened), ...hidden };
}

function describeOpened(opened: ReturnType<typeof openTicket>): Pick<TicketContents, 'candidates' | 'sessionId' | 'keyHashes'> {
  return {
    candidates: opened.candidates.map(describeCandidate),
    sessionId: displayable(opened.sessionId, TEXT_LIMIT),
    keyHashes: opened.keyHashes.map((hash) => displayable(formatKeyHash(hash), TEXT_LIMIT)),
  };
}

const UNKNOWN: Omit<TicketContents, 'form'> = {
  user: null,
  created: null,
  expires: null,
  expired: false,
  candidates: [],
  sessionId: null,
  keyHashes: [],
  fingerprint: null,
};

function describeCandidate(candidate: Candidate): TicketContents['candidates'][number] {
  return { kind: candidate.kind, host: displayable(candidateHost(candidate), TEXT_LIMIT), port: candidate.port };
}

function passwordNeeded(): { code: string; message: string } {
  const { code, message } = new TicketError('password-needed', 'no password was given');
  return { code, message };
}

function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function asDate(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}

const FORMS: Readonly<Record<TicketContents['form'], string>> = {
  type1: 'file of Windows, type 1 (XP)',
  type2: 'file of Windows, type 2 (Vista and later)',
  string: 'connection string',
  beside: 'Beside’s own, sealed',
};

/** The same for people: a label and its values a line. */
export function contentsTable(contents: TicketContents): string {
  const rows: [label: string, values: readonly string[]][] = [
    ['Invitation', [FORMS[contents.form]]],
    ...commonRows(contents),
    ['Reached at', contents.candidates.map(({ kind, host, port }) => `${host} port ${port} (${kind})`)],
    ['Session id', present(contents.sessionId)],
    ['Key hashes', contents.keyHashes],
    ['Certificate', present(contents.fingerprint)],
    ['Connection string', present(contents.connectionString, TICKET_LIMIT)],
    ['PassStub', present(contents.passStub)],
    ['Secret', present(contents.secret)],
  ];
  const lines = rows.flatMap(([label, values]) => values.map((value, i) => `${(i === 0 ? label : '').padEnd(19)}${value}`));
  return `${[...lines, ...(contents.notice ? ['', contents.notice.message] : [])].join('\n')}\n`;
}

/** Nothing of it is "not said" by an invitation that is still sealed: it is not known. */
function commonRows(contents: TicketContents): [label: string, values: readonly string[]][] {
  if (contents.form === 'beside' && contents.notice) return [];
  return [
    ['From', [contents.user || 'not said']],
    ['Made', [contents.created ?? 'not said']],
    ['Good until', [`${contents.expires ?? 'not said'}${contents.expired ? ' (expired)' : ''}`]],
  ];
}

/** A row's values: one, or none where there is nothing to show. */
function present(text: string | null | undefined, limit = TEXT_LIMIT): readonly string[] {
  return text ? [displayable(text, limit)] : [];
}
