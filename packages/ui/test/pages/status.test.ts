import { expect, test } from 'vitest';
import { statusOf } from '../../src/parts/status.js';
import { en } from '../../src/text/en.js';
import { ANNA, IDLE, withNovice } from '../states.js';

const home = { page: 'home' } as const;
const question = { id: 1, about: 'control', expiresAt: 0, yes: 'desktop' } as const;

test('a program at rest leaves the title to the page', () => {
  expect(statusOf(IDLE, home, en)).toEqual({ icon: 'idle', title: null });
  expect(statusOf(withNovice({ phase: 'closed', closed: 'expired' }), home, en)).toEqual({ icon: 'idle', title: null });
});

test('the tab says who sees and who controls', () => {
  expect(statusOf(withNovice({ phase: 'viewing', expert: ANNA }), home, en)).toEqual({
    icon: 'viewing',
    title: 'Anna sees your screen',
  });
  expect(statusOf(withNovice({ phase: 'viewing', expert: ANNA, controlling: true }), home, en)).toEqual({
    icon: 'controlling',
    title: 'Anna controls',
  });
});

test('a question is more urgent than anything else', () => {
  const { icon, title } = statusOf(withNovice({ phase: 'viewing', expert: ANNA, controlling: true, question }), home, en);
  expect(icon).toBe('asking');
  expect(title).toBe('Anna wants to control your computer');
});

test('a paused session is not shown as one that is seen', () => {
  expect(statusOf(withNovice({ phase: 'viewing', expert: ANNA, paused: true }), home, en).icon).toBe('waiting');
});

test('an expert without a name is called the expert', () => {
  const expert = { ...ANNA, name: null };
  expect(statusOf(withNovice({ phase: 'viewing', expert }), home, en).title).toBe('The expert sees your screen');
});

test('the tab of an expert’s session speaks of that session', () => {
  const state = withNovice({ phase: 'viewing', expert: ANNA, controlling: true });
  expect(statusOf(state, { page: 'expert', id: 'gone' }, en).icon).toBe('idle');
});
