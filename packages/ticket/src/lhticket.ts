import { fromUtf16, utf16 } from '@beside/bytes';
import { cbc } from '@noble/ciphers/aes.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { TicketError } from './errors.js';

/** AES block, and length of the key, in bytes. */
const BLOCK = 16;

/** Every LHTICKET is enciphered with the same initialisation vector; a password is used for one invitation only. */
const ZERO_VECTOR = new Uint8Array(BLOCK);

/**
 * The AES-128 key of a password: SHA-1 over its UTF-16LE units, stretched as Windows' CryptDeriveKey does for a hash that
 * is not of the SHA-2 family. There is no salt and there are no rounds, so that anybody who holds the file can try passwords at
 * full speed; only the password's own 58 bits stand against it.
 */
export function deriveTicketKey(password: string): Uint8Array {
  const hash = sha1(utf16(password));
  const inner = new Uint8Array(64).fill(0x36);
  for (let i = 0; i < hash.length; i++) inner[i]! ^= hash[i]!;
  return sha1(inner).subarray(0, BLOCK);
}

/** LHTICKET: the text in UTF-16LE, AES-128-CBC with PKCS #7 padding, upper-case hexadecimal. */
export function sealLhTicket(text: string, password: string): string {
  return bytesToHex(cbc(deriveTicketKey(password), ZERO_VECTOR).encrypt(utf16(text))).toUpperCase();
}

/**
 * Opens an LHTICKET.
 *
 * The cipher has no checksum. A wrong password gives noise, and one in 256 times that noise even ends in a right padding;
 * so it is the beginning of the text that tells, and the padding only tells afterwards whether the end arrived unharmed.
 *
 * @param hex hexadecimal of either case
 * @returns the text exactly as it was sealed; Windows ends it with CR LF
 * @throws TicketError `damaged`, `wrong-password`
 */
export function openLhTicket(hex: string, password: string): string {
  const sealed = fromHex(hex);
  const plain = cbc(deriveTicketKey(password), ZERO_VECTOR, { disablePadding: true }).decrypt(sealed);
  if (!/^\s*<(E|\?xml)\b/.test(fromUtf16(plain.subarray(0, 4 * BLOCK)))) {
    throw new TicketError('wrong-password', 'LHTICKET does not decipher to a connection string');
  }
  return fromUtf16(withoutPadding(plain));
}

function fromHex(hex: string): Uint8Array {
  if (!/^[0-9A-Fa-f]+$/.test(hex)) throw new TicketError('damaged', 'LHTICKET is not hexadecimal');
  if (hex.length % (2 * BLOCK) !== 0) throw new TicketError('damaged', 'LHTICKET is not whole cipher blocks');
  return hexToBytes(hex);
}

/** The text's bytes without PKCS #7 padding (RFC 5652, 6.3). */
function withoutPadding(plain: Uint8Array): Uint8Array {
  const count = plain[plain.length - 1]!;
  const end = plain.length - count;
  if (count < 1 || count > BLOCK || !plain.subarray(end).every((byte) => byte === count) || end % 2 !== 0) {
    throw new TicketError('damaged', 'LHTICKET ends in a wrong padding');
  }
  return plain.subarray(0, end);
}
