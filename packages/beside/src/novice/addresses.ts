import { networkInterfaces } from 'node:os';
import { type Candidate, parseCandidate } from '@beside/ticket';

/** Order in an invitation: FreeRDP 2.11 tries all, in this order; Windows tries all at once. */
const ORDER: readonly Candidate['kind'][] = ['ipv4', 'ipv6', 'teredo', 'ipv6-link-local', 'name'];

/**
 * Every way to this computer that its own interfaces know, the likeliest first: IPv4, IPv6, link-local IPv6 with its scope.
 *
 * A loopback address leads every other computer to itself, so there is one only when the computer has nothing else: then the
 * only possible expert is on it.
 *
 * @param interfaces as the system tells them
 */
export function localCandidates(port: number, interfaces = networkInterfaces()): Candidate[] {
  const all = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address, internal, family }) => {
      const scope = family === 'IPv6' && address.startsWith('fe80:') ? `%${name}` : '';
      return { internal, candidate: parseCandidate(address + scope, String(port)) };
    }),
  );
  const outward = all.filter(({ internal }) => !internal).flatMap(({ candidate }) => candidate ?? []);
  const usable = outward.filter(({ kind, host }) => !(kind === 'ipv4' && host.startsWith('169.254.')));
  // An address that the computer gave itself (RFC 3927) is good for a cable between two computers, and only without any other.
  const found = usable.some(({ kind }) => kind === 'ipv4') ? usable : outward;
  if (found.length === 0) return [{ kind: 'ipv4', host: '127.0.0.1', port }];
  return found.toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
}
