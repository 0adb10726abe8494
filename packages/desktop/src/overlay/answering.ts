import type { Point } from '../desktop.js';
import { buttonAt, type Card } from './card.js';

/** What a key means to a question. */
export type QuestionKey = 'yes' | 'no' | 'accept' | 'next' | 'previous';

export type Answer = 'yes' | 'no';

/**
 * How the novice's presses become an answer. A question that jumps up under a hand that types or clicks must not take that
 * for its answer: so presses count only once the question has stood for a while, and keys only after a pause in typing.
 */
export class Answering {
  /** The button that the keyboard is on. None at first: Return answers nothing that was not chosen. */
  focused: Answer | null = null;
  readonly #card: Card;
  readonly #settle: number;
  #quietSince: number;
  #keysCount = false;
  readonly #shownAt: number;

  /**
   * @param now when the question was shown, in ms of any clock that only goes forward
   * @param settle how long it must have stood, in ms, and how long a pause in typing is
   */
  constructor(card: Card, now: number, settle: number) {
    this.#card = card;
    this.#shownAt = now;
    this.#quietSince = now;
    this.#settle = settle;
  }

  /**
   * The novice pressed a mouse button.
   *
   * @param at counted from the card's top left corner
   * @returns the answer, or undefined: it is none
   */
  press(at: Point, now: number): Answer | undefined {
    if (now - this.#shownAt < this.#settle) return undefined;
    return buttonAt(this.#card, at)?.id as Answer | undefined;
  }

  /**
   * The novice pressed a key. The keyboard's focus may be on another button afterwards.
   *
   * @param key undefined: one that means nothing here, which still is typing
   * @returns the answer, or undefined: it is none
   */
  key(key: QuestionKey | undefined, now: number): Answer | undefined {
    if (!this.#keysCount) {
      this.#keysCount = now - this.#quietSince >= this.#settle;
      this.#quietSince = now;
      if (!this.#keysCount) return undefined;
    }
    switch (key) {
      case 'yes':
      case 'no':
        return key;
      case 'accept':
        return this.focused ?? undefined;
      case 'next':
        this.focused = this.focused === 'yes' ? 'no' : 'yes';
        return undefined;
      case 'previous':
        this.focused = this.focused === 'no' ? 'yes' : 'no';
        return undefined;
      case undefined:
        return undefined;
    }
  }
}
