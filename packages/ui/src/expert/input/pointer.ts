import type { PageInput } from 'beside/protocol';

/** A place on the novice's desktop, in its pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

type Button = Extract<PageInput, { type: 'button' }>['button'];

/** With their bits in `PointerEvent.buttons`. */
const BUTTONS: readonly (readonly [number, Button])[] = [
  [1, 'left'],
  [2, 'right'],
  [4, 'middle'],
  [8, 'back'],
  [16, 'forward'],
];

/**
 * The expert's pointer, as input for the novice's desktop. Moves wait for {@link flush}, which is due once a frame: of several
 * before it only the last one counts. Buttons go at once, by what is held now and was not before: so each press has its release,
 * also where the browser tells of neither, as for a second button.
 */
export class PointerInput {
  #held = 0;
  #at: Point | undefined;
  #moved = false;

  /** Whether a move waits. */
  get moved(): boolean {
    return this.#moved;
  }

  /**
   * The pointer is there, with these buttons held.
   *
   * @param buttons as `PointerEvent.buttons` has it
   * @returns the buttons that were pressed or let go
   */
  to(at: Point, buttons: number): PageInput[] {
    if (this.#at?.x !== at.x || this.#at.y !== at.y) this.#moved = true;
    this.#at = at;
    const input: PageInput[] = [];
    for (const [bit, button] of BUTTONS) {
      if (((this.#held ^ buttons) & bit) !== 0) input.push({ type: 'button', button, down: (buttons & bit) !== 0, ...at });
    }
    this.#held = buttons;
    // A button carries the place: no move need go before it.
    if (input.length > 0) this.#moved = false;
    return input;
  }

  /** The move that waits. */
  flush(): PageInput[] {
    if (!this.#moved || this.#at === undefined) return [];
    this.#moved = false;
    return [{ type: 'pointer', ...this.#at }];
  }

  /** Lets go of every button, where the pointer was last: the pointer is taken away, or control is over. */
  releaseAll(): PageInput[] {
    return this.#at === undefined ? [] : this.to(this.#at, 0);
  }
}
