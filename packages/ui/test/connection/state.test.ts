import { expect, test } from 'vitest';
import { type Connection, INITIAL, next } from '../../src/connection/state.js';
import { IDLE } from '../states.js';

const open: Connection = { phase: 'open', state: IDLE };

test('the state stays on the page while the program is reached again', () => {
  expect(next(open, { what: 'lost' })).toEqual({ phase: 'lost', state: IDLE });
  expect(next({ phase: 'lost', state: IDLE }, { what: 'lost' })).toEqual({ phase: 'lost', state: IDLE });
  expect(next({ phase: 'lost', state: IDLE }, { what: 'state', state: IDLE })).toEqual(open);
});

test('nothing of the state is left once the program is gone', () => {
  expect(next(open, { what: 'gave-up' })).toEqual({ phase: 'gone' });
  expect(next(open, { what: 'not-known' })).toEqual({ phase: 'not-known' });
});

test('a program that was not reached yet is not lost', () => {
  expect(next(INITIAL, { what: 'lost' })).toEqual(INITIAL);
  expect(next({ phase: 'gone' }, { what: 'retried' })).toEqual(INITIAL);
});
