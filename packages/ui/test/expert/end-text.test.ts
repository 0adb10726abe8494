import type { ExpertState } from 'beside/protocol';
import { expect, test } from 'vitest';
import { endText } from '../../src/expert/end-text.js';
import { expertText } from '../../src/expert/text-en.js';

function closed(more: Partial<ExpertState>): ExpertState {
  return {
    id: 's',
    phase: 'closed',
    novice: 'Ann',
    ways: [],
    connected: null,
    size: null,
    monitors: [],
    control: 'none',
    paused: false,
    typing: false,
    chat: [],
    files: [],
    question: null,
    notices: [],
    roundTrip: null,
    ended: null,
    refused: null,
    closed: 'ended',
    viewingSince: null,
    ...more,
  };
}

const heading = (session: ExpertState, malformed = false) => endText(session, malformed, expertText).heading;

test('a session says who ended it', () => {
  expect(heading(closed({ ended: 'novice' }))).toBe('They ended the session');
  expect(heading(closed({ ended: 'expert', closed: 'expert' }))).toBe('You ended the session');
  expect(heading(closed({ ended: 'connection-lost', closed: 'broken' }))).toBe('The connection broke off');
});

test('a refusal says why', () => {
  expect(heading(closed({ closed: 'refused', ended: 'refused', refused: 'wrong-password' }))).toBe('The password is not right');
});

test('a refusal without words of its own says the phrase of its way, and one that is not known its code', () => {
  expect(endText(closed({ refused: 'unsupported' }), false, expertText).text).toContain('no security in common');
  expect(endText(closed({ refused: 'of-tomorrow' }), false, expertText).text).toContain('of-tomorrow');
});

test('where every way was refused alike, that is the reason', () => {
  const ways = [
    { address: 'a', result: 'wrong-certificate' },
    { address: 'b', result: 'wrong-certificate' },
  ] as const;
  expect(heading(closed({ closed: 'not-connected', ways }))).toContain('not the computer that made the invitation');
});

test('where the ways failed in different manners, the other computer was not reached', () => {
  const ways = [
    { address: 'a', result: 'expired' },
    { address: 'b', result: 'unreachable' },
  ] as const;
  expect(heading(closed({ closed: 'not-connected', ways }))).toBe('The other computer was not reached');
});

test('pictures that cannot be understood are the reason, though this side ended the session', () => {
  expect(heading(closed({ ended: 'expert', closed: 'expert' }), true)).toBe('The session was ended to be safe');
});

test('stopped before a session began, it was the expert', () => {
  expect(heading(closed({ closed: 'expert' }))).toBe('You ended the session');
});
