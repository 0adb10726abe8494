import type { PageInput } from 'beside/protocol';
import { textInput } from './keyboard.js';

/** So many characters at once, and ms from one such burst to the next: desktops lose what comes faster. */
const BURST = 8;
const INTERVAL = 20;

/** Types whole texts, one after the other, at a pace that the novice's desktop follows. */
export class Typing {
  readonly #send: (input: readonly PageInput[]) => boolean;
  readonly #broken: () => void;
  #left: string[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * @param send false when it was not sent
   * @param broken is told then; the rest is not typed, since a command without its middle is another one
   */
  constructor(send: (input: readonly PageInput[]) => boolean, broken: () => void) {
    this.#send = send;
    this.#broken = broken;
  }

  type(text: string): void {
    this.#left.push(...text.replace(/\r\n?/g, '\n'));
    this.#timer ??= setInterval(() => this.#burst(), INTERVAL);
  }

  /** Control is over, or the page is left: the rest is not typed. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#left = [];
  }

  #burst(): void {
    const input = textInput(this.#left.splice(0, BURST).join(''));
    if (input.length > 0 && !this.#send(input)) {
      this.stop();
      this.#broken();
    } else if (this.#left.length === 0) this.stop();
  }
}
