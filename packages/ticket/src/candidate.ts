import { formatIpv6, ipv6Groups, mappedIpv4, parseIpv4, parseIpv6 } from './ip-address.js';

/** One way to reach the novice: an address or a name, and a TCP port. */
export interface Candidate {
  /** `teredo` is an IPv6 address of 2001::/32, which is reached otherwise than its neighbours (RFC 4380). */
  readonly kind: 'ipv4' | 'ipv6' | 'ipv6-link-local' | 'teredo' | 'name';
  /** IPv4 dotted, IPv6 as RFC 5952 has it without brackets and scope, or a name. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /**
   * Only with `ipv6-link-local`: the novice's own name or number for the interface. It means nothing on the expert's
   * computer, which tries its own interfaces instead.
   */
  readonly scope?: string;
}

/** Most candidates that are taken from one invitation; a computer with many interfaces has about 20. */
const CANDIDATE_LIMIT = 64;

/** FreeRDP 2.11 passes over every host of fewer characters. */
const FREERDP_SHORTEST_HOST = 9;

/**
 * A candidate from a host and a port as they stand in an invitation.
 *
 * @param host IPv4, IPv6 (in brackets or not, with `%scope` or not) or a name; an IPv4-mapped address is taken as the IPv4 one
 * @param port decimal
 * @returns undefined when it leads nowhere: no address and no name, or no port
 */
export function parseCandidate(host: string, port: string): Candidate | undefined {
  const number = /^[0-9]{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65535) return undefined;
  if (parseIpv4(host)) return { kind: 'ipv4', host, port: number };
  const [literal = '', scope] = host.replace(/^\[(.*)\]$/, '$1').split('%', 2);
  const ipv6 = parseIpv6(literal);
  if (ipv6) return ipv6Candidate(ipv6, scope, number);
  // Names of Windows computers may have letters of any script and underscores; a name of digits only would be an odd IPv4.
  if (/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]{0,252}$/u.test(host) && /[^0-9.]/.test(host))
    return { kind: 'name', host, port: number };
  return undefined;
}

function ipv6Candidate(bytes: Uint8Array, scope: string | undefined, port: number): Candidate | undefined {
  const ipv4 = mappedIpv4(bytes);
  if (ipv4) return { kind: 'ipv4', host: ipv4, port };
  const host = formatIpv6(bytes);
  if (bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80) {
    const known = scope !== undefined && /^[0-9A-Za-z._-]{1,32}$/.test(scope);
    return { kind: 'ipv6-link-local', host, port, ...(known && { scope }) };
  }
  return { kind: bytes[0] === 0x20 && bytes[1] === 1 && bytes[2] === 0 && bytes[3] === 0 ? 'teredo' : 'ipv6', host, port };
}

/** The candidate's host as an invitation spells it: with `%scope` where there is one, never in brackets. */
export function candidateHost({ host, scope }: Candidate): string {
  return scope === undefined ? host : `${host}%${scope}`;
}

/**
 * All spellings of a candidate's host that an invitation should carry, so that FreeRDP 2.11 finds one that is long enough:
 * a short IPv4 address is followed by its IPv4-mapped form, and a short IPv6 address is written out in full. A short
 * name stays as it is; there is no longer one that means the same everywhere.
 */
export function writtenHosts(candidate: Candidate): string[] {
  const host = candidateHost(candidate);
  if (host.length >= FREERDP_SHORTEST_HOST) return [host];
  if (candidate.kind === 'ipv4') return [host, `::ffff:${host}`];
  const ipv6 = parseIpv6(candidate.host);
  return [ipv6 ? candidateHost({ ...candidate, host: ipv6Groups(ipv6).join(':') }) : host];
}

/** The first {@link CANDIDATE_LIMIT} of the candidates, each once. */
export function distinctCandidates(candidates: Iterable<Candidate | undefined>): Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (seen.size === CANDIDATE_LIMIT) break;
    if (candidate) seen.set(`${candidateHost(candidate)} ${candidate.port}`, candidate);
  }
  return [...seen.values()];
}
