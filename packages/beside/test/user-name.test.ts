import { expect, it } from 'vitest';
import { userName } from '../src/user-name.js';

const unknown = () => {
  throw new Error('ENOENT: no such user');
};

it.each([
  ['erika', () => 'erika', 'other'],
  ['other', () => '', 'other'],
  ['other', unknown, 'other'],
  ['novice', unknown, undefined],
  ['novice', unknown, ''],
])('a user is called %s', (name, system, env) => {
  expect(userName('novice', { system, env })).toBe(name);
});

it('the user who runs this has some name', () => {
  expect(userName('expert')).not.toBe('');
});
