import { describe, expect, it } from 'vitest';
import { Answering } from '../../src/overlay/answering.js';
import { questionCard } from '../../src/overlay/question.js';
import { Questions } from '../../src/overlay/questions.js';

const card = questionCard({ title: 'May she?', lines: [], yes: 'Yes', no: 'No' }, 1, { width: 800, height: 600 });
const [yes, no] = card.buttons.map(({ area }) => ({ x: area.x + 5, y: area.y + 5 })) as [
  { x: number; y: number },
  { x: number; y: number },
];

describe('answering', () => {
  it('takes a press on a button once the question has stood for a while', () => {
    const answering = new Answering(card, 1000, 400);
    expect(answering.press(yes, 1399)).toBeUndefined();
    expect(answering.press({ x: 1, y: 1 }, 1400)).toBeUndefined();
    expect(answering.press(yes, 1400)).toBe('yes');
    expect(answering.press(no, 1400)).toBe('no');
  });

  it('takes keys only after a pause in typing, and then at any speed', () => {
    const answering = new Answering(card, 0, 400);
    for (const time of [100, 450, 800]) expect(answering.key('yes', time)).toBeUndefined();
    expect(answering.key(undefined, 1200)).toBeUndefined();
    expect(answering.key('yes', 1201)).toBe('yes');
  });

  it('starts with no button chosen, and moves between them', () => {
    const answering = new Answering(card, 0, 0);
    expect(answering.key('accept', 1)).toBeUndefined();
    answering.key('next', 2);
    expect(answering.focused).toBe('yes');
    answering.key('next', 3);
    expect(answering.key('accept', 4)).toBe('no');
    answering.key('previous', 5);
    expect(answering.key('accept', 6)).toBe('yes');
    expect(answering.key('no', 7)).toBe('no');
  });
});

describe('questions', () => {
  const question = (title: string) => ({ title, lines: [], yes: 'Yes', no: 'No' });

  it('are shown one at a time, in the order they were asked', async () => {
    const shown: (string | null)[] = [];
    const questions = new Questions((one) => shown.push(one?.title ?? null));
    const never = new AbortController().signal;
    const first = questions.ask(question('first'), never);
    const withdrawal = new AbortController();
    const second = questions.ask(question('second'), withdrawal.signal);
    const third = questions.ask(question('third'), never);
    withdrawal.abort();
    expect(await second).toBe('withdrawn');
    questions.answer('yes');
    questions.answer('no');
    questions.answer('yes');
    expect([await first, await third]).toEqual(['yes', 'no']);
    expect(shown).toEqual(['first', 'third', null]);
  });

  it('are all withdrawn at once, and none is shown for it', async () => {
    const shown: (string | null)[] = [];
    const questions = new Questions((one) => shown.push(one?.title ?? null));
    const never = new AbortController().signal;
    const asked = [questions.ask(question('a'), never), questions.ask(question('b'), never)];
    questions.withdrawAll();
    questions.withdrawAll();
    expect(await Promise.all(asked)).toEqual(['withdrawn', 'withdrawn']);
    expect(shown).toEqual(['a', null]);
  });

  it('do not follow a signal that aborts after the answer', async () => {
    const questions = new Questions(() => {});
    const withdrawal = new AbortController();
    const first = questions.ask(question('first'), withdrawal.signal);
    questions.answer('yes');
    const second = questions.ask(question('second'), new AbortController().signal);
    withdrawal.abort();
    questions.answer('no');
    expect([await first, await second]).toEqual(['yes', 'no']);
  });
});
