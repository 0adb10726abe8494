import type { Reader, Writer } from '@beside/bytes';
import { RdpError } from '../errors.js';
import { EncryptionLevel, EncryptionMethod, type ServerSecurity } from '../gcc/security.js';
import { decodeServerCertificate, type ServerCertificate } from './certificate.js';
import { fromLittleEndian, type RsaPublicKey, rsaPublic } from './rsa.js';
import { SecurityFlag } from './security-layer.js';
import { RANDOM_LENGTH } from './session-keys.js';

/** SEC_LICENSE_ENCRYPT_SC ([MS-RDPBCGR] 2.2.8.1.1.2.1): the client takes encrypted licensing PDUs. */
const LICENSE_ENCRYPT_SC = 0x0200;
/** Zeros behind the encrypted client random. */
const PADDING = 8;

/** The server's half of the key exchange. */
export interface ServerKey extends ServerCertificate {
  readonly serverRandom: Uint8Array;
}

/**
 * The client's first step: reads what the server says of Standard RDP Security ([MS-RDPBCGR] 2.2.1.4.3).
 *
 * @returns the server's key and random, views of `security`. Whose key it is has to be judged by its `blob` before
 *   {@link encodeSecurityExchange}
 * @throws RdpError `encryption-too-weak`: another encryption than by 128 bits in both directions
 * @throws ProtocolError
 */
export function readServerKey(security: ServerSecurity, reader: Reader): ServerKey {
  const { encryptionMethod, encryptionLevel, serverRandom, serverCertificate } = security;
  const bothWays = encryptionLevel === EncryptionLevel.clientCompatible || encryptionLevel === EncryptionLevel.high;
  if (encryptionMethod !== EncryptionMethod.bits128 || !bothWays) {
    throw new RdpError('encryption-too-weak', 'the other computer does not encrypt with 128 bits in both directions');
  }
  if (serverRandom.length !== RANDOM_LENGTH) throw reader.error('serverRandomLen', `must be ${RANDOM_LENGTH}`);
  return { ...decodeServerCertificate(serverCertificate, `${reader.path}.serverCertificate`), serverRandom };
}

/**
 * Client Security Exchange PDU ([MS-RDPBCGR] 2.2.1.10), its security header included: it has one though nothing is encrypted
 * yet.
 *
 * @param key the server's
 * @param clientRandom 32 bytes
 */
export function encodeSecurityExchange(writer: Writer, key: RsaPublicKey, clientRandom: Uint8Array): void {
  writer.u16(SecurityFlag.exchange | LICENSE_ENCRYPT_SC).u16(0);
  writer.u32(key.modulus.length + PADDING);
  writer.bytes(rsaPublic(key, clientRandom)).zeros(PADDING);
}

/**
 * Reads the same.
 *
 * @param modulus the server's own
 * @returns the encrypted client random, little-endian, a view of the input
 * @throws ProtocolError
 */
export function decodeSecurityExchange(reader: Reader, modulus: Uint8Array): Uint8Array {
  const flags = reader.u16('basicSecurityHeader.flags');
  reader.skip(2, 'basicSecurityHeader.flagsHi');
  if ((flags & SecurityFlag.exchange) === 0) throw reader.error('basicSecurityHeader.flags', 'must be SEC_EXCHANGE_PKT');
  if (reader.u32('length') !== modulus.length + PADDING) throw reader.error('length', 'is not that of the key');
  const encrypted = reader.take(modulus.length, 'encryptedClientRandom');
  reader.skip(PADDING, 'encryptedClientRandom.padding');
  if (fromLittleEndian(encrypted) >= fromLittleEndian(modulus)) {
    throw reader.error('encryptedClientRandom', 'is not below the modulus');
  }
  return encrypted;
}

/**
 * The server's step: the client random of a Security Exchange PDU ([MS-RDPBCGR] 5.3.4.2).
 *
 * What stands above the random is not looked at, though an honest client has zeros there: to tell right from wrong would make of
 * this server a judge of chosen ciphertexts (RSA without padding), whom a recorded client random could be put to bit by bit.
 * With a wrong random the first MAC is wrong, whatever the reason.
 *
 * @param encrypted little-endian
 * @param decrypt the private operation, big-endian, as long as the modulus
 */
export function decryptClientRandom(encrypted: Uint8Array, decrypt: (block: Uint8Array) => Uint8Array): Uint8Array {
  return decrypt(encrypted.toReversed()).toReversed().slice(0, RANDOM_LENGTH);
}
