import { Reader, Writer } from '@beside/bytes';
import { decodePublicKey, encodePublicKey } from './public-key.js';
import type { RsaPublicKey } from './rsa.js';
import { isCertificateSignature, SIGNATURE_LENGTH, signCertificate } from './signing-key.js';
import { decodeCertificateChain } from './x509.js';

/** dwVersion ([MS-RDPBCGR] 2.2.1.4.3.1); its top bit says that the certificate was made for the time being only. */
const Version = { proprietary: 1, x509: 2, mask: 0x7fffffff } as const;
/** dwSigAlgId, dwKeyAlgId, wPublicKeyBlobType, wSignatureBlobType ([MS-RDPBCGR] 2.2.1.4.3.1.1). */
const SIGNATURE_ALG_RSA = 1;
const KEY_EXCHANGE_ALG_RSA = 1;
const RSA_KEY_BLOB = 6;
const RSA_SIGNATURE_BLOB = 8;
/** Zeros behind the signature. */
const PADDING = 8;

/** What a server's certificate says. */
export interface ServerCertificate {
  readonly key: RsaPublicKey;
  /**
   * RSA_PUBLIC_KEY, which KH and KH2 of a ticket are the hashes of: a view of a proprietary certificate, made of the key for an
   * X.509 one, which has no such field.
   */
  readonly blob: Uint8Array;
}

/** Proprietary certificate of the key in `blob` (RSA_PUBLIC_KEY), signed ([MS-RDPBCGR] 2.2.1.4.3.1.1, 5.3.3.1). */
export function encodeProprietaryCertificate(blob: Uint8Array): Uint8Array {
  const writer = new Writer(28 + blob.length + SIGNATURE_LENGTH + PADDING)
    .u32(Version.proprietary)
    .u32(SIGNATURE_ALG_RSA)
    .u32(KEY_EXCHANGE_ALG_RSA)
    .u16(RSA_KEY_BLOB)
    .u16(blob.length)
    .bytes(blob);
  const signature = signCertificate(writer.view());
  return writer
    .u16(RSA_SIGNATURE_BLOB)
    .u16(SIGNATURE_LENGTH + PADDING)
    .bytes(signature)
    .zeros(PADDING)
    .finish();
}

/**
 * Reads SERVER_CERTIFICATE ([MS-RDPBCGR] 2.2.1.4.3.1), of either kind.
 *
 * Neither kind proves whose key it is: everybody can sign a proprietary one, and a chain's issuer is the server's own licence
 * server. That is for KH and KH2 to say.
 *
 * @throws ProtocolError malformed, or a proprietary one with a wrong signature
 */
export function decodeServerCertificate(bytes: Uint8Array, path: string): ServerCertificate {
  const reader = new Reader(bytes, path);
  const version = reader.u32('dwVersion') & Version.mask;
  if (version === Version.proprietary) return readProprietary(reader);
  if (version !== Version.x509) throw reader.error('dwVersion', 'must be 1 or 2');
  const key = decodeCertificateChain(reader);
  return { key, blob: encodePublicKey(key) };
}

function readProprietary(reader: Reader): ServerCertificate {
  if (reader.u32('dwSigAlgId') !== SIGNATURE_ALG_RSA) throw reader.error('dwSigAlgId', 'must be 1');
  if (reader.u32('dwKeyAlgId') !== KEY_EXCHANGE_ALG_RSA) throw reader.error('dwKeyAlgId', 'must be 1');
  if (reader.u16('wPublicKeyBlobType') !== RSA_KEY_BLOB) throw reader.error('wPublicKeyBlobType', 'must be 6');
  const blob = reader.take(reader.u16('wPublicKeyBlobLen'), 'publicKeyBlob');
  const key = decodePublicKey(blob, `${reader.path}.publicKeyBlob`);
  const signed = reader.bytes.subarray(0, reader.offset);
  if (reader.u16('wSignatureBlobType') !== RSA_SIGNATURE_BLOB) throw reader.error('wSignatureBlobType', 'must be 8');
  if (reader.u16('wSignatureBlobLen') !== SIGNATURE_LENGTH + PADDING) throw reader.error('wSignatureBlobLen', 'must be 72');
  const signature = reader.take(SIGNATURE_LENGTH, 'signatureBlob');
  reader.skip(PADDING, 'signatureBlob.padding');
  if (!isCertificateSignature(signed, signature)) throw reader.error('signatureBlob', 'is not the signature of this certificate');
  return { key, blob };
}
