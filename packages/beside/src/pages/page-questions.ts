import type { Asker, NoviceQuestion } from '../novice/questions.js';
import { PageError } from './app.js';
import type { NoviceHappening } from './novice-state.js';
import type { QuestionState } from './protocol.js';

/** The novice's questions on the pages: one at a time, as `Questions` asks them. */
export class PageQuestions implements Asker {
  readonly #yes: QuestionState['yes'];
  readonly #happened: (happening: NoviceHappening) => void;
  readonly #nextId: () => number;
  #open: { readonly id: number; readonly settle: (answer: 'yes' | 'no') => void } | undefined;

  /**
   * @param yes where a yes counts; a no counts everywhere
   * @param nextId gives each question a number that no other had
   */
  constructor(yes: QuestionState['yes'], nextId: () => number, happened: (happening: NoviceHappening) => void) {
    this.#yes = yes;
    this.#nextId = nextId;
    this.#happened = happened;
  }

  ask({ about, file, expiresAt }: NoviceQuestion, signal: AbortSignal): Promise<'yes' | 'no' | 'withdrawn'> {
    const id = this.#nextId();
    const question = { id, about, ...(file && { file: file.name, size: file.size }), expiresAt, yes: this.#yes };
    this.#happened({ type: 'asked', question });
    return new Promise((resolve) => {
      this.#open = { id, settle: resolve };
      // Also after an answer, from wherever it came.
      signal.addEventListener('abort', () => {
        if (this.#open?.id === id) this.#open = undefined;
        this.#happened({ type: 'settled', question: id });
        resolve('withdrawn');
      });
    });
  }

  /**
   * A page answers.
   *
   * @throws PageError `no-question`: it is not open any more; `answer-on-desktop`: an expert in control could have pressed this yes
   */
  answer(id: number, yes: boolean): void {
    const open = this.#open;
    if (open?.id !== id) throw new PageError('no-question', 'That question is not open any more.');
    if (yes && this.#yes === 'desktop')
      throw new PageError('answer-on-desktop', 'Only the window of Beside above your desktop takes a yes. Answer there.');
    open.settle(yes ? 'yes' : 'no');
  }
}
