import { describe, expect, it } from 'vitest';
import type { Bar, Point, Question } from '../../src/desktop.js';
import { barCard } from '../../src/overlay/bar.js';
import { type Card, scaleFor } from '../../src/overlay/card.js';
import { questionCard } from '../../src/overlay/question.js';
import { until } from '../x-server.js';
import { around, centre, changed, colourAt } from './pictures.js';
import { KEY, pause, type Trial } from './trial.js';

export const QUESTION: Question = {
  title: 'Let Anna control your computer?',
  lines: ['You can take control back at any time: press Esc.'],
  yes: 'Yes, let her',
  no: 'No',
};
export const BAR: Bar = {
  text: 'Anna sees your screen',
  buttons: [
    { id: 'pause', label: 'Pause' },
    { id: 'stop', label: 'Stop' },
  ],
  alarming: false,
};

/** Question, bar and frame: that they are seen, and that nobody but the novice answers. */
export function overlaySuite(trial: () => Trial): void {
  describe('its question', () => {
    const place = (id: 'yes' | 'no') => {
      const monitor = trial().primary;
      const card = questionCard(QUESTION, scaleFor(monitor), monitor);
      return buttonPlace(card, id, {
        x: monitor.x + Math.floor((monitor.width - card.size.width) / 2),
        y: monitor.y + Math.floor((monitor.height - card.size.height) / 2),
      });
    };
    const ask = () => {
      const withdrawal = new AbortController();
      const asked = { answer: null as string | null, withdraw: () => withdrawal.abort() };
      void trial()
        .desktop.overlay.ask(QUESTION, withdrawal.signal)
        .then((answer) => {
          asked.answer = answer;
        });
      return asked;
    };

    it('is seen, and gone without a trace once it is answered', async () => {
      const before = await trial().still();
      const asked = ask();
      const shown = await until('the question', async () => {
        const picture = await trial().still();
        return changed(before, picture) ? picture : null;
      });
      expect(changed(before, shown, around(place('yes'), 10))).toBe(true);
      await pressUntil(
        () => trial().candidate.ownPress(place('yes')),
        () => asked.answer,
      );
      expect(asked.answer).toBe('yes');
      trial().desktop.input.pointer({ x: 0, y: 0 });
      await until('the picture from before', async () => !changed(before, await trial().still(), around(place('yes'), 10)));
    });

    it.each(['yes', 'no'] as const)('is answered %s by a press of the novice', async (answer) => {
      const asked = ask();
      await pressUntil(
        () => trial().candidate.ownPress(place(answer)),
        () => asked.answer,
      );
      expect(asked.answer).toBe(answer);
    });

    it.each([
      ['yes', KEY.y],
      ['no', KEY.n],
      ['no', KEY.escape],
    ] as const)('is answered %s by key %d of the novice', async (answer, key) => {
      const asked = ask();
      await pressUntil(
        () => trial().candidate.ownKey(key),
        () => asked.answer,
      );
      expect(asked.answer).toBe(answer);
    });

    it('is not answered by Return before a button was chosen, and then by that one', async () => {
      const asked = ask();
      await trial().still();
      await pause(SETTLED);
      await trial().candidate.ownKey(KEY.enter);
      await pause(100);
      expect(asked.answer).toBeNull();
      await trial().candidate.ownKey(KEY.tab);
      await trial().candidate.ownKey(KEY.tab);
      await trial().candidate.ownKey(KEY.enter);
      await until('the answer', () => asked.answer);
      expect(asked.answer).toBe('no');
    });

    it('is not answered by injected clicks, keys and characters, nor do they reach what is below', async () => {
      trial().desktop.input.pointer({ x: 0, y: 0 });
      const before = await trial().still();
      const asked = ask();
      await trial().still();
      await pause(SETTLED);
      for (const id of ['yes', 'no'] as const) trial().click(place(id));
      for (const key of [KEY.y, KEY.n, KEY.tab, KEY.enter, KEY.escape]) trial().press(key);
      for (const letter of 'yn\r') trial().desktop.input.character(letter.codePointAt(0)!);
      await pause(300);
      expect(asked.answer).toBeNull();
      expect(trial().notes.escapes).toBe(0);
      await pressUntil(
        () => trial().candidate.ownPress(place('no')),
        () => asked.answer,
      );
      expect(asked.answer).toBe('no');
      trial().desktop.input.pointer({ x: 0, y: 0 });
      await until('the picture from before', async () => !changed(before, await trial().still()));
    });

    it('is withdrawn by its asker, and never shown when it was withdrawn before', async () => {
      const asked = ask();
      await trial().still();
      asked.withdraw();
      await until('the withdrawal', () => asked.answer);
      expect(asked.answer).toBe('withdrawn');
      const aborted = AbortSignal.abort();
      expect(await trial().desktop.overlay.ask(QUESTION, aborted)).toBe('withdrawn');
    });

    it('waits for its turn while another is open', async () => {
      const first = ask();
      const second = ask();
      await pressUntil(
        () => trial().candidate.ownPress(place('yes')),
        () => first.answer,
      );
      expect(second.answer).toBeNull();
      await pressUntil(
        () => trial().candidate.ownPress(place('no')),
        () => second.answer,
      );
      expect([first.answer, second.answer]).toEqual(['yes', 'no']);
    });

    it('is withdrawn when the desktop is closed', async () => {
      const asked = ask();
      await trial().still();
      await trial().desktop.close();
      await until('the withdrawal', () => asked.answer);
      expect(asked.answer).toBe('withdrawn');
    });
  });

  describe('its bar and frame', () => {
    const place = (id: string) => {
      const monitor = trial().primary;
      const card = barCard(BAR, scaleFor(monitor), monitor);
      return buttonPlace(card, id, { x: monitor.x + Math.floor((monitor.width - card.size.width) / 2), y: monitor.y });
    };
    const edge = () => ({ x: 0, y: Math.floor(trial().desktop.size.height / 2), width: 2, height: 2 });

    it('are seen while they are shown, alarming ones in another colour', async () => {
      const before = await trial().still();
      await trial().changing(() => trial().desktop.overlay.bar(BAR), around(place('stop'), 4));
      await trial().changing(() => trial().desktop.overlay.frame({ alarming: false }), edge());
      const calm = colourAt(await trial().still(), edge());
      await trial().changing(() => trial().desktop.overlay.frame({ alarming: true }), edge());
      expect(colourAt(await trial().still(), edge())).not.toBe(calm);
      trial().desktop.overlay.bar(null);
      trial().desktop.overlay.frame(null);
      await until(
        'both to be gone',
        async () =>
          !changed(before, await trial().still(), edge()) && !changed(before, await trial().still(), around(place('stop'), 4)),
      );
    });

    it('tell a press of the novice and no injected one', async () => {
      await trial().changing(() => trial().desktop.overlay.bar(BAR), around(place('stop'), 4));
      trial().click(place('stop'));
      await pause(200);
      expect(trial().notes.bars).toEqual([]);
      await trial().candidate.ownPress(place('stop'));
      await trial().candidate.ownPress(place('pause'));
      await until('the presses', () => trial().notes.bars.length >= 2);
      expect(trial().notes.bars).toEqual(['stop', 'pause']);
    });

    it('tell the novice’s own Esc, and no injected one', async () => {
      await trial().still();
      trial().press(KEY.escape);
      await pause(200);
      expect(trial().notes.escapes).toBe(0);
      await trial().candidate.ownKey(KEY.escape);
      await until('Esc', () => trial().notes.escapes > 0);
      expect(trial().notes.escapes).toBe(1);
    });
  });
}

/** A desktop leaves presses out until the novice has had time to see what was asked, and keys until typing has paused. */
const SETTLED = 500;

async function pressUntil(act: () => Promise<void>, answered: () => string | null): Promise<void> {
  await act();
  for (let time = 0; answered() === null && time < 4; time++) {
    await until('an answer', answered, SETTLED).catch(() => act());
  }
  await until('an answer', answered);
}

function buttonPlace(card: Card, id: string, corner: Point): Point {
  const button = card.buttons.find((one) => one.id === id)!;
  const { x, y } = centre(button.area);
  return { x: corner.x + x, y: corner.y + y };
}
