import type { AssistChannels } from './channels.js';
import { type ChatEvent, ChatInbox } from './chat-inbox.js';
import { isTypingCommand, TypingState, typingCommand } from './remdesk/typing.js';

/** What is told of the other side's talk; both roles tell it alike. */
export type TalkEvent =
  | ChatEvent
  /** The other side is writing a chat message, or no longer. */
  | { readonly type: 'typing'; readonly typing: boolean };

/** Chat and typing states of one session, for either role ([MS-RA] 2.2.2, 3.11, 3.12). Whether anybody may talk yet is its owner's to ask. */
export class Talk {
  readonly #channels: Pick<AssistChannels, 'chat' | 'command'>;
  readonly #emit: (event: TalkEvent) => void;
  readonly #inbox = new ChatInbox();
  readonly #ownTyping = new TypingState();
  readonly #theirTyping = new TypingState();

  constructor(channels: Pick<AssistChannels, 'chat' | 'command'>, emit: (event: TalkEvent) => void) {
    this.#channels = channels;
    this.#emit = emit;
  }

  /** Sends a message, which ends the typing before it. False when there was nothing to show in it, or no channel. */
  say(text: string, now: number): boolean {
    if (!this.#channels.chat(text)) return false;
    this.typing(false, now);
    return true;
  }

  /** Tells the other side that this one writes, or no longer. False when that changes nothing. */
  typing(typing: boolean, now: number): boolean {
    if (!this.#ownTyping.set(typing, now)) return false;
    this.#channels.command(typingCommand(typing));
    return true;
  }

  /** Takes a message from `decodeChat`. */
  heard(text: string, now: number): void {
    const event = this.#inbox.take(text, now);
    if (event === undefined) return;
    if (this.#theirTyping.set(false, now)) this.#emit({ type: 'typing', typing: false });
    this.#emit(event);
  }

  /** Takes a command of the inner channel `71`; whether it was a typing state. */
  command(name: string, now: number): boolean {
    const typing = this.#theirTyping.heard(name, now);
    if (typing !== undefined) this.#emit({ type: 'typing', typing });
    return isTypingCommand(name);
  }
}
