import { Rc4 } from '@beside/bytes';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** Bytes of the client's and the server's random. */
export const RANDOM_LENGTH = 32;

/** Keys of a connection with 128-bit encryption, 16 bytes each; `mac` stays, the others are where each direction begins. */
export interface SessionKeys {
  readonly mac: Uint8Array;
  readonly clientToServer: Uint8Array;
  readonly serverToClient: Uint8Array;
}

const PAD_1 = new Uint8Array(40).fill(0x36);
const PAD_2 = new Uint8Array(48).fill(0x5c);

/**
 * Derives the keys of 128-bit encryption ([MS-RDPBCGR] 5.3.5.1).
 *
 * @param clientRandom 32 bytes
 * @param serverRandom 32 bytes
 */
export function deriveSessionKeys(clientRandom: Uint8Array, serverRandom: Uint8Array): SessionKeys {
  const randoms = concatBytes(clientRandom, serverRandom);
  const salted = (secret: Uint8Array, label: string) => {
    const text = Uint8Array.from(label, (letter) => letter.charCodeAt(0));
    return md5(concatBytes(secret, sha1(concatBytes(text, secret, randoms))));
  };
  const expand = (secret: Uint8Array, labels: readonly string[]) => concatBytes(...labels.map((label) => salted(secret, label)));
  const premaster = concatBytes(clientRandom.subarray(0, 24), serverRandom.subarray(0, 24));
  const blob = expand(expand(premaster, ['A', 'BB', 'CCC']), ['X', 'YY', 'ZZZ']);
  const final = (at: number) => md5(concatBytes(blob.subarray(at, at + 16), randoms));
  return { mac: blob.slice(0, 16), serverToClient: final(16), clientToServer: final(32) };
}

/**
 * The key that follows `current` in a direction ([MS-RDPBCGR] 5.3.7).
 *
 * @param initial the direction's first key
 */
export function updateSessionKey(initial: Uint8Array, current: Uint8Array): Uint8Array {
  const key = md5(concatBytes(initial, PAD_2, sha1(concatBytes(initial, PAD_1, current))));
  new Rc4(key.slice()).apply(key);
  return key;
}
