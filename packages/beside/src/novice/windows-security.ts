import { constants, privateDecrypt, randomBytes } from 'node:crypto';
import type { Identity } from '@beside/link';
import type { StandardServerSecurity } from '@beside/rdp';
import { publicKeyBlob } from '@beside/ticket';

/**
 * What protects connections on an invitation for Windows: TLS with experts that know it, Standard RDP Security with the others,
 * under the same key, the one that KH and KH2 of the ticket name.
 */
export function windowsSecurity({ privateKey, modulus, exponent }: Identity): StandardServerSecurity {
  return {
    tls: true,
    publicKey: publicKeyBlob(modulus, exponent),
    decrypt: (block) => privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block),
    random: randomBytes,
  };
}
