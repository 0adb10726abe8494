import type { Bar, Overlay, Question } from '../desktop.js';
import type { Answer } from '../overlay/answering.js';
import { Questions } from '../overlay/questions.js';
import { type OverlayHost, OverlaySession, type OverlayState } from './overlay-session.js';

/** Milliseconds before the windows are made again when somebody ended their connection, more each time. */
const FIRST_WAIT = 20;
const LONGEST_WAIT = 5000;

/**
 * The overlay on an X11 display. It has a connection of its own, apart from the one that captures: a novice who gets rid
 * of a window by `xkill` ends the connection that made it, and that must neither end the session nor leave it without
 * its Stop bar.
 */
export class X11Overlay implements Overlay {
  readonly #display: string;
  readonly #host: OverlayHost;
  readonly #questions = new Questions((question) => this.#show({ ...this.#state, question }));
  #state: OverlayState = { question: null, bar: null, frame: null };
  #session: OverlaySession | null = null;
  #wait = FIRST_WAIT;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  /**
   * @param display an X display name
   * @param barPressed called on the event loop, when the novice pressed a button of the bar
   * @throws DesktopError
   */
  static async open(display: string, barPressed: (id: string) => void): Promise<X11Overlay> {
    const overlay = new X11Overlay(display, barPressed);
    overlay.#session = await OverlaySession.open(display, overlay.#host);
    return overlay;
  }

  private constructor(display: string, barPressed: (id: string) => void) {
    this.#display = display;
    this.#host = {
      answered: (answer) => this.#questions.answer(answer),
      barPressed,
      lost: () => this.#onLost(),
    };
  }

  ask(question: Question, signal: AbortSignal): Promise<Answer | 'withdrawn'> {
    return this.#closed ? Promise.resolve('withdrawn') : this.#questions.ask(question, signal);
  }

  bar(bar: Bar | null): void {
    this.#show({ ...this.#state, bar });
  }

  frame(frame: { readonly alarming: boolean } | null): void {
    this.#show({ ...this.#state, frame });
  }

  /** Takes every window away and withdraws what is asked. Can be called twice. */
  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#questions.withdrawAll();
    this.#session?.close();
    this.#session = null;
  }

  #show(state: OverlayState): void {
    this.#state = state;
    this.#session?.show(state);
  }

  /** The display may be lost as well; whoever watches it closes this overlay then. */
  #onLost(): void {
    this.#session = null;
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#reopen(), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
  }

  async #reopen(): Promise<void> {
    let session: OverlaySession;
    try {
      session = await OverlaySession.open(this.#display, this.#host);
    } catch {
      this.#onLost();
      return;
    }
    if (this.#closed) {
      session.close();
      return;
    }
    this.#session = session;
    session.show(this.#state);
  }
}
