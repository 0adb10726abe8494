import { Reader } from '@beside/bytes';
import { BerTag, readBer } from '../mcs/ber.js';
import { checkPublicKey } from './public-key.js';
import type { RsaPublicKey } from './rsa.js';

/** Certificates of a chain that are read; Windows sends two ([MS-RDPBCGR] 2.2.1.4.3.1.2 allows 2 to 200). */
const MOST_CERTIFICATES = 200;
/** Tags of [X690] that certificates have beyond those of MCS. */
const CONTEXT_0 = 0xa0;
const BIT_STRING = 0x03;

/**
 * Reads an X.509 certificate chain ([MS-RDPBCGR] 2.2.1.4.3.1.2) behind its dwVersion.
 *
 * @returns the key of the last certificate, which is the server's own
 * @throws ProtocolError also when it is no RSA key
 */
export function decodeCertificateChain(reader: Reader): RsaPublicKey {
  const count = reader.u32('numCertBlobs');
  if (count < 1 || count > MOST_CERTIFICATES) throw reader.error('numCertBlobs', `must be 1 to ${MOST_CERTIFICATES}`);
  let last = reader.bytes.subarray(0, 0);
  for (let i = 0; i < count; i++) last = reader.take(reader.u32('cbCert'), `certBlobArray[${i}]`);
  return readSubjectKey(new Reader(last, `${reader.path}.certificate`));
}

/**
 * The RSA public key of an X.509 certificate (RFC 5280 section 4.1).
 *
 * The algorithm's identifier is not looked at: the licence servers of Windows give their RSA keys that of a signature
 * algorithm.
 */
function readSubjectKey(certificate: Reader): RsaPublicKey {
  const body = readBer(readBer(certificate, BerTag.sequence, 'certificate'), BerTag.sequence, 'tbsCertificate');
  if (body.remaining > 0 && body.bytes[body.offset] === CONTEXT_0) readBer(body, CONTEXT_0, 'version');
  readBer(body, BerTag.integer, 'serialNumber');
  for (const field of ['signature', 'issuer', 'validity', 'subject']) readBer(body, BerTag.sequence, field);
  const info = readBer(body, BerTag.sequence, 'subjectPublicKeyInfo');
  readBer(info, BerTag.sequence, 'algorithm');
  const bits = readBer(info, BIT_STRING, 'subjectPublicKey');
  if (bits.u8('unusedBits') !== 0) throw bits.error('unusedBits', 'must be 0');
  const key = readBer(bits, BerTag.sequence, 'rsaPublicKey');
  const modulus = readUnsigned(key, 'modulus').toReversed();
  let exponent = 0;
  for (const digit of readUnsigned(key, 'publicExponent')) exponent = exponent * 256 + digit;
  if (exponent > 0xffffffff) throw key.error('publicExponent', 'must be below 2^32');
  return checkPublicKey({ modulus, exponent }, key);
}

/** A positive INTEGER, big-endian, without the zero that keeps it positive. */
function readUnsigned(reader: Reader, field: string): Uint8Array {
  const digits = readBer(reader, BerTag.integer, field).rest();
  if (digits.length === 0 || (digits[0]! & 0x80) !== 0) throw reader.error(field, 'must be a positive number');
  return digits[0] === 0 ? digits.subarray(1) : digits;
}
