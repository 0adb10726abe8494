import { RateLimit } from '../rate-limit.js';

/**
 * Commands on the inner channel `71` by which either side says that it writes a chat message, or no longer does
 * ([MS-RA] 2.2.2).
 */
const TYPING = { start: 'TYPINGSTART', end: 'TYPINGEND' } as const;

/** The command for a typing state. */
export function typingCommand(typing: boolean): string {
  return typing ? TYPING.start : TYPING.end;
}

/** Whether a command is about typing. */
export function isTypingCommand(name: string): boolean {
  return name === TYPING.start || name === TYPING.end;
}

/**
 * Whether one of the two sides is writing a chat message: each side keeps one for itself and one for the other.
 *
 * It changes a few times a second at most. A beginning beyond that is dropped, and its end with it; an end is never dropped,
 * so that nobody is left writing for ever.
 */
export class TypingState {
  readonly #limit = new RateLimit(5, 1);
  #typing = false;

  /** Sets the state; false when that changes nothing, or too fast. */
  set(typing: boolean, now: number): boolean {
    if (typing === this.#typing || (typing && !this.#limit.allow(now))) return false;
    this.#typing = typing;
    return true;
  }

  /** What a command says; undefined when it is another one or changes nothing. */
  heard(name: string, now: number): boolean | undefined {
    if (!isTypingCommand(name)) return undefined;
    const typing = name === TYPING.start;
    return this.set(typing, now) ? typing : undefined;
  }
}
