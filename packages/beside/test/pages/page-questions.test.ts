import { beforeEach, describe, expect, it } from 'vitest';
import type { NoviceQuestion } from '../../src/novice/questions.js';
import type { NoviceHappening } from '../../src/pages/novice-state.js';
import { PageQuestions } from '../../src/pages/page-questions.js';

const QUESTION: NoviceQuestion = { about: 'control', text: 'Let Erik control your computer?', details: [], expiresAt: 120_000 };
let happened: NoviceHappening[];
let ids: number;
let open: AbortController;
beforeEach(() => {
  happened = [];
  ids = 0;
  open = new AbortController();
});
const questions = (yes: 'page' | 'desktop') =>
  new PageQuestions(
    yes,
    () => ++ids,
    (one) => happened.push(one),
  );

describe('where the desktop is a drawn one', () => {
  it.each([true, false])('a page’s answer counts: %s', async (yes) => {
    const page = questions('page');
    const answer = page.ask(QUESTION, open.signal);
    page.answer(1, yes);
    expect(await answer).toBe(yes ? 'yes' : 'no');
  });
});

describe('where the screen is a real one', () => {
  it('a page’s yes does not count, and the question stays open', async () => {
    const page = questions('desktop');
    const answer = page.ask(QUESTION, open.signal);
    expect(() => page.answer(1, true)).toThrow(expect.objectContaining({ name: 'PageError', code: 'answer-on-desktop' }));
    page.answer(1, false);
    expect(await answer).toBe('no');
  });
});

it('a question is told with what a page needs to know, and told again when it is over', async () => {
  const page = questions('desktop');
  const asked = { ...QUESTION, about: 'file', file: { name: 'a.txt', size: 5 } } as const;
  const answer = page.ask(asked, open.signal);
  const question = { id: 1, about: 'file', file: 'a.txt', size: 5, expiresAt: 120_000, yes: 'desktop' };
  expect(happened).toEqual([{ type: 'asked', question }]);
  open.abort();
  expect(await answer).toBe('withdrawn');
  expect(happened.at(-1)).toEqual({ type: 'settled', question: 1 });
});

it('an answer never meets another question than the one it is for', async () => {
  const page = questions('page');
  void page.ask(QUESTION, open.signal);
  open.abort();
  const next = new AbortController();
  const answer = page.ask(QUESTION, next.signal);
  for (const late of [1, 3, 0]) expect(() => page.answer(late, true)).toThrow(expect.objectContaining({ code: 'no-question' }));
  page.answer(2, false);
  expect(await answer).toBe('no');
});
