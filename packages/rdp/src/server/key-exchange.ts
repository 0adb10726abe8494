import type { Reader } from '@beside/bytes';
import { RdpError } from '../errors.js';
import { type ClientSecurity, EncryptionLevel, EncryptionMethod, type ServerSecurity } from '../gcc/security.js';
import { encodeProprietaryCertificate } from '../security/certificate.js';
import { decodeSecurityExchange, decryptClientRandom } from '../security/key-exchange.js';
import { decodePublicKey } from '../security/public-key.js';
import { deriveSessionKeys, RANDOM_LENGTH } from '../security/session-keys.js';
import { StandardSecurity } from '../security/standard-security.js';
import type { StandardServerSecurity } from './negotiation.js';

/** The server's side of agreeing on keys for Standard RDP Security ([MS-RDPBCGR] 5.3.2, 5.3.4). */
export class ServerKeyExchange {
  readonly #security: StandardServerSecurity;
  readonly #serverRandom: Uint8Array;

  constructor(security: StandardServerSecurity) {
    this.#security = security;
    this.#serverRandom = security.random(RANDOM_LENGTH);
  }

  /** What the client is told ([MS-RDPBCGR] 2.2.1.4.3). */
  get serverSecurity(): ServerSecurity {
    return {
      encryptionMethod: EncryptionMethod.bits128,
      encryptionLevel: EncryptionLevel.high,
      serverRandom: this.#serverRandom,
      serverCertificate: encodeProprietaryCertificate(this.#security.publicKey),
    };
  }

  /**
   * Clients set to French say their methods in a field of its own ([MS-RDPBCGR] 2.2.1.3.3).
   *
   * @throws RdpError the client cannot encrypt with 128 bits
   */
  checkClient({ encryptionMethods, extEncryptionMethods }: ClientSecurity): void {
    if (((encryptionMethods | extEncryptionMethods) & EncryptionMethod.bits128) !== 0) return;
    throw new RdpError('encryption-too-weak', 'the client cannot encrypt with 128 bits; a later version of its program can');
  }

  /**
   * Takes the Security Exchange PDU.
   *
   * @returns the layer of everything that follows
   * @throws ProtocolError
   */
  finish(reader: Reader): StandardSecurity {
    const { modulus } = decodePublicKey(this.#security.publicKey, 'rdp.serverKey');
    const encrypted = decodeSecurityExchange(reader, modulus);
    const clientRandom = decryptClientRandom(encrypted, this.#security.decrypt);
    return new StandardSecurity('server', deriveSessionKeys(clientRandom, this.#serverRandom));
  }
}
