import type { NoviceNotice } from 'beside/protocol';
import { expect, test } from 'vitest';
import { endText } from '../../src/pages/novice/end-text.js';
import { newNotices, urgencyOf } from '../../src/pages/novice/notices.js';
import { en } from '../../src/text/en.js';

const notice = (id: number, what: 'viewing' | 'paused' = 'viewing'): NoviceNotice => ({ id, at: 0, what, name: null });

test('what was before the page is not told, what comes is told once', () => {
  const first = newNotices([notice(1), notice(2)], null);
  expect(first).toEqual({ fresh: [], newest: 2 });
  const second = newNotices([notice(1), notice(2), notice(3)], first.newest);
  expect(second.fresh.map(({ id }) => id)).toEqual([3]);
  expect(newNotices([notice(1), notice(2), notice(3)], second.newest).fresh).toEqual([]);
});

test('notices of a new invitation, which are counted from one again, are told', () => {
  expect(newNotices([notice(1)], 40).fresh.map(({ id }) => id)).toEqual([1]);
  expect(newNotices([], 40)).toEqual({ fresh: [], newest: 0 });
});

test('who sees and controls interrupts, a pause waits', () => {
  expect(urgencyOf(notice(1))).toBe('assertive');
  expect(urgencyOf({ id: 1, at: 0, what: 'control-ended', by: 'escape' })).toBe('assertive');
  expect(urgencyOf(notice(1, 'paused'))).toBe('polite');
});

test('whoever ends a session has not stopped an invitation', () => {
  expect(endText({ closed: 'novice', ended: 'novice' }, en.ended).heading).toBe('You ended the session');
  expect(endText({ closed: 'novice', ended: null }, en.ended).heading).toBe('You stopped the invitation');
  expect(endText({ closed: 'novice', ended: 'connection-lost' }, en.ended).heading).toBe('You stopped the invitation');
  expect(endText({ closed: 'expired', ended: 'expert' }, en.ended).heading).toBe('The invitation has expired');
});
