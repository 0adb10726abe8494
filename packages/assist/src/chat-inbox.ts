import { RateLimit } from './rate-limit.js';

/** What became of a chat message that came in; both roles tell these alike. */
export type ChatEvent =
  /** What the other side wrote, safe to show; may have several lines. */
  | { readonly type: 'chat'; readonly text: string }
  /** The other side writes faster than anybody reads; messages were dropped. Told once for each such burst. */
  | { readonly type: 'chat-dropped' };

/** Chat as it comes in, no faster than somebody can read: 20 messages at once, five a second in the long run. */
export class ChatInbox {
  readonly #limit = new RateLimit(20, 5);
  #dropped = false;

  /**
   * Takes one message.
   *
   * @param text from `decodeChat`
   * @returns what is to be told; undefined: nothing is to be shown in it, or the burst it belongs to was told of before
   */
  take(text: string, now: number): ChatEvent | undefined {
    if (text === '') return undefined;
    if (this.#limit.allow(now)) {
      this.#dropped = false;
      return { type: 'chat', text };
    }
    if (this.#dropped) return undefined;
    this.#dropped = true;
    return { type: 'chat-dropped' };
  }
}
