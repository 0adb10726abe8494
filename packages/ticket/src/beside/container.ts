import { Reader, Writer } from '@beside/bytes';
import { sha256 } from '@noble/hashes/sha2.js';
import { TicketError } from '../errors.js';

/*
 * What everybody can see of a sealed invitation: that it is one, its version and its length.
 *
 * | bytes | field | |
 * |---|---|---|
 * | 3 | magic | "Bes" |
 * | 1 | version | 1 |
 * | 2 | length | of the whole container, big-endian |
 * | 16 | salt | random |
 * | 12 | nonce | random |
 * | n | sealed | AES-256-GCM of the payload, its 16-byte tag last; everything before is the associated data |
 * | 4 | checksum | the first bytes of SHA-256 over all before |
 *
 * The length lets a reader find the end of a link in a chat message, where the next word is spelled with the same letters,
 * and tell one that was cut from one that was changed. The checksum needs no password: damage is told from a wrong
 * password, which the cipher alone cannot. It protects from nobody; that is what the tag is for.
 */

/** The only version there is. Another one may change everything after its byte. */
const BESIDE_VERSION = 1;

/** "Bes": three bytes, so that they are four characters of every link, always the same. */
const MAGIC = 0x426573;
/** The magic as base64url. */
export const MAGIC_TEXT = 'QmVz';

/** Bytes up to and with `length`: as much as tells how long the whole is. Eight characters of a link. */
export const PREFIX_LENGTH = 6;

export const SALT_LENGTH = 16;
export const NONCE_LENGTH = 12;
/** Bytes that are in the clear and vouched for by the tag. */
const HEADER_LENGTH = PREFIX_LENGTH + SALT_LENGTH + NONCE_LENGTH;
const TAG_LENGTH = 16;
const CHECKSUM_LENGTH = 4;
const OVERHEAD = HEADER_LENGTH + TAG_LENGTH + CHECKSUM_LENGTH;

/**
 * Payloads are filled up to a multiple of this, in bytes, so that the length hardly tells how long a name is or how many
 * addresses there are. A multiple of three, and so is {@link OVERHEAD}: base64 then has no left-over bits, and every
 * invitation has one spelling.
 */
export const PAYLOAD_BLOCK = 48;

/** The parts of a container. */
export interface Container {
  /** Everything before `sealed`, which is its associated data. */
  readonly header: Uint8Array;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  /** With its tag. */
  readonly sealed: Uint8Array;
}

/**
 * How long a container is, from its first {@link PREFIX_LENGTH} bytes.
 *
 * @throws TicketError `not-a-ticket` (another magic), `unsupported` (another version), `damaged` (a length that no container has)
 */
export function containerLength(prefix: Uint8Array): number {
  const reader = new Reader(prefix, 'invitation');
  if (((reader.u8('magic') << 16) | reader.u16BE('magic')) !== MAGIC) throw new TicketError('not-a-ticket', 'another magic');
  if (reader.u8('version') !== BESIDE_VERSION) throw new TicketError('unsupported', 'a sealed invitation of another version');
  const length = reader.u16BE('length');
  const payload = length - OVERHEAD;
  if (payload < PAYLOAD_BLOCK || payload % PAYLOAD_BLOCK !== 0) throw new TicketError('damaged', 'a length that cannot be');
  return length;
}

/**
 * Takes a container apart. Nothing is deciphered.
 *
 * @throws TicketError as {@link containerLength}, and `truncated`, `damaged` (too long, or another checksum)
 */
export function splitContainer(bytes: Uint8Array): Container {
  if (bytes.length < PREFIX_LENGTH) throw new TicketError('truncated', 'shorter than the beginning of a sealed invitation');
  const length = containerLength(bytes.subarray(0, PREFIX_LENGTH));
  if (bytes.length < length) throw new TicketError('truncated', 'shorter than its length says');
  const covered = length - CHECKSUM_LENGTH;
  const same = checksum(bytes.subarray(0, covered)).every((byte, i) => byte === bytes[covered + i]);
  if (bytes.length > length || !same) throw new TicketError('damaged', 'length or checksum is another');
  return {
    header: bytes.subarray(0, HEADER_LENGTH),
    salt: bytes.subarray(PREFIX_LENGTH, PREFIX_LENGTH + SALT_LENGTH),
    nonce: bytes.subarray(PREFIX_LENGTH + SALT_LENGTH, HEADER_LENGTH),
    sealed: bytes.subarray(HEADER_LENGTH, covered),
  };
}

/** The header of a container that will hold `payload` bytes of payload: the associated data of its seal. */
export function containerHeader(payload: number, salt: Uint8Array, nonce: Uint8Array): Uint8Array {
  return new Writer(HEADER_LENGTH)
    .u8(MAGIC >> 16)
    .u16BE(MAGIC & 0xffff)
    .u8(BESIDE_VERSION)
    .u16BE(OVERHEAD + payload)
    .bytes(salt)
    .bytes(nonce)
    .finish();
}

/** The whole container. */
export function joinContainer(header: Uint8Array, sealed: Uint8Array): Uint8Array {
  const writer = new Writer(OVERHEAD + sealed.length).bytes(header).bytes(sealed);
  return writer.bytes(checksum(writer.view())).finish();
}

function checksum(bytes: Uint8Array): Uint8Array {
  return sha256(bytes).subarray(0, CHECKSUM_LENGTH);
}
