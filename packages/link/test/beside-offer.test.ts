import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BesideOffer, CHECK_NUMBERS } from '../src/index.js';
import { invite, PlayedJudge } from './played-judge.js';

it('has a secret of 32 bytes and no other', () => {
  for (const length of [0, 31, 33, 64])
    expect(() => new BesideOffer(new Uint8Array(length), new PlayedJudge())).toThrow(RangeError);
});

it('gives away as many numbers as there are', () => {
  const { offer } = invite();
  const drawn = Array.from({ length: CHECK_NUMBERS + 5 }, () => offer.drawNumber());
  expect(drawn).toEqual([...Array(CHECK_NUMBERS).fill(true), ...Array(5).fill(false)]);
});

it('has one place, for the first who comes; the others wait in their order, and each is told once', () => {
  const step = fc.record({ who: fc.nat(5), what: fc.constantFrom('enter', 'leave', 'settle') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { offer } = invite();
      // Each connection enters once; after it has left, another one comes in its stead.
      const connections = Array.from({ length: 6 }, () => ({}));
      const told = new Map<object, string[]>();
      let holder: object | undefined;
      let settled = false;
      let waiting: object[] = [];
      const expected = new Map<object, string[]>();
      const tell = (one: object, what: string) => expected.set(one, [...(expected.get(one) ?? []), what]);
      for (const { who, what } of steps) {
        const one = connections[who]!;
        if (what === 'enter' && !told.has(one)) {
          told.set(one, []);
          expected.set(one, []);
          if (settled) tell(one, 'taken');
          else if (holder) waiting.push(one);
          else {
            holder = one;
            tell(one, 'free');
          }
          offer.enter(one, (place) => told.get(one)!.push(place));
        } else if (what === 'leave') {
          connections[who] = {};
          waiting = waiting.filter((other) => other !== one);
          if (holder === one) {
            settled = false;
            holder = waiting.shift();
            if (holder) tell(holder, 'free');
          }
          offer.leave(one);
        } else if (what === 'settle' && holder && !settled) {
          settled = true;
          for (const other of waiting.splice(0)) tell(other, 'taken');
          offer.settle();
        }
        expect(told).toEqual(expected);
        for (const turns of told.values()) expect(turns.length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 500 },
  );
});
