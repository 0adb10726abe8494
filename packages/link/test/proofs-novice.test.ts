import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_NUMBERS } from '../src/index.js';
import { NoviceProof } from '../src/novice-proof.js';
import { checkNumber, commitmentTo, encodeExpertProof, encodeStatus, proofOf } from '../src/proof.js';
import { ADDRESS, invite } from './played-judge.js';
import { PlayedTalk } from './played-talk.js';

const EXPORTER = randomBytes(32);

/** A novice to which nothing has been said on this connection. */
function begin(invitation = invite()) {
  const talk = new PlayedTalk();
  const numbers: string[] = [];
  const { offer, judge, secret } = invitation;
  const novice = new NoviceProof(talk, offer, ADDRESS, EXPORTER, (number) => numbers.push(number));
  const nonce = randomBytes(32);
  const right = encodeExpertProof({ proof: proofOf('expert', secret, EXPORTER), commitment: commitmentTo(nonce) });
  return { talk, numbers, novice, judge, offer, secret, nonce, right };
}

/** Whether somebody else would get the place. */
function isFree(offer: ReturnType<typeof invite>['offer']): boolean {
  const somebody = {};
  let free = false;
  offer.enter(somebody, (place) => {
    free = place === 'free';
  });
  offer.leave(somebody);
  return free;
}

describe('a novice to which somebody proves', () => {
  it('says nothing before it has the whole proof, then its own and its nonce', () => {
    const { talk, numbers, right, secret } = begin();
    expect([talk.said.length, talk.wants]).toEqual([0, 64]);
    talk.hear(right);
    expect([talk.said.length, talk.wants, talk.ended, numbers]).toEqual([65, 32, undefined, []]);
    expect(talk.said.subarray(0, 1)).toEqual(Buffer.from(encodeStatus('ok')));
    expect(talk.said.subarray(1, 33)).toEqual(proofOf('novice', secret, EXPORTER));
  });

  it('gets the number from both nonces once the expert has revealed what it committed to', () => {
    const { talk, numbers, right, nonce } = begin();
    talk.hear(right);
    talk.hear(nonce);
    expect(numbers).toEqual([checkNumber(EXPORTER, nonce, talk.said.subarray(33))]);
    expect([talk.wants, talk.ended, talk.said.length]).toEqual([undefined, undefined, 65]);
  });

  it('gives another nonce each time', () => {
    const nonces = Array.from({ length: 100 }, () => {
      const { talk, right } = begin();
      talk.hear(right);
      return talk.said.subarray(33).toString('hex');
    });
    expect(new Set(nonces).size).toBe(100);
  });
});

describe('a wrong proof', () => {
  const wrong = [
    ['the novice’s own, sent back', (secret: Uint8Array) => proofOf('novice', secret, EXPORTER)],
    ['recorded in another session', (secret: Uint8Array) => proofOf('expert', secret, randomBytes(32))],
    ['of another invitation', () => proofOf('expert', randomBytes(32), EXPORTER)],
    ['the secret itself', (secret: Uint8Array) => secret],
    ['of zeros', () => new Uint8Array(32)],
  ] as const;

  it.each(wrong)('(%s) is told so, counted once, and gets nothing else', (_, proof) => {
    const { talk, numbers, judge, offer, secret, nonce } = begin();
    talk.hear(encodeExpertProof({ proof: proof(secret), commitment: commitmentTo(nonce) }));
    expect(talk.said).toEqual(Buffer.from(encodeStatus('wrong')));
    expect([talk.ended, talk.wants, numbers]).toEqual(['wrong-proof', undefined, []]);
    expect(judge.counted).toEqual([ADDRESS]);
    expect(isFree(offer)).toBe(true);
  });

  it('is also one with a changed bit', () => {
    fc.assert(
      fc.property(fc.nat(255), (bit) => {
        const { talk, numbers, judge, right } = begin();
        const changed = Uint8Array.from(right);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        talk.hear(changed);
        expect([talk.ended, talk.said.length, numbers]).toEqual(['wrong-proof', 1, []]);
        expect(judge.counted).toEqual([ADDRESS]);
      }),
    );
  });

  it.each(['void', 'expired'] as const)('is called wrong also when the invitation is %s, and is not counted', (life) => {
    const { talk, judge } = begin();
    judge.life = life;
    talk.hear(new Uint8Array(64));
    expect([talk.said, talk.ended, judge.counted]).toEqual([Buffer.from(encodeStatus('wrong')), 'wrong-proof', []]);
  });
});

