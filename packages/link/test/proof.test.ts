import { createHmac, randomBytes } from 'node:crypto';
import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkNumber,
  commitmentTo,
  decodeExpertProof,
  decodeNoviceProof,
  decodeStatus,
  encodeExpertProof,
  encodeNoviceProof,
  encodeStatus,
  equalHashes,
  proofOf,
} from '../src/proof.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const SECRET = new Uint8Array(32).fill(1);
const EXPORTER = new Uint8Array(32).fill(2);

describe('a proof', () => {
  it('is HMAC-SHA256 of role and exporter under the secret', () => {
    // From `openssl mac -digest SHA256 -macopt hexkey:0101...01 HMAC` over "expert" or "novice" and 32 bytes of 2.
    expect(Buffer.from(proofOf('expert', SECRET, EXPORTER)).toString('hex')).toBe(
      'c0396c66f4a704ec68333d05dd4704c99c6034ea1bfc37236b23ed1eedcaf10a',
    );
    expect(Buffer.from(proofOf('novice', SECRET, EXPORTER)).toString('hex')).toBe(
      '6346a5105f8767a2b6553cec731be865a666f55855243c8ae43ec5e2ec71467e',
    );
  });

  it('of one role, secret or session is no proof of another', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), fc.nat(255), fc.integer({ min: 1, max: 255 }), (secret, exporter, at, change) => {
        const changed = (what: Uint8Array) => what.map((byte, i) => (i === at % 32 ? byte ^ change : byte));
        const proof = proofOf('expert', secret, exporter);
        expect(equalHashes(proof, proofOf('expert', secret, exporter))).toBe(true);
        expect(equalHashes(proof, proofOf('novice', secret, exporter))).toBe(false);
        expect(equalHashes(proof, proofOf('expert', changed(secret), exporter))).toBe(false);
        expect(equalHashes(proof, proofOf('expert', secret, changed(exporter)))).toBe(false);
        expect(equalHashes(proof, changed(proof))).toBe(false);
      }),
    );
  });

  it('is not equal to something of another length, and comparing does not throw', () => {
    expect(equalHashes(new Uint8Array(32), new Uint8Array(31))).toBe(false);
  });
});

describe('the check number', () => {
  it('is HMAC-SHA256 of both nonces under the exporter, modulo 10^6', () => {
    const [expert, novice] = [new Uint8Array(32).fill(3), new Uint8Array(32).fill(4)];
    const digest = createHmac('sha256', EXPORTER)
      .update(Buffer.concat([expert, novice]))
      .digest();
    const expected = digest.reduce((rest, byte) => (rest * 256 + byte) % 1_000_000, 0);
    expect(checkNumber(EXPORTER, expert, novice)).toBe(String(expected).padStart(6, '0'));
  });

  it('always has six digits, and changes with each part', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), bytes(32), (exporter, expert, novice) => {
        const number = checkNumber(exporter, expert, novice);
        expect(number).toMatch(/^\d{6}$/);
        // Two of a million are equal now and then; all three are not.
        const others = [
          [expert, novice, exporter] as const,
          [novice, exporter, expert] as const,
          [expert, exporter, novice] as const,
        ];
        fc.pre(Buffer.compare(exporter, expert) !== 0 && Buffer.compare(expert, novice) !== 0);
        expect(others.every((parts) => checkNumber(...parts) === number)).toBe(false);
      }),
    );
  });

  it('has no digit anywhere that is likelier than the others', () => {
    const RUNS = 20_000;
    const counts = Array.from({ length: 6 }, () => new Array<number>(10).fill(0));
    for (let i = 0; i < RUNS; i++) {
      const nonce = Buffer.alloc(32);
      nonce.writeUInt32BE(i);
      [...checkNumber(EXPORTER, nonce, SECRET)].forEach((digit, place) => {
        counts[place]![Number(digit)]!++;
      });
    }
    for (const place of counts) {
      const chiSquare = place.reduce((sum, count) => sum + (count - RUNS / 10) ** 2 / (RUNS / 10), 0);
      // Nine degrees of freedom: exceeded by chance once in 10^5.
      expect(chiSquare).toBeLessThan(39.3);
    }
  });
});

describe('messages', () => {
  it('come back as they were sent', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), (one, other) => {
        const expert = { proof: one, commitment: other };
        expect(decodeExpertProof(encodeExpertProof(expert))).toEqual({ proof: Buffer.from(one), commitment: Buffer.from(other) });
        const novice = { proof: one, nonce: other };
        expect(decodeNoviceProof(encodeNoviceProof(novice))).toEqual({ proof: Buffer.from(one), nonce: Buffer.from(other) });
      }),
    );
    for (const status of ['ok', 'wrong', 'expired', 'void', 'busy'] as const)
      expect(decodeStatus(encodeStatus(status))).toBe(status);
  });

  it('are read whatever comes, and what is no message is a ProtocolError', () => {
    const readers = [decodeExpertProof, decodeNoviceProof, decodeStatus];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...readers), (message, read) => {
        try {
          read(message);
          expect([1, 64]).toContain(message.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('commit to a nonce without telling it', () => {
    const nonce = randomBytes(32);
    expect(commitmentTo(nonce)).toHaveLength(32);
    expect(equalHashes(commitmentTo(nonce), nonce)).toBe(false);
    expect(equalHashes(commitmentTo(nonce), commitmentTo(randomBytes(32)))).toBe(false);
  });
});
