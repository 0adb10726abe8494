import { md5 } from '@noble/hashes/legacy.js';
import { fromLittleEndian, rsaPublic, rsaRaw } from './rsa.js';

/*
 * The Terminal Services signing key ([MS-RDPBCGR] 5.3.3.1.1). Its private half is published: a signature by it says that the
 * certificate has the right form and nothing of who made it. Clients of Windows ask for one all the same.
 */
const MODULUS = bytes(
  '3d3a5ebd72433ec94dbbc11e4aba5fcb3e882087eff5c1e2d7b76b9af2524595' +
    'ce63656b583afeef7ce7bffe3df65c7d6c5e06091af561bb2093095f056dea87',
);
const PRIVATE_EXPONENT = fromLittleEndian(
  bytes(
    '87a71932da11875558001616256568f8243ee6fae9674994cf92cc3399e80860' +
      '179a129f24ddb12499c73ab80a7b0ddd350779170b519bb3c7100113e73ff35f',
  ),
);
const EXPONENT = 0xc0887b5b;

/** Bytes of a signature. */
export const SIGNATURE_LENGTH = MODULUS.length;

/** Signs the part of a proprietary certificate that stands before its signature ([MS-RDPBCGR] 5.3.3.1.2). */
export function signCertificate(signed: Uint8Array): Uint8Array {
  return rsaRaw(signedBlock(signed), PRIVATE_EXPONENT, MODULUS);
}

/** True if `signature` is that of `signed` ([MS-RDPBCGR] 5.3.3.1.3). No secret is compared. */
export function isCertificateSignature(signed: Uint8Array, signature: Uint8Array): boolean {
  if (fromLittleEndian(signature) >= fromLittleEndian(MODULUS)) return false;
  const block = rsaPublic({ modulus: MODULUS, exponent: EXPONENT }, signature);
  return signedBlock(signed).every((byte, i) => byte === block[i]);
}

/** What is signed: the MD5 hash, 0x00, 0xff 45 times and 0x01, with a zero to the length of the modulus; little-endian. */
function signedBlock(signed: Uint8Array): Uint8Array {
  const block = new Uint8Array(SIGNATURE_LENGTH).fill(0xff, 17, 62);
  block.set(md5(signed));
  block[62] = 0x01;
  return block;
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
