import type { ExpertNotice } from 'beside/protocol';
import { expect, test } from 'vitest';
import { askAgainAt, viewOnly } from '../../src/expert/control-request.js';

/** Notices a second after each other. */
function notices(...all: readonly Record<string, unknown>[]): ExpertNotice[] {
  return all.map((one, i) => ({ id: i + 1, at: (i + 1) * 1000, ...one }) as ExpertNotice);
}

const NO = { what: 'control-refused', why: 'novice-said-no' };

test('never refused, control can be asked for at once', () => {
  expect(askAgainAt(notices({ what: 'viewing' }, { what: 'control-asked' }))).toBe(0);
});

test('each no in a row doubles the wait, up to a minute', () => {
  expect(askAgainAt(notices(NO))).toBe(1000 + 5000);
  expect(askAgainAt(notices(NO, NO))).toBe(2000 + 10_000);
  expect(askAgainAt(notices(NO, NO, NO, NO, NO, NO))).toBe(6000 + 60_000);
});

test('a yes forgets the noes before it', () => {
  expect(askAgainAt(notices(NO, NO, { what: 'controlling' }, NO))).toBe(4000 + 5000);
});

test.each(['novice', 'escape'])('control taken back by the %s is a no', (by) => {
  expect(askAgainAt(notices({ what: 'controlling' }, { what: 'control-ended', by }))).toBe(2000 + 5000);
});

test.each(['expert', 'end'])('control that ended by the %s is none', (by) => {
  expect(askAgainAt(notices({ what: 'controlling' }, { what: 'control-ended', by }))).toBe(0);
});

test('a computer that may only be looked at says so once and for all', () => {
  const said = notices({ what: 'control-refused', why: 'view-only' });
  expect(viewOnly(said)).toBe(true);
  expect(askAgainAt(said)).toBe(0);
  expect(viewOnly(notices(NO))).toBe(false);
});
