import type { PageInput } from 'beside/protocol';

/** A place on the novice's desktop, in its pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

type Button = Extract<PageInput, { type: 'button' }>['button'];

/** By `PointerEvent.button`. */
const BUTTONS: readonly Button[] = ['left', 'middle', 'right', 'back', 'forward'];

/**
 * The expert's pointer, as input for the novice's desktop. Moves wait for {@link flush}, which is due once a frame: of several
 * before it only the last one counts. Every button that is sent as pressed is sent as let go.
 */
export class PointerInput {
  readonly #held = new Set<Button>();
  #at: Point | undefined;
  #moved = false;

  /** Whether a move waits. */
  get moved(): boolean {
    return this.#moved;
  }

  /** Any button is held: the pointer belongs to the picture until it is let go. */
  get dragging(): boolean {
    return this.#held.size > 0;
  }

  move(to: Point): void {
    if (this.#at?.x === to.x && this.#at.y === to.y) return;
    this.#at = to;
    this.#moved = true;
  }

  /** The move that waits. */
  flush(): PageInput[] {
    if (!this.#moved || this.#at === undefined) return [];
    this.#moved = false;
    return [{ type: 'pointer', ...this.#at }];
  }

  /** @param button as `PointerEvent.button` has it; those without a name in RDP are nothing */
  press(button: number, at: Point): PageInput[] {
    const name = BUTTONS[button];
    if (name === undefined || this.#held.has(name)) return [];
    this.#held.add(name);
    return [this.#button(name, true, at)];
  }

  release(button: number, at: Point): PageInput[] {
    const name = BUTTONS[button];
    if (name === undefined || !this.#held.delete(name)) return [];
    return [this.#button(name, false, at)];
  }

  /** Lets go of every button, where the pointer was last: the pointer is taken away, or control is over. */
  releaseAll(): PageInput[] {
    const at = this.#at;
    this.#moved = false;
    if (at === undefined) return [];
    const input = [...this.#held].map((name) => this.#button(name, false, at));
    this.#held.clear();
    return input;
  }

  /** It carries the place, so that no move need go before it. */
  #button(button: Button, down: boolean, at: Point): PageInput {
    this.#at = at;
    this.#moved = false;
    return { type: 'button', button, down, ...at };
  }
}
