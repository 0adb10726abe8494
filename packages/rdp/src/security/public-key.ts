import { Reader, Writer } from '@beside/bytes';
import type { RsaPublicKey } from './rsa.js';

/** "RSA1" */
const MAGIC = 0x31415352;
/** Zeros behind the modulus. */
const PADDING = 8;
/** Of the modulus, in bytes: 512 bits is what Windows before Vista makes; 4096 bounds what a stranger can have us compute. */
const SHORTEST = 64;
const LONGEST = 512;

/** RSA_PUBLIC_KEY ([MS-RDPBCGR] 2.2.1.4.3.1.1.1): the bytes that KH and KH2 of a ticket are the hashes of. */
export function encodePublicKey({ modulus, exponent }: RsaPublicKey): Uint8Array {
  const length = modulus.length;
  return new Writer(20 + length + PADDING)
    .u32(MAGIC)
    .u32(length + PADDING)
    .u32(8 * length)
    .u32(length - 1)
    .u32(exponent)
    .bytes(modulus)
    .zeros(PADDING)
    .finish();
}

/**
 * Reads a whole RSA_PUBLIC_KEY; the modulus is a view of it.
 *
 * @throws ProtocolError also when the key is shorter than 512 or longer than 4096 bits
 */
export function decodePublicKey(blob: Uint8Array, path: string): RsaPublicKey {
  const reader = new Reader(blob, path);
  if (reader.u32('magic') !== MAGIC) throw reader.error('magic', 'must be "RSA1"');
  const length = reader.u32('keylen') - PADDING;
  if (length < SHORTEST || length > LONGEST) throw reader.error('keylen', 'must be that of 512 to 4096 bits');
  if (reader.u32('bitlen') !== 8 * length) throw reader.error('bitlen', 'is not that of keylen');
  if (reader.u32('datalen') !== length - 1) throw reader.error('datalen', 'is not that of keylen');
  const exponent = reader.u32('pubExp');
  const modulus = reader.take(length, 'modulus');
  reader.skip(PADDING, 'modulus.padding');
  reader.end();
  return checkPublicKey({ modulus, exponent }, reader);
}

/**
 * Refuses what is no key, so that to compute with it has a meaning and an end.
 *
 * @param reader where the key stood
 * @throws ProtocolError
 */
export function checkPublicKey(key: RsaPublicKey, reader: Reader): RsaPublicKey {
  const { modulus, exponent } = key;
  if (modulus.length < SHORTEST || modulus.length > LONGEST) throw reader.error('modulus', 'must have 512 to 4096 bits');
  if ((modulus[0]! & 1) === 0) throw reader.error('modulus', 'must be odd');
  if (modulus.at(-1) === 0) throw reader.error('modulus', 'has fewer bits than its length says');
  if (exponent < 3 || (exponent & 1) === 0) throw reader.error('pubExp', 'must be odd and above 1');
  return key;
}
