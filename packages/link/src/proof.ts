import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Reader } from '@beside/bytes';

/**
 * What two Besides say to each other inside TLS before the session, byte for byte. Every message has a fixed length; none is
 * sent before the one above it has been taken.
 *
 * | # | from | bytes | |
 * |---|---|---|---|
 * | 1 | expert | 32 | proof: HMAC-SHA256(secret, "expert" \|\| exporter) |
 * | | | 32 | commitment: SHA-256 of the expert's nonce |
 * | 2 | novice | 1 | status: 0 go on, 1 wrong proof, 2 expired, 3 void, 4 busy. Behind anything but 0 the novice closes |
 * | | | 32 | proof: HMAC-SHA256(secret, "novice" \|\| exporter) |
 * | | | 32 | the novice's nonce |
 * | 3 | expert | 32 | the expert's nonce, which the novice holds against the commitment |
 *
 * The exporter is `tls-exporter` of RFC 9266: it is another one for each TLS session and known to nobody but the two ends of
 * that session. So a proof says "I have the secret, and I am the end of this very session": recorded or relayed into another
 * session it is worth nothing.
 *
 * The check number is for people: HMAC-SHA256(exporter, expert's nonce || novice's nonce) as one number, its last six
 * digits. Whoever sits in between has two sessions, and thus two numbers; the commitment is why it cannot look for nonces
 * that make them equal: towards the novice it is bound before it sees the novice's nonce, and towards the expert it has to
 * give its own nonce before it sees the expert's.
 */
export const EXPERT_PROOF_LENGTH = 64;
export const STATUS_LENGTH = 1;
export const NOVICE_PROOF_LENGTH = 64;
export const NONCE_LENGTH = 32;

/** Of an invitation's secret, in bytes. */
export const SECRET_LENGTH = 32;

const HASH_LENGTH = 32;

/** What the novice says to a proof, by the number on the wire. */
const STATUSES = ['ok', 'wrong', 'expired', 'void', 'busy'] as const;
export type ProofStatus = (typeof STATUSES)[number];

/** Both have six letters, so that no role and exporter together read as another role with another exporter. */
export type Role = 'expert' | 'novice';

/** RFC 9266, section 4.2: label and length; the context is empty. */
export const CHANNEL_BINDING = { label: 'EXPORTER-Channel-Binding', length: 32 } as const;

/** @returns 32 bytes */
export function proofOf(role: Role, secret: Uint8Array, exporter: Uint8Array): Uint8Array {
  return createHmac('sha256', secret).update(role, 'ascii').update(exporter).digest();
}

/** @returns 32 bytes */
export function commitmentTo(nonce: Uint8Array): Uint8Array {
  return createHash('sha256').update(nonce).digest();
}

/** Whether two hashes are equal; how long it takes does not say where they differ. */
export function equalHashes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Six digits for two people to compare.
 *
 * A 256-bit number modulo 10^6: no digits are likelier than others by more than 2^-236.
 */
export function checkNumber(exporter: Uint8Array, expertNonce: Uint8Array, noviceNonce: Uint8Array): string {
  const digest = createHmac('sha256', exporter).update(expertNonce).update(noviceNonce).digest('hex');
  return (BigInt(`0x${digest}`) % 1_000_000n).toString().padStart(6, '0');
}

/** Message 1. */
export interface ExpertProof {
  readonly proof: Uint8Array;
  readonly commitment: Uint8Array;
}

export function encodeExpertProof({ proof, commitment }: ExpertProof): Uint8Array {
  return Buffer.concat([proof, commitment]);
}

/** @throws ProtocolError when it has another length */
export function decodeExpertProof(bytes: Uint8Array): ExpertProof {
  const reader = new Reader(bytes, 'expertProof');
  const proof = reader.take(HASH_LENGTH, 'proof');
  const commitment = reader.take(HASH_LENGTH, 'commitment');
  reader.end();
  return { proof, commitment };
}

/** The first byte of message 2. */
export function encodeStatus(status: ProofStatus): Uint8Array {
  return Uint8Array.of(STATUSES.indexOf(status));
}

/** @throws ProtocolError for a number that means nothing, and for another length */
export function decodeStatus(bytes: Uint8Array): ProofStatus {
  const reader = new Reader(bytes, 'status');
  const status = STATUSES[reader.u8('status')];
  reader.end();
  if (!status) throw reader.error('status', 'is none that there is');
  return status;
}

/** Message 2 behind its status. */
export interface NoviceProof {
  readonly proof: Uint8Array;
  readonly nonce: Uint8Array;
}

export function encodeNoviceProof({ proof, nonce }: NoviceProof): Uint8Array {
  return Buffer.concat([proof, nonce]);
}

/** @throws ProtocolError when it has another length */
export function decodeNoviceProof(bytes: Uint8Array): NoviceProof {
  const reader = new Reader(bytes, 'noviceProof');
  const proof = reader.take(HASH_LENGTH, 'proof');
  const nonce = reader.take(NONCE_LENGTH, 'nonce');
  reader.end();
  return { proof, nonce };
}
