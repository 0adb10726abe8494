import type { Command, PageInput } from './protocol.js';

type Input = Extract<Command, { do: 'input' }>;

/**
 * Keys and buttons that a page holds pressed at the other computer. A page that is closed by a shortcut, or whose browser ends, lets go
 * of nothing by itself, and Ctrl would stay pressed there as long as control stands.
 */
export class HeldInput {
  /** Of the session that the page sent input to last. */
  #who: Input['who'] | undefined;
  /** What lets go, by what is held. */
  readonly #releases = new Map<string, PageInput>();

  /**
   * Notes what a page sends.
   *
   * @returns what lets go of everything at the session before, if the page goes on with another one
   */
  take({ who, events }: Input): Input | undefined {
    const before = this.#who !== undefined && idOf(this.#who) !== idOf(who) ? this.release() : undefined;
    this.#who = who;
    for (const event of events) {
      if (event.type === 'key') this.#note(`key ${event.scancode}`, event);
      else if (event.type === 'button') this.#note(event.button, event);
    }
    return before;
  }

  /** What lets go of everything; undefined when nothing is held. */
  release(): Input | undefined {
    if (this.#who === undefined || this.#releases.size === 0) return undefined;
    const events = [...this.#releases.values()];
    this.#releases.clear();
    return { do: 'input', who: this.#who, events };
  }

  #note(what: string, event: Extract<PageInput, { type: 'key' | 'button' }>): void {
    if (event.down) this.#releases.set(what, { ...event, down: false });
    else this.#releases.delete(what);
  }
}

function idOf(who: Input['who']): string {
  return who === 'novice' ? who : who.expert;
}
