import type { DesktopInput, Locks } from '@beside/desktop';
import type { InputEvent } from '@beside/rdp';

/** Does on the desktop what the expert's keyboard and mouse did. */
export class ExpertInput {
  readonly #input: DesktopInput;
  /** First half of a character outside of the basic plane, which arrives in two UTF-16 units. */
  #highSurrogate: number | undefined;
  /** How the lock keys are to stand, once the present bytes are read. */
  #locks: Locks | undefined;
  /** Where the expert has put the pointer last. */
  #pointer: { readonly x: number; readonly y: number } | undefined;

  constructor(input: DesktopInput) {
    this.#input = input;
  }

  apply(event: InputEvent): void {
    if (event.type !== 'locks') this.#applyLocks();
    switch (event.type) {
      case 'key':
        this.#input.key(event.scancode, event.down);
        break;
      case 'unicode':
        if (event.down) this.#unit(event.unit);
        break;
      case 'pointer':
        this.#move(event.x, event.y);
        break;
      case 'button':
        this.#move(event.x, event.y);
        this.#input.button(event.button, event.down);
        break;
      case 'wheel':
        if (event.axis === 'vertical') this.#input.wheel(0, event.rotation);
        else this.#input.wheel(event.rotation, 0);
        break;
      case 'locks':
        // Each costs a question to the display, and one byte to send: of many in a row only the last one counts.
        if (!this.#locks) queueMicrotask(() => this.#applyLocks());
        this.#locks = event;
        break;
    }
  }

  /** Lets go of everything that is held. */
  release(): void {
    this.#highSurrogate = undefined;
    this.#locks = undefined;
    this.#input.releaseAll();
  }

  /** Whether the pointer is where the expert put it, so that nobody needs to tell the expert. */
  isAt({ x, y }: { readonly x: number; readonly y: number }): boolean {
    return this.#pointer?.x === x && this.#pointer.y === y;
  }

  #applyLocks(): void {
    const locks = this.#locks;
    this.#locks = undefined;
    if (locks) this.#input.locks(locks);
  }

  #move(x: number, y: number): void {
    this.#pointer = { x, y };
    this.#input.pointer(this.#pointer);
  }

  #unit(unit: number): void {
    const high = this.#highSurrogate;
    this.#highSurrogate = undefined;
    if (unit >= 0xd800 && unit < 0xdc00) this.#highSurrogate = unit;
    else if (unit < 0xdc00 || unit > 0xdfff) this.#input.character(unit);
    // A second half without a first is no character.
    else if (high !== undefined) this.#input.character(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
  }
}
