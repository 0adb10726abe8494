import { expect, it } from 'vitest';
import { StrangerLimit } from '../src/novice/stranger-limit.js';

it('tells of five strangers at once, then of one every 12 s, however many come', () => {
  const limit = new StrangerLimit();
  let told = 0;
  for (let now = 1000; now < 61_000; now += 10) if (limit.allow(now)) told++;
  expect(told).toBe(5 + 4);
});

it('tells of five again after a quiet minute', () => {
  const limit = new StrangerLimit();
  for (let i = 0; i < 20; i++) limit.allow(0);
  expect(Array.from({ length: 7 }, () => limit.allow(60_000)).filter(Boolean)).toHaveLength(5);
});
