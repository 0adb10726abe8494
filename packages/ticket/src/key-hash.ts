import { Writer } from '@beside/bytes';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64 } from '@scure/base';

/** By which hash an invitation pins the novice's RSA key. */
export interface KeyHash {
  /** `sha1` is attribute KH; KH2 has one of the others. */
  readonly algorithm: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** Base64, as it stands in the invitation. */
  readonly digest: string;
}

/** `sha256:<base64>`: the spelling of KH2, used for KH as well. */
export function formatKeyHash({ algorithm, digest }: KeyHash): string {
  return `${algorithm}:${digest}`;
}

/**
 * The bytes that KH and KH2 are the hash of: RSA_PUBLIC_KEY, [MS-RDPBCGR] 2.2.1.4.3.1.1.1.
 *
 * @param modulus big-endian, as certificates have it; leading zeros do not count
 * @param exponent public exponent, below 2^32
 */
export function publicKeyBlob(modulus: Uint8Array, exponent: number): Uint8Array {
  const first = modulus.findIndex((byte) => byte !== 0);
  const digits = modulus.subarray(first < 0 ? modulus.length : first).toReversed();
  const length = digits.length;
  return new Writer(28 + length)
    .u32(0x31415352) // "RSA1"
    .u32(length + 8) // keylen: the modulus and its 8 bytes of padding
    .u32(length * 8) // bitlen
    .u32(length - 1) // datalen: most that can be enciphered
    .u32(exponent)
    .bytes(digits)
    .zeros(8)
    .finish();
}

/** KH: base64 of SHA-1 over {@link publicKeyBlob} ([MS-RAI] 2.2.2). */
export function keyHash(blob: Uint8Array): string {
  return base64.encode(sha1(blob));
}

/** KH2: `sha256:` and base64 of SHA-256 over {@link publicKeyBlob} ([MS-RAI] 2.2.2). */
export function keyHash2(blob: Uint8Array): string {
  return `sha256:${base64.encode(sha256(blob))}`;
}
