import type { Readable } from 'node:stream';
import type { Command, PageState, PictureNote, ReplyResult, Who } from './protocol.js';

/** What the local server needs of the program: the state that pages show, and what they may ask for. */
export interface PageApp {
  /** The whole state as it is now; safe to show to whoever has a bearer. */
  state(): PageState;

  /** Tells `changed` after every change of the state, often; the server makes one message of several. Returns the undo. */
  watch(changed: () => void): () => void;

  /**
   * Does what a page asks for.
   *
   * @returns what the reply `done` carries; undefined when there is nothing to say
   * @throws PageError for what becomes the reply `failed`
   */
  run(command: Command): Promise<ReplyResult | undefined>;

  /** The invitation's file, as long as the state has an invitation. */
  invitationFile(): { readonly name: string; readonly bytes: Uint8Array } | undefined;

  /**
   * Pictures of an expert session, until the feed is closed. The last one who asks has them: an earlier taker's `end` is called.
   *
   * @param expert the session's id, as in `ExpertState`
   * @returns undefined when there is no such session
   */
  pictures(expert: string, to: PictureTaker): PictureFeed | undefined;

  /**
   * Offers a file of the page's person to the other side.
   *
   * @param name as the page tells it: not trusted
   * @param size bytes, as declared; at most `FILE_SIZE_LIMIT`. `stream` ends after as many, or breaks off with an error
   * @param stream read to its end, or destroyed when the file is refused or called off
   * @returns when the file is over, whatever came of it; that is in the state
   * @throws PageError when it cannot be offered at all
   */
  sendFile(who: Who, name: string, size: number, stream: Readable): Promise<void>;
}

/** A page's end of the pictures. */
export interface PictureTaker {
  note(note: PictureNote): void;
  /** One picture message; the bytes belong to the taker. */
  picture(bytes: Uint8Array): void;
  /** Bytes that the page has not taken yet; the feed holds back by it. */
  queued(): number;
  /** There are no more: somebody else has the pictures now, or the session is over. */
  end(why: 'taken' | 'over'): void;
}

/** The program's end of the pictures. */
export interface PictureFeed {
  /** The frame is on the page's canvas: it may be acknowledged. */
  painted(frameId: number): void;
  /** The page has taken all that was queued. */
  drained(): void;
  /** The page is gone. */
  close(): void;
}

/** Why something that a page asked for is not done. The code is for the page's words, the sentence for people who have none. */
export class PageError extends Error {
  override readonly name = 'PageError';
  /** Stable, in small letters with hyphens. */
  readonly code: string;

  /** @param message a plain sentence without anything secret: it is sent to the page */
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
