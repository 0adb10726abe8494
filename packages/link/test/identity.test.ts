import { createHash, X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { createIdentity } from '../src/index.js';

const NOW = Date.UTC(2030, 0, 2, 12);
const HOUR = 3600_000;

it('makes a certificate for TLS servers that its own key has signed and that outlives the invitation', async () => {
  const identity = await createIdentity(NOW, NOW + 6 * HOUR);
  const certificate = new X509Certificate(identity.certificate);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(identity.privateKey)).toBe(true);
  expect(certificate.subject).toBe('CN=Beside');
  expect(certificate.ca).toBe(false);
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect(Date.parse(certificate.validFrom)).toBeLessThan(NOW);
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(NOW + 6 * HOUR);
  expect(certificate.fingerprint256.toLowerCase()).toBe(identity.fingerprint);
  expect(createHash('sha256').update(identity.certificate).digest('hex')).toBe(identity.fingerprint.replaceAll(':', ''));
});

it('gives the modulus and exponent that KH and KH2 hash', async () => {
  const identity = await createIdentity(NOW, NOW + HOUR);
  const { n } = new X509Certificate(identity.certificate).publicKey.export({ format: 'jwk' });
  expect(identity.modulus).toHaveLength(256);
  expect(Buffer.from(identity.modulus).toString('base64url')).toBe(n);
  expect(identity.exponent).toBe(65537);
});

it('is another one each time', async () => {
  const [one, other] = await Promise.all([createIdentity(NOW, NOW + HOUR), createIdentity(NOW, NOW + HOUR)]);
  expect(one.fingerprint).not.toBe(other.fingerprint);
  expect(new X509Certificate(one.certificate).serialNumber).not.toBe(new X509Certificate(other.certificate).serialNumber);
});
