import { createHash, createPublicKey, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { promisify } from 'node:util';
// Only ASN.1 structures, no certificate library: those around them (@peculiar/x509, selfsigned) bring an injection
// container or a whole PKI for the one certificate that is made here. Maintained by the same people, released monthly.
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

/** Who a novice is on the wire, for one invitation: made new with it, kept in memory only. */
export interface Identity {
  /** RSA-2048, exponent 65537. */
  readonly privateKey: KeyObject;
  /** Self-signed X.509 version 3 certificate, DER. */
  readonly certificate: Uint8Array;
  /** Of the certificate, SHA-256, hexadecimal in lower case with colons, as `xfreerdp /cert:fingerprint:sha256:` takes it. */
  readonly fingerprint: string;
  /** Big-endian, 256 bytes; what KH and KH2 of an invitation hash. */
  readonly modulus: Uint8Array;
  readonly exponent: number;
  /** Key and certificate for TLS 1.2 and 1.3, as other programs speak it. */
  readonly secureContext: SecureContext;
  /** The same for TLS 1.3 alone, as two Besides speak it. */
  readonly besideContext: SecureContext;
}

/** A day either way, so that an expert whose clock is a little wrong still finds the certificate valid. In ms. */
const CLOCK_MARGIN = 24 * 3600 * 1000;

const SHA256_WITH_RSA = new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null });
const COMMON_NAME = '2.5.4.3';

/**
 * Makes a fresh key and certificate. The key is made off the event loop; it takes 50 to 500 ms.
 *
 * The certificate names nobody: whoever connects learns neither the computer's name nor the person's from it.
 *
 * @param now ms since 1970
 * @param expiresAt end of the invitation, ms since 1970
 */
export async function createIdentity(now: number, expiresAt: number): Promise<Identity> {
  // RSA, because KH and KH2 are hashes of an RSA key and Windows' older Remote Assistance knows no other; 2048 bits as Windows' own.
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicExponent: 0x10001 });
  const certificate = selfSigned(privateKey, now - CLOCK_MARGIN, expiresAt + CLOCK_MARGIN);
  const { n, e } = privateKey.export({ format: 'jwk' });
  const secret = { key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: pem(certificate) };
  return {
    privateKey,
    certificate,
    fingerprint: createHash('sha256')
      .update(certificate)
      .digest('hex')
      .replace(/..(?!$)/g, '$&:'),
    modulus: new Uint8Array(Buffer.from(n!, 'base64url')),
    exponent: Buffer.from(e!, 'base64url').readUIntBE(0, 3),
    secureContext: createSecureContext({ ...secret, minVersion: 'TLSv1.2' }),
    besideContext: createSecureContext({ ...secret, minVersion: 'TLSv1.3' }),
  };
}

/** A certificate for TLS servers, signed by its own key (RFC 5280, 4.1 and 4.2). */
function selfSigned(privateKey: KeyObject, notBefore: number, notAfter: number): Uint8Array {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const name = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: 'Beside' }) }),
    ]),
  ]);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: positiveInteger(randomBytes(16)),
    signature: SHA256_WITH_RSA,
    issuer: name,
    validity: new Validity({ notBefore: new Date(notBefore), notAfter: new Date(notAfter) }),
    subject: name,
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: new Extensions([
      extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
      extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment)),
      extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
    ]),
  });
  const signed = Buffer.from(AsnConvert.serialize(tbsCertificate));
  const signature = sign('sha256', signed, privateKey);
  return new Uint8Array(
    AsnConvert.serialize(
      new Certificate({ tbsCertificate, signatureAlgorithm: SHA256_WITH_RSA, signatureValue: arrayBuffer(signature) }),
    ),
  );
}

function extension(extnID: string, critical: boolean, value: object): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** A DER integer of these digits that is neither negative nor has needless zeros in front (RFC 5280, 4.1.2.2). */
function positiveInteger(digits: Buffer): ArrayBuffer {
  digits[0] = (digits[0]! & 0x7f) | 0x40;
  return arrayBuffer(digits);
}

function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function pem(der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g);
  return ['-----BEGIN CERTIFICATE-----', ...lines!, '-----END CERTIFICATE-----', ''].join('\n');
}
