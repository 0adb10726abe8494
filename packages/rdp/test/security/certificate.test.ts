import { generateKeyPairSync } from 'node:crypto';
import { ProtocolError, Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeServerCertificate, encodeProprietaryCertificate } from '../../src/security/certificate.js';
import { decodePublicKey, encodePublicKey } from '../../src/security/public-key.js';
import { signCertificate } from '../../src/security/signing-key.js';
import { publicHalf, testKey } from './server-key.js';

const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 250 : 1;

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

/** serverCertificate of the Connect Response PDU in [MS-RDPBCGR] 4.1.4. */
const DOCUMENTED_BLOB = hex(`
  52 53 41 31 48 00 00 00 00 02 00 00 3f 00 00 00 01 00 01 00 cb 81 fe ba 6d 61 c3 55 05 d5 5f 2e 87 f8 71 94 d6 f1 a5 cb
  f1 5f 0c 3d f8 70 02 96 c4 fb 9b c8 3c 2d 55 ae e8 ff 32 75 ea 68 79 e5 a2 01 fd 31 a0 b1 1f 55 a6 1f c1 f6 d1 83 88 63
  26 56 12 bc 00 00 00 00 00 00 00 00`);
const DOCUMENTED = Uint8Array.of(
  ...hex('01 00 00 00 01 00 00 00 01 00 00 00 06 00 5c 00'),
  ...DOCUMENTED_BLOB,
  ...hex(`
  08 00 48 00 e9 e1 d6 28 46 8b 4e f5 0a df fd ee 21 99 ac b4 e1 8f 5f 81 57 82 ef 9d 96 52 63 27 18 29 db b3 4a fd 9a da
  42 ad b5 69 21 89 0e 1d c0 4c 1a a8 aa 71 3e 0f 54 b9 9a e4 99 68 3f 6c d6 76 84 61 00 00 00 00 00 00 00 00`),
);

describe('a proprietary certificate', () => {
  it('is signed as the one of the document is, byte for byte', () => {
    expect(encodeProprietaryCertificate(DOCUMENTED_BLOB)).toEqual(DOCUMENTED);
  });

  it('gives the key, and the blob exactly as it stands', () => {
    const { key, blob } = decodeServerCertificate(DOCUMENTED, 'test');
    expect(blob).toEqual(DOCUMENTED_BLOB);
    expect(key).toEqual({ modulus: DOCUMENTED_BLOB.subarray(20, 84), exponent: 65537 });
  });

  it('may say that it was made for the time being', () => {
    const temporary = DOCUMENTED.slice();
    temporary[3] = 0x80;
    const signature = DOCUMENTED.length - 72;
    temporary.set(signCertificate(temporary.subarray(0, signature - 4)), signature);
    expect(decodeServerCertificate(temporary, 'test').blob).toEqual(DOCUMENTED_BLOB);
  });

  it.each([512, 1024, 2048, 4096])('carries keys of %i bits', (modulusLength) => {
    const key = publicHalf(generateKeyPairSync('rsa', { modulusLength }).privateKey);
    const blob = encodePublicKey(key);
    expect(blob).toHaveLength(28 + modulusLength / 8);
    expect(decodeServerCertificate(encodeProprietaryCertificate(blob), 'test')).toEqual({ key, blob });
  });

  it('is refused when any byte that counts was changed', () => {
    // Only the padding behind the signature is not looked at.
    fc.assert(
      fc.property(fc.nat(DOCUMENTED.length - 9), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = DOCUMENTED.slice();
        changed[at]! ^= change;
        expect(() => decodeServerCertificate(changed, 'test')).toThrow(ProtocolError);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a public key', () => {
  const { modulus } = publicHalf(testKey);

  it.each([
    ['pubExp', { modulus, exponent: 1 }],
    ['pubExp', { modulus, exponent: 65536 }],
    ['modulus', { modulus: modulus.with(0, 2), exponent: 65537 }],
    ['modulus', { modulus: modulus.with(-1, 0), exponent: 65537 }],
    ['keylen', { modulus: modulus.subarray(0, 63), exponent: 65537 }],
    ['keylen', { modulus: new Uint8Array(513).fill(0xff), exponent: 65537 }],
  ])('is refused for its %s where it is none', (field, key) => {
    expect(() => decodePublicKey(encodePublicKey(key), 'test')).toThrow(`test.${field}`);
  });
});

describe('an X.509 chain', () => {
  const element = (tag: number, ...contents: Uint8Array[]) => {
    const content = Buffer.concat(contents);
    return Uint8Array.of(tag, 0x82, content.length >> 8, content.length & 0xff, ...content);
  };
  const sequence = (...contents: Uint8Array[]) => element(0x30, ...contents);
  const name = sequence(element(0x31, sequence(hex('06 03 55 04 03'), hex('0c 01 41'))));
  /** A certificate as a licence server of Windows makes them: the key's algorithm is md5WithRSAEncryption, the signature nobody's. */
  function certificate(subjectPublicKey: Uint8Array, version: Uint8Array): Uint8Array {
    const algorithm = sequence(hex('06 09 2a 86 48 86 f7 0d 01 01 04'), hex('05 00'));
    const key = sequence(algorithm, element(0x03, Uint8Array.of(0), subjectPublicKey));
    const body = sequence(version, hex('02 01 05'), algorithm, name, sequence(), name, key);
    return sequence(body, algorithm, element(0x03, new Uint8Array(65)));
  }
  const VERSION_3 = hex('a0 03 02 01 02');
  function chain(...certificates: Uint8Array[]): Uint8Array {
    const writer = new Writer().u32(2).u32(certificates.length);
    for (const one of certificates) writer.u32(one.length).bytes(one);
    return writer.zeros(8 + 4 * certificates.length).finish();
  }
  const spki = (exponent = hex('02 03 01 00 01')) =>
    sequence(element(0x02, Uint8Array.of(0, ...publicHalf(testKey).modulus.toReversed())), exponent);

  it('gives the key of its last certificate, and a blob made of it', () => {
    for (const version of [VERSION_3, new Uint8Array(0)]) {
      const bytes = chain(sequence(), certificate(spki(), version));
      const { key, blob } = decodeServerCertificate(bytes, 'test');
      expect(key).toEqual(publicHalf(testKey));
      expect(blob).toEqual(encodePublicKey(key));
    }
  });

  it('is refused without certificates, with too many, or with a key that is none', () => {
    const one = certificate(spki(), VERSION_3);
    const many = chain(one);
    many[4] = 201;
    for (const bytes of [chain(), many, chain(sequence()), chain(certificate(spki(hex('02 01 81')), VERSION_3))]) {
      expect(() => decodeServerCertificate(bytes, 'test')).toThrow(ProtocolError);
    }
    expect(() => decodeServerCertificate(chain(certificate(spki(hex('02 05 01 00 00 00 01')), VERSION_3)), 'test')).toThrow(
      'publicExponent',
    );
  });
});

it('takes any bytes, and throws nothing but ProtocolError (fuzz)', () => {
  const start = fc.constantFrom(1, 2, 0x80000001, 0x80000002);
  fc.assert(
    fc.property(start, fc.nat(DOCUMENTED.length), fc.uint8Array({ maxLength: 300 }), (version, kept, rest) => {
      const bytes = new Writer()
        .u32(version)
        .bytes(DOCUMENTED.subarray(4, 4 + kept))
        .bytes(rest)
        .finish();
      try {
        decodeServerCertificate(bytes, 'test');
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
      expect(new Reader(bytes, 'test').remaining).toBe(bytes.length);
    }),
    { numRuns: 2000 * TIMES },
  );
});