describe('a nonce that the expert has not committed to', () => {
  it('is refused by a code of its own, whichever bit is another', () => {
    fc.assert(
      fc.property(fc.nat(255), (bit) => {
        const { talk, numbers, judge, right, nonce } = begin();
        const changed = Uint8Array.from(nonce);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        talk.hear(right);
        talk.hear(changed);
        expect([talk.ended, numbers, judge.counted]).toEqual(['wrong-reveal', [], []]);
      }),
    );
  });

  it.each([
    ['the commitment itself', ({ right }: ReturnType<typeof begin>) => right.subarray(32)],
    ['what the novice has given', ({ talk }: ReturnType<typeof begin>) => talk.said.subarray(33)],
  ])('may be %s, and is refused as well', (_, reveal) => {
    const connection = begin();
    connection.talk.hear(connection.right);
    connection.talk.hear(reveal(connection));
    expect([connection.talk.ended, connection.numbers]).toEqual(['wrong-reveal', []]);
  });

  it('leaves the place to the next', () => {
    const { talk, right, novice, offer } = begin();
    talk.hear(right);
    expect(isFree(offer)).toBe(false);
    talk.hear(randomBytes(32));
    novice.leave();
    expect(isFree(offer)).toBe(true);
  });
});

describe('a right proof', () => {
  it.each(['void', 'expired'] as const)('is told that the invitation is %s', (life) => {
    const { talk, numbers, judge, right } = begin();
    judge.life = life;
    talk.hear(right);
    expect([talk.said, talk.ended, numbers]).toEqual([Buffer.from(encodeStatus(life)), life, []]);
    expect(judge.counted).toEqual([]);
  });

  it('waits while its address is slowed down, and is judged by what holds then', () => {
    for (const life of ['open', 'expired'] as const) {
      const { talk, judge, right } = begin();
      judge.from = 4000;
      talk.hear(right);
      expect([talk.said.length, talk.waiting?.at, talk.wants]).toEqual([0, 4000, undefined]);
      // A wrong proof of another connection came between.
      judge.from = 8000;
      talk.wake();
      expect([talk.said.length, talk.waiting?.at]).toEqual([0, 8000]);
      judge.life = life;
      talk.wake();
      expect([talk.said[0], talk.ended]).toEqual(life === 'open' ? [0, undefined] : [2, 'expired']);
    }
  });

  it('waits for the connection before it, and is told that the place is taken once that one gets through', () => {
    const invitation = invite();
    const [first, second] = [begin(invitation), begin(invitation)];
    first.talk.hear(first.right);
    second.talk.hear(second.right);
    expect([second.talk.said.length, second.talk.wants]).toEqual([0, undefined]);
    first.talk.hear(first.nonce);
    expect([second.talk.said, second.talk.ended]).toEqual([Buffer.from(encodeStatus('busy')), 'busy']);
    first.novice.leave();
    const third = begin(invitation);
    third.talk.hear(third.right);
    third.talk.hear(third.nonce);
    expect([first.numbers.length, second.numbers.length, third.numbers.length]).toEqual([1, 0, 1]);
  });

  it('has the place where the connection before it reveals something else or goes away', () => {
    const invitation = invite();
    const [first, second] = [begin(invitation), begin(invitation)];
    first.talk.hear(first.right);
    second.talk.hear(second.right);
    first.novice.leave();
    second.talk.hear(second.nonce);
    expect([first.numbers.length, second.numbers.length]).toEqual([0, 1]);
  });

  it('gets a number as often as there are numbers, also from somebody who never reveals', () => {
    const invitation = invite();
    for (let i = 0; i < CHECK_NUMBERS; i++) {
      const { talk, right, novice } = begin(invitation);
      talk.hear(right);
      expect(talk.said.length).toBe(65);
      novice.leave();
    }
    const { talk, right, numbers } = begin(invitation);
    talk.hear(right);
    expect([talk.said, talk.ended, numbers]).toEqual([Buffer.from(encodeStatus('void')), 'void', []]);
  });
});
