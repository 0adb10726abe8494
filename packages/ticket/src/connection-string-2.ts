import { base64 } from '@scure/base';
import { type Candidate, distinctCandidates, parseCandidate, writtenHosts } from './candidate.js';
import { TicketError } from './errors.js';
import type { KeyHash } from './key-hash.js';
import type { Random } from './random.js';
import { formatXml, parseXml, type XmlElement, xmlElement } from './xml.js';

/** Transport TCP, the only one that the document knows. */
const TCP = '1';

/** Connection String 2, [MS-RAI] 2.2.2: `<E><A/><C><T><L/>…</T></C></E>`, what LHTICKET holds. */
export interface ConnectionString2 {
  /** Exactly as received, a last CR LF included; the session tokens of [MS-RA] are made of it. */
  readonly text: string;
  /** From all TCP transports of all containers, in order. Empty when none of them can be used. */
  readonly candidates: readonly Candidate[];
  /** A/@ID: base64, opaque; the expert sends it back in its Client Info PDU. */
  readonly sessionId: string;
  /** A/@KH and A/@KH2. When there is a KH2 it is checked instead of KH. */
  readonly keyHashes: readonly KeyHash[];
  /**
   * A/@CE: the novice's X.509 certificate in DER. Not in the document; Windows of 2024 writes it, as base64 with line breaks.
   * Undefined when there is none.
   */
  readonly certificate: Uint8Array | undefined;
  /** Everything that was in it, the unknown included, to be changed and written again with {@link formatXml}. */
  readonly element: XmlElement;
}

/**
 * Reads a Connection String 2.
 *
 * @throws TicketError `not-a-ticket`, `truncated`, `damaged`
 */
export function parseConnectionString2(text: string): ConnectionString2 {
  const element = parseXml(text.trim(), ['E']);
  const authentication = element.children.filter(({ name }) => name === 'A');
  if (authentication.length !== 1) throw new TicketError('damaged', 'connection string 2 does not have exactly one A');
  const attributes = authentication[0]!.attributes;
  const sessionId = attributes.get('ID');
  if (!sessionId) throw new TicketError('damaged', 'connection string 2 has no ID');
  return {
    text,
    candidates: distinctCandidates(addresses(element)),
    sessionId,
    keyHashes: keyHashes(attributes.get('KH'), attributes.get('KH2')),
    certificate: certificate(attributes.get('CE')),
    element,
  };
}

/** What goes into a new Connection String 2. */
export interface ConnectionString2Content {
  readonly candidates: readonly Candidate[];
  /** From {@link generateSessionId}. */
  readonly sessionId: string;
  /** From `keyHash`. */
  readonly keyHash: string;
  /** From `keyHash2`. */
  readonly keyHash2: string;
}

/**
 * Makes a Connection String 2 that every known reader takes, CR LF at the end as Windows has it.
 *
 * FreeRDP 2.11 searches for texts and does not parse: it wants `<E>` and `<C>` without attributes, `<L P=".." N=".."` in
 * this order, and hosts longer than 8 characters ({@link writtenHosts}).
 */
export function formatConnectionString2({ candidates, sessionId, keyHash, keyHash2 }: ConnectionString2Content): string {
  const listeners = candidates.flatMap((candidate) =>
    writtenHosts(candidate).map((host) => xmlElement('L', { P: String(candidate.port), N: host })),
  );
  const transport = xmlElement('T', { ID: TCP, SID: '0' }, listeners);
  const authentication = xmlElement('A', { KH: keyHash, KH2: keyHash2, ID: sessionId });
  return `${formatXml(xmlElement('E', {}, [authentication, xmlElement('C', {}, [transport])]))}\r\n`;
}

/** A new session id: base64 of 48 random bytes, as Vista and later make them. It is a secret between novice and expert. */
export function generateSessionId(random: Random): string {
  return base64.encode(random(48));
}

function* addresses(element: XmlElement): Generator<Candidate | undefined> {
  for (const container of element.children.filter(({ name }) => name === 'C')) {
    for (const transport of container.children.filter(({ name, attributes }) => name === 'T' && attributes.get('ID') === TCP)) {
      for (const { attributes } of transport.children.filter(({ name }) => name === 'L')) {
        yield parseCandidate(attributes.get('N') ?? '', attributes.get('P') ?? '');
      }
    }
  }
}

function keyHashes(kh: string | undefined, kh2: string | undefined): KeyHash[] {
  const hashes: KeyHash[] = kh ? [{ algorithm: 'sha1', digest: kh }] : [];
  const [, algorithm, digest] = /^(sha256|sha384|sha512):(.+)$/.exec(kh2 ?? '') ?? [];
  // A pin that cannot be checked must not be passed over silently: what it protects from is a weaker way in.
  if (kh2 && !digest) throw new TicketError('unsupported', 'KH2 of an unknown algorithm');
  if (digest) hashes.push({ algorithm: algorithm as KeyHash['algorithm'], digest });
  return hashes;
}

function certificate(encoded: string | undefined): Uint8Array | undefined {
  if (!encoded) return undefined;
  try {
    return base64.decode(encoded.replace(/\s/g, ''));
  } catch (error) {
    // As with KH2: what pins the novice must not be passed over silently.
    throw new TicketError('damaged', 'CE is no base64', { cause: error });
  }
}
