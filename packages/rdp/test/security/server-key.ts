import { constants, createPrivateKey, createPublicKey, type KeyObject, privateDecrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { StandardServerSecurity } from '../../src/index.js';
import { encodePublicKey } from '../../src/security/public-key.js';
import type { RsaPublicKey } from '../../src/security/rsa.js';

/** The key that fixtures/README.md tells of. */
export const testKey: KeyObject = createPrivateKey(
  readFileSync(new URL('../fixtures/xfreerdp-2.11.7-standard-security.key.pem', import.meta.url)),
);

/** The public half, as RDP has it. */
export function publicHalf(key: KeyObject): RsaPublicKey {
  const { n, e } = createPublicKey(key).export({ format: 'jwk' });
  const exponent = Number(`0x${Buffer.from(e!, 'base64url').toString('hex')}`);
  return { modulus: new Uint8Array(Buffer.from(n!, 'base64url')).toReversed(), exponent };
}

/** A server's Standard RDP Security with the test key; its random is the bytes 0, 1, 2 ... */
export function standard(change: Partial<StandardServerSecurity> = {}): StandardServerSecurity {
  return {
    tls: false,
    publicKey: encodePublicKey(publicHalf(testKey)),
    decrypt: (block) => new Uint8Array(privateDecrypt({ key: testKey, padding: constants.RSA_NO_PADDING }, block)),
    random: (length) => Uint8Array.from({ length }, (_, i) => i),
    ...change,
  };
}
