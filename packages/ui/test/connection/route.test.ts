import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFragment } from '../../src/connection/arrival.js';
import { fragmentOf, type Route, routeOf } from '../../src/connection/route.js';

const PAGES = ['home', 'invite', 'help', 'practice', 'settings', 'sessions', 'people'] as const;

test('every page has an address that leads back to it', () => {
  for (const page of PAGES) expect(routeOf(fragmentOf({ page }))).toEqual({ page });
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
      const expert: Route = { page: 'expert', id };
      const log: Route = { page: 'log', session: id };
      expect(routeOf(fragmentOf(expert))).toEqual(expert);
      expect(routeOf(fragmentOf(log))).toEqual(log);
    }),
  );
});

test('an address that names no page is the start page', () => {
  for (const fragment of ['', '#', '#/', '#/nonsense', '#/expert/', '#/expert/%E0%A4%A'])
    expect(routeOf(fragment).page).toBe('home');
  fc.assert(fc.property(fc.string(), (fragment) => typeof routeOf(fragment).page === 'string'));
});

test('the address that the program opens says the token and the place', () => {
  expect(readFragment('#token=abc&place=expert%2F7')).toEqual({ token: 'abc', place: 'expert/7' });
  expect(routeOf(readFragment('#token=abc&place=expert%2F7').place ?? '')).toEqual({ page: 'expert', id: '7' });
  expect(readFragment('#/settings')).toEqual({ token: null, place: null });
});
