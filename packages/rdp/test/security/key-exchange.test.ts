import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import { ProtocolError, Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RdpError } from '../../src/index.js';
import { encodeProprietaryCertificate } from '../../src/security/certificate.js';
import {
  decodeSecurityExchange,
  decryptClientRandom,
  encodeSecurityExchange,
  readServerKey,
} from '../../src/security/key-exchange.js';
import { rsaPublic } from '../../src/security/rsa.js';
import { publicHalf, standard, testKey } from './server-key.js';

const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 250 : 1;

const key = publicHalf(testKey);
const security = standard();
const said = {
  encryptionMethod: 2,
  encryptionLevel: 3,
  serverRandom: new Uint8Array(32),
  serverCertificate: encodeProprietaryCertificate(security.publicKey),
};
const random = fc.uint8Array({ minLength: 32, maxLength: 32 });

function exchange(clientRandom: Uint8Array): Uint8Array {
  const writer = new Writer();
  encodeSecurityExchange(writer, key, clientRandom);
  return writer.finish();
}

describe('what the server says of Standard RDP Security', () => {
  const read = (change: Partial<typeof said>) => readServerKey({ ...said, ...change }, new Reader(new Uint8Array(0), 'test'));

  it('gives key, random and the blob that KH and KH2 are the hashes of', () => {
    expect(read({})).toEqual({ key, blob: security.publicKey, serverRandom: said.serverRandom });
    expect(read({ encryptionLevel: 2 }).key).toEqual(key);
  });

  it.each([
    ['none', 0, 0],
    ['40 bits', 1, 2],
    ['56 bits', 8, 2],
    ['FIPS', 0x10, 4],
    ['128 bits from the client alone', 2, 1],
  ])('is refused where it is %s', (_, encryptionMethod, encryptionLevel) => {
    expect(() => read({ encryptionMethod, encryptionLevel })).toThrow(RdpError);
    expect(() => read({ encryptionMethod, encryptionLevel })).toThrow(expect.objectContaining({ code: 'encryption-too-weak' }));
  });

  it('is malformed with a random of another length', () => {
    expect(() => read({ serverRandom: new Uint8Array(31) })).toThrow('test.serverRandomLen');
  });
});

describe('the public operation', () => {
  it.each([512, 1024, 2048])('is that of another library, with %i bits', (modulusLength) => {
    const pair = generateKeyPairSync('rsa', { modulusLength });
    const block = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
    const padded = Buffer.alloc(modulusLength / 8);
    padded.set(block.toReversed(), padded.length - 32);
    const expected = publicEncrypt({ key: pair.publicKey, padding: constants.RSA_NO_PADDING }, padded);
    expect(rsaPublic(publicHalf(pair.privateKey), block)).toEqual(new Uint8Array(expected.reverse()));
  });
});

describe('the Security Exchange PDU', () => {
  it('brings the client random to the server', () => {
    fc.assert(
      fc.property(random, (clientRandom) => {
        const encrypted = decodeSecurityExchange(new Reader(exchange(clientRandom), 'test'), key.modulus);
        expect(decryptClientRandom(encrypted, security.decrypt)).toEqual(clientRandom);
      }),
      { numRuns: 30 },
    );
  });

  it('has the header, length and padding of the document', () => {
    const pdu = new Reader(exchange(new Uint8Array(32).fill(1)), 'test');
    expect(pdu.u32('header')).toBe(0x0201);
    expect(pdu.u32('length')).toBe(key.modulus.length + 8);
    pdu.skip(key.modulus.length, 'encryptedClientRandom');
    expect(pdu.rest()).toEqual(new Uint8Array(8));
  });

  it('is malformed with another header or length, or a number that the key cannot have made', () => {
    const change = (at: number, ...bytes: number[]) => {
      const pdu = exchange(new Uint8Array(32));
      pdu.set(bytes, at);
      return () => decodeSecurityExchange(new Reader(pdu, 'test'), key.modulus);
    };
    expect(change(0, 0x40)).toThrow('test.basicSecurityHeader.flags');
    expect(change(4, 0xff)).toThrow('test.length');
    expect(change(8, ...key.modulus)).toThrow('test.encryptedClientRandom');
  });

  it('tells nothing of what stands above the random, so that nobody can ask for it bit by bit', () => {
    const decrypted = new Uint8Array(key.modulus.length).map((_, i) => i);
    expect(decryptClientRandom(new Uint8Array(key.modulus.length), () => decrypted)).toEqual(decrypted.toReversed().slice(0, 32));
  });

  it('takes any bytes, and throws nothing but ProtocolError (fuzz)', () => {
    const decrypt = (block: Uint8Array) =>
      new Uint8Array(privateDecrypt({ key: testKey, padding: constants.RSA_NO_PADDING }, block));
    fc.assert(
      fc.property(fc.boolean(), fc.uint8Array({ maxLength: 200 }), (framed, rest) => {
        const writer = new Writer();
        if (framed) writer.u32(1).u32(key.modulus.length + 8);
        try {
          decryptClientRandom(decodeSecurityExchange(new Reader(writer.bytes(rest).finish(), 'test'), key.modulus), decrypt);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 300 * TIMES },
    );
  });
});
