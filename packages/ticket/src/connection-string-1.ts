import { type Candidate, distinctCandidates, parseCandidate } from './candidate.js';
import { TicketError } from './errors.js';

/** The only version of the string there is: 1.2. */
const PROTOCOL_VERSION = '65538';

/** Connection String 1, [MS-RAI] 2.2.1: what RCTICKET holds and what Windows XP understands. */
export interface ConnectionString1 {
  /** Exactly as received; the expert hands it back to prove that it has the invitation. */
  readonly text: string;
  /** Names and IPv4 addresses; the form has no place for IPv6. Empty when none of them can be used. */
  readonly candidates: readonly Candidate[];
  /** RASessionID, opaque base64. */
  readonly sessionId: string;
  /** protocolSpecificParms: base64 SHA-1 of the novice's public key, the same as KH. */
  readonly keyHash: string;
}

/**
 * Reads a Connection String 1.
 *
 * @throws TicketError `damaged` (not eight fields, no session id), `unsupported` (another version or protocol)
 */
export function parseConnectionString1(text: string): ConnectionString1 {
  const fields = text.trim().split(',', 9);
  const [version, protocol, addresses, , sessionId, , , keyHash] = fields;
  if (fields.length !== 8) throw new TicketError('damaged', 'connection string 1 does not have eight fields');
  if (version !== PROTOCOL_VERSION) throw new TicketError('unsupported', 'connection string 1 of another version');
  if (protocol !== '1') throw new TicketError('unsupported', 'connection string 1 for another protocol');
  if (!sessionId) throw new TicketError('damaged', 'connection string 1 has no RASessionID');
  return { text, candidates: distinctCandidates(parseAddresses(addresses!)), sessionId, keyHash: keyHash! };
}

/** Makes a Connection String 1; candidates that have no place in it (IPv6) are left out. */
export function formatConnectionString1(candidates: readonly Candidate[], sessionId: string, keyHash: string): string {
  const addresses = candidates
    .filter(({ kind }) => kind === 'ipv4' || kind === 'name')
    .map(({ host, port }) => `${host}:${port}`)
    .join(';');
  return [PROTOCOL_VERSION, '1', addresses, '*', sessionId, '*', '*', keyHash].join(',');
}

/** Whether a bare text can be nothing but a Connection String 1. */
export function looksLikeConnectionString1(text: string): boolean {
  return /^\s*[0-9]{1,10},[0-9]{1,10},/.test(text);
}

/** machineAddressList: `host:port` divided by semicolons. Walked one by one, so that a list of millions costs nothing. */
function* parseAddresses(list: string): Generator<Candidate | undefined> {
  for (const [address] of list.matchAll(/[^;]+/g)) {
    const colon = address.lastIndexOf(':');
    yield parseCandidate(address.slice(0, Math.max(colon, 0)), address.slice(colon + 1));
  }
}
