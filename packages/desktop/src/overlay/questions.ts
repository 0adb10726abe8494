import type { Question } from '../desktop.js';
import type { Answer } from './answering.js';

interface Open {
  readonly question: Question;
  readonly settle: (answer: Answer | 'withdrawn') => void;
}

/** The questions that wait for the novice, one shown at a time in the order they were asked. */
export class Questions {
  readonly #show: (question: Question | null) => void;
  readonly #open: Open[] = [];

  /** @param show called when another question is to be shown, and with null when there is none any more */
  constructor(show: (question: Question | null) => void) {
    this.#show = show;
  }

  /** As {@link Overlay.ask} has it. */
  ask(question: Question, signal: AbortSignal): Promise<Answer | 'withdrawn'> {
    if (signal.aborted) return Promise.resolve('withdrawn');
    return new Promise((resolve) => {
      const withdraw = () => this.#close(open, 'withdrawn');
      const open: Open = {
        question,
        settle: (answer) => {
          signal.removeEventListener('abort', withdraw);
          resolve(answer);
        },
      };
      signal.addEventListener('abort', withdraw);
      this.#open.push(open);
      if (this.#open.length === 1) this.#show(question);
    });
  }

  /** The novice answered the question that is shown. */
  answer(answer: Answer): void {
    const shown = this.#open[0];
    if (shown) this.#close(shown, answer);
  }

  /** Takes all of them back. */
  withdrawAll(): void {
    const open = this.#open.splice(0);
    if (open.length > 0) this.#show(null);
    for (const { settle } of open) settle('withdrawn');
  }

  #close(closed: Open, answer: Answer | 'withdrawn'): void {
    const index = this.#open.indexOf(closed);
    this.#open.splice(index, 1);
    if (index === 0) this.#show(this.#open[0]?.question ?? null);
    closed.settle(answer);
  }
}
