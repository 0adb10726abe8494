import type { InputEvent } from '@beside/rdp';
import { typingOf } from './typing.js';

/**
 * So many characters at once, and the time between two such bursts, in ms: 400 characters a second, ten times what a person
 * types. A whole text at once runs over the queues of the novice's desktop and programs, which then lose what does not fit.
 */
const BURST = 8;
const INTERVAL = 20;
/** How long input may go nowhere although control stands, in ms: a new size of the desktop takes a part of a second. */
const PATIENCE = 5000;

/** What the typist asks of a session. */
export interface TypedAt {
  readonly controlling: boolean;
  readonly paused: boolean;
  /** False when it was not sent. */
  input(event: InputEvent): boolean;
}

interface Text {
  readonly characters: readonly (readonly InputEvent[])[];
  /** So many of them are sent. */
  sent: number;
  readonly done: (all: boolean) => void;
}

/**
 * Types texts one after the other at a pace that the novice's desktop follows. It waits while the novice has paused or its
 * desktop gets another size, and gives up at the end of control: {@link stop}.
 */
export class Typist {
  readonly #at: TypedAt;
  readonly #texts: Text[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Since when nothing goes, by `performance.now`; undefined while it does. */
  #stuckSince: number | undefined;

  constructor(at: TypedAt) {
    this.#at = at;
  }

  /** @param done called once: with true when all of it is sent, with false when control has ended before */
  type(text: string, done: (all: boolean) => void): void {
    if (!this.#at.controlling) {
      done(false);
      return;
    }
    this.#texts.push({ characters: [...typingOf(text)], sent: 0, done });
    this.#timer ??= setTimeout(() => this.#burst());
  }

  /** Control has ended: nothing more is typed. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stuckSince = undefined;
    for (const { done } of this.#texts.splice(0)) done(false);
  }

  #burst(): void {
    this.#timer = undefined;
    if (this.#at.paused) this.#stuckSince = undefined;
    else this.#send();
    if (this.#stuckSince !== undefined && performance.now() - this.#stuckSince > PATIENCE) this.stop();
    else if (this.#texts.length > 0) this.#timer ??= setTimeout(() => this.#burst(), INTERVAL);
  }

  #send(): void {
    let left = BURST;
    for (let text = this.#texts[0]; text; text = this.#texts[0]) {
      for (; left > 0 && text.sent < text.characters.length; left--, text.sent++) {
        if (text.characters[text.sent]!.every((event) => this.#at.input(event))) continue;
        this.#stuckSince ??= performance.now();
        return;
      }
      this.#stuckSince = undefined;
      if (text.sent < text.characters.length) return;
      this.#texts.shift();
      text.done(true);
    }
  }
}
