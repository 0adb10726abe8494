import { displayableName, fromUtf8, ProtocolError, Reader, utf8, Writer } from '@beside/bytes';
import { type Candidate, distinctCandidates, parseCandidate } from '../candidate.js';
import { TicketError } from '../errors.js';
import { formatIpv6, parseIpv4, parseIpv6 } from '../ip-address.js';
import { PAYLOAD_BLOCK } from './container.js';

/** What an invitation of Beside's own says. All of it is sealed. */
export interface BesideInvitation {
  /** What the novice calls itself, safe to show; may be empty. */
  readonly user: string;
  /** Ways to reach the novice, most promising first; at most 64. */
  readonly candidates: readonly Candidate[];
  /** SHA-256 of the novice's TLS certificate in DER: 32 bytes. Another certificate is another computer. */
  readonly certificate: Uint8Array;
  /** What both sides prove to each other: 32 bytes. Never to be logged. */
  readonly secret: Uint8Array;
  /** ms since 1970. */
  readonly created: number;
  /** ms since 1970. The novice decides; this only saves a try. */
  readonly expiresAt: number;
}

/*
 * The payload is a row of fields: one byte of tag, two of length (big-endian), the value. Numbers in values are big-endian.
 *
 * | tag | value | |
 * |---|---|---|
 * | 0x00 | | the fields are over; zeros fill the payload up |
 * | 0x01 | certificate | 32 bytes |
 * | 0x02 | secret | 32 bytes |
 * | 0x03 | created | 6 bytes, ms since 1970 |
 * | 0x04 | expiresAt | 6 bytes, ms since 1970 |
 * | 0x81 | user | UTF-8 |
 * | 0x82 | IPv4 candidate | port (2 bytes), address (4) |
 * | 0x83 | IPv6 candidate | port (2), address (16), scope (the rest, ASCII, mostly nothing) |
 * | 0x84 | name candidate | port (2), UTF-8 |
 *
 * A tag from 0x80 on that a reader does not know is skipped: a later Beside can tell more, or know more ways to be reached.
 * One below must be understood, or the whole is `unsupported`: a later Beside can ask for more.
 */
const TAG = {
  end: 0x00,
  certificate: 0x01,
  secret: 0x02,
  created: 0x03,
  expiresAt: 0x04,
  user: 0x81,
  ipv4: 0x82,
  ipv6: 0x83,
  name: 0x84,
} as const;

/** Tags that a reader may skip have this bit. */
const OPTIONAL = 0x80;

const HASH_LENGTH = 32;
/** First time that six bytes do not hold, in ms: the year 10889. */
const TIME_LIMIT = 2 ** 48;

/**
 * The payload of an invitation, filled up to whole blocks.
 *
 * @throws RangeError when a part does not have the form {@link BesideInvitation} gives it, which is a fault of the caller
 */
export function encodePayload(invitation: BesideInvitation): Uint8Array {
  const writer = new Writer();
  field(writer, TAG.certificate, exactly(HASH_LENGTH, invitation.certificate));
  field(writer, TAG.secret, exactly(HASH_LENGTH, invitation.secret));
  field(writer, TAG.created, time(invitation.created));
  field(writer, TAG.expiresAt, time(invitation.expiresAt));
  field(writer, TAG.user, utf8(displayableName(invitation.user)));
  for (const candidate of distinctCandidates(invitation.candidates)) candidateField(writer, candidate);
  return writer.zeros(PAYLOAD_BLOCK - (writer.length % PAYLOAD_BLOCK || PAYLOAD_BLOCK)).finish();
}

/**
 * The invitation of a payload whose seal was whole, so that a fault in it is its writer's.
 *
 * @throws TicketError `damaged`, `unsupported` (a field that must be understood and is not known)
 */
export function decodePayload(payload: Uint8Array): BesideInvitation {
  try {
    return readFields(new Reader(payload, 'invitation'));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new TicketError('damaged', error.message, { cause: error });
  }
}

function readFields(reader: Reader): BesideInvitation {
  const once = new Map<number, Reader>();
  const candidates: (Candidate | undefined)[] = [];
  while (reader.remaining > 0) {
    const tag = reader.u8('tag');
    if (tag === TAG.end) break;
    const value = reader.nested(reader.u16BE('length'), `field-${tag}`);
    if (tag === TAG.ipv4 || tag === TAG.ipv6 || tag === TAG.name) {
      candidates.push(readCandidate(tag, value));
    } else if (tag <= TAG.expiresAt || tag === TAG.user) {
      if (once.has(tag)) throw reader.error(`field-${tag}`, 'stands there twice');
      once.set(tag, value);
    } else if ((tag & OPTIONAL) === 0) {
      throw new TicketError('unsupported', `field ${tag} is not known and must be`);
    }
  }
  const needed = (tag: number) => {
    const value = once.get(tag);
    if (!value) throw reader.error(`field-${tag}`, 'is missing');
    return value;
  };
  return {
    user: displayableName(fromUtf8(once.get(TAG.user)?.rest() ?? new Uint8Array())),
    candidates: distinctCandidates(candidates),
    certificate: readHash(needed(TAG.certificate)),
    secret: readHash(needed(TAG.secret)),
    created: readTime(needed(TAG.created)),
    expiresAt: readTime(needed(TAG.expiresAt)),
  };
}

function readHash(value: Reader): Uint8Array {
  const hash = new Uint8Array(value.take(HASH_LENGTH, 'bytes'));
  value.end();
  return hash;
}

function readTime(value: Reader): number {
  const time = value.u16BE('high') * 2 ** 32 + value.u32BE('low');
  value.end();
  return time;
}

/** Undefined where it leads nowhere, as with invitations of Windows. What an address means (Teredo, link-local) is in its bits. */
function readCandidate(tag: number, value: Reader): Candidate | undefined {
  const port = String(value.u16BE('port'));
  if (tag === TAG.name) return parseCandidate(fromUtf8(value.rest()), port);
  if (tag === TAG.ipv4) {
    const host = value.take(4, 'address').join('.');
    value.end();
    return parseCandidate(host, port);
  }
  const host = formatIpv6(value.take(16, 'address'));
  const scope = fromUtf8(value.rest());
  return parseCandidate(scope === '' ? host : `${host}%${scope}`, port);
}

function candidateField(writer: Writer, { kind, host, port, scope = '' }: Candidate): void {
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new RangeError('a port is a number from 1 to 65535');
  const [tag, address] =
    kind === 'name'
      ? [TAG.name, utf8(host)]
      : kind === 'ipv4'
        ? [TAG.ipv4, exactly(4, parseIpv4(host))]
        : [TAG.ipv6, exactly(16, parseIpv6(host))];
  field(writer, tag, new Writer(32).u16BE(port).bytes(address).bytes(utf8(scope)).view());
}

function field(writer: Writer, tag: number, value: Uint8Array): void {
  writer.u8(tag).u16BE(value.length).bytes(value);
}

function exactly(length: number, bytes: Uint8Array | undefined): Uint8Array {
  if (bytes?.length !== length) throw new RangeError(`a part of an invitation must have ${length} bytes`);
  return bytes;
}

function time(ms: number): Uint8Array {
  if (!(ms >= 0 && ms < TIME_LIMIT)) throw new RangeError('a time out of range');
  const whole = Math.floor(ms);
  return new Writer(6)
    .u16BE(Math.floor(whole / 2 ** 32))
    .u32BE(whole % 2 ** 32)
    .finish();
}
