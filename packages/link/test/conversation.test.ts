import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proveAsExpert } from '../src/expert-proof.js';
import { NoviceProof } from '../src/novice-proof.js';
import { checkNumber } from '../src/proof.js';
import { ADDRESS, invite } from './played-judge.js';
import { PlayedTalk } from './played-talk.js';

/** Both proofs, with somebody in between who may change what is said. */
function converse(pass: (from: 'expert' | 'novice', bytes: Buffer) => Buffer = (_, bytes) => bytes) {
  const { offer, secret } = invite();
  const exporter = randomBytes(32);
  const ends = { expert: new PlayedTalk(), novice: new PlayedTalk() };
  const numbers: { expert?: string; novice?: string } = {};
  new NoviceProof(ends.novice, offer, ADDRESS, exporter, (number) => {
    numbers.novice = number;
  });
  proveAsExpert(ends.expert, secret, exporter, (number) => {
    numbers.expert = number;
  });
  const heard = { expert: 0, novice: 0 };
  const hand = (from: 'expert' | 'novice', to: 'expert' | 'novice') => {
    const said = pass(from, Buffer.from(ends[from].said));
    for (let wants = ends[to].wants; wants && said.length - heard[to] >= wants && !ends[to].ended; wants = ends[to].wants) {
      ends[to].hear(said.subarray(heard[to], heard[to] + wants));
      heard[to] += wants;
    }
  };
  hand('expert', 'novice');
  hand('novice', 'expert');
  hand('expert', 'novice');
  return { numbers, exporter, said: { expert: ends.expert.said, novice: ends.novice.said }, ends };
}

describe('two Besides that prove to each other', () => {
  it('see one number, which says nothing beforehand: no part of it is likelier than another, leading zeros included', () => {
    const RUNS = 20_000;
    const bins = { first: new Array<number>(100).fill(0), last: new Array<number>(100).fill(0) };
    for (let i = 0; i < RUNS; i++) {
      const { numbers } = converse();
      expect(numbers.novice).toBe(numbers.expert);
      expect(numbers.novice).toMatch(/^\d{6}$/);
      bins.first[Number(numbers.novice?.slice(0, 2))]!++;
      bins.last[Number(numbers.novice?.slice(4))]!++;
    }
    for (const counts of [bins.first, bins.last]) {
      const chiSquare = counts.reduce((sum, count) => sum + (count - RUNS / 100) ** 2 / (RUNS / 100), 0);
      // 99 degrees of freedom: exceeded by chance once in 10^9.
      expect(chiSquare).toBeLessThan(209);
    }
  });

  it('do not get through when anything but a nonce is changed, and with a changed nonce each counts what it saw', () => {
    const positions = { expert: 96, novice: 65 } as const;
    const changes = fc.constantFrom('expert' as const, 'novice' as const).chain((from) =>
      fc.record({
        from: fc.constant(from),
        at: fc.nat(positions[from] - 1),
        change: fc.integer({ min: 1, max: 255 }),
      }),
    );
    fc.assert(
      fc.property(changes, ({ from, at, change }) => {
        const { numbers, exporter, said, ends } = converse((speaker, bytes) => {
          if (speaker === from && at < bytes.length) bytes[at]! ^= change;
          return bytes;
        });
        if (from === 'novice' && at >= 33) {
          const [theirs, ours] = [said.expert.subarray(64), said.novice.subarray(33)];
          const changed = Buffer.from(ours);
          changed[at - 33]! ^= change;
          expect(numbers).toEqual({
            expert: checkNumber(exporter, theirs, changed),
            novice: checkNumber(exporter, theirs, ours),
          });
        } else {
          expect(numbers.novice).toBeUndefined();
          const expected = from === 'expert' ? [at < 32 ? 'wrong-proof' : 'wrong-reveal'] : [undefined];
          expect([ends.novice.ended]).toEqual(expected);
          if (from === 'novice') expect(numbers.expert).toBeUndefined();
        }
      }),
      { numRuns: 1000 },
    );
  });
});
