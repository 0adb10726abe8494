import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConnectionLimiter, networkOf, type Place } from '../src/index.js';

it('lets a handful in from one address and refuses the next until one is done', () => {
  const limiter = new ConnectionLimiter({ perAddress: 2, total: 10 });
  const first = limiter.admit('192.0.2.1');
  expect(limiter.admit('::ffff:192.0.2.1')).toBeDefined();
  expect(limiter.admit('192.0.2.1')).toBeUndefined();
  expect(limiter.admit('192.0.2.2')).toBeDefined();
  first?.release();
  first?.release();
  expect(limiter.admit('192.0.2.1')).toBeDefined();
  expect(limiter.admit('192.0.2.1')).toBeUndefined();
});

it('refuses everybody once all places are taken', () => {
  const limiter = new ConnectionLimiter({ perAddress: 5, total: 3 });
  for (let i = 0; i < 3; i++) expect(limiter.admit(`192.0.2.${i}`)).toBeDefined();
  expect(limiter.admit('192.0.2.9')).toBeUndefined();
});

it('counts as many places as are held, whoever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.boolean()), { maxLength: 200 }), (steps) => {
      const limiter = new ConnectionLimiter({ perAddress: 3, total: 8 });
      const held: Place[] = [];
      for (const [host, come] of steps) {
        if (come) {
          const place = limiter.admit(`192.0.2.${host}`);
          if (place) held.push(place);
        } else held.splice(host % (held.length || 1), 1)[0]?.release();
        expect(limiter.taken).toBe(held.length);
        expect(held.length).toBeLessThanOrEqual(8);
      }
    }),
  );
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('takes %s as one of %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
