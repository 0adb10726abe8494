import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proveAsExpert } from '../src/expert-proof.js';
import { checkNumber, commitmentTo, encodeNoviceProof, encodeStatus, proofOf } from '../src/proof.js';
import { PlayedTalk } from './played-talk.js';

const SECRET = randomBytes(32);
const EXPORTER = randomBytes(32);
const OK = encodeStatus('ok');

/** An expert that has said its first message. */
function begin() {
  const talk = new PlayedTalk();
  const numbers: string[] = [];
  proveAsExpert(talk, SECRET, EXPORTER, (number) => numbers.push(number));
  return { talk, numbers };
}

/** What a novice says behind its status; right, unless told otherwise. */
function answer({ proof = proofOf('novice', SECRET, EXPORTER), nonce = randomBytes(32) as Uint8Array } = {}): Uint8Array {
  return encodeNoviceProof({ proof, nonce });
}

describe('an expert that proves', () => {
  it('says its proof and a commitment, and nothing more before the novice has proved', () => {
    const { talk, numbers } = begin();
    expect([talk.said.length, talk.wants]).toEqual([64, 1]);
    expect(talk.said.subarray(0, 32)).toEqual(proofOf('expert', SECRET, EXPORTER));
    talk.hear(OK);
    expect([talk.said.length, talk.wants, talk.ended, numbers]).toEqual([64, 64, undefined, []]);
  });

  it('then reveals the nonce that it has committed to, and both nonces make the number', () => {
    const { talk, numbers } = begin();
    const nonce = randomBytes(32);
    talk.hear(OK);
    talk.hear(answer({ nonce }));
    const [first, revealed] = [talk.sent[0]!, talk.sent[1]!];
    expect(commitmentTo(revealed)).toEqual(first.slice(32));
    expect(numbers).toEqual([checkNumber(EXPORTER, revealed, nonce)]);
    expect([talk.sent.length, talk.wants, talk.ended]).toEqual([2, undefined, undefined]);
  });

  it('commits to another nonce each time', () => {
    const commitments = Array.from({ length: 100 }, () => begin().talk.said.subarray(32).toString('hex'));
    expect(new Set(commitments).size).toBe(100);
  });

  it.each([
    ['wrong', 'proof-refused'],
    ['expired', 'expired'],
    ['void', 'void'],
    ['busy', 'busy'],
  ] as const)('that is told "%s" ends with its own code and reveals nothing', (status, code) => {
    const { talk, numbers } = begin();
    talk.hear(encodeStatus(status));
    expect([talk.ended, talk.wants, talk.said.length, numbers]).toEqual([code, undefined, 64, []]);
  });

  it('takes no other number for a status', () => {
    for (let status = 5; status < 256; status++) {
      const { talk, numbers } = begin();
      talk.hear(Uint8Array.of(status));
      expect([talk.ended, talk.wants, talk.said.length, numbers]).toEqual(['malformed', undefined, 64, []]);
    }
  });

  it.each([
    ['its own, sent back', () => proofOf('expert', SECRET, EXPORTER)],
    ['recorded in another session', () => proofOf('novice', SECRET, randomBytes(32))],
    ['of another invitation', () => proofOf('novice', randomBytes(32), EXPORTER)],
    ['of zeros', () => new Uint8Array(32)],
  ])('takes no proof that is %s, and reveals nothing for it', (_, proof) => {
    const { talk, numbers } = begin();
    talk.hear(OK);
    talk.hear(answer({ proof: proof() }));
    expect([talk.ended, talk.said.length, numbers]).toEqual(['wrong-proof', 64, []]);
  });

  it('takes no proof with a changed bit', () => {
    fc.assert(
      fc.property(fc.nat(255), (bit) => {
        const { talk, numbers } = begin();
        const proof = Uint8Array.from(proofOf('novice', SECRET, EXPORTER));
        proof[bit >> 3]! ^= 1 << (bit & 7);
        talk.hear(OK);
        talk.hear(answer({ proof }));
        expect([talk.ended, talk.said.length, numbers]).toEqual(['wrong-proof', 64, []]);
      }),
    );
  });
});
