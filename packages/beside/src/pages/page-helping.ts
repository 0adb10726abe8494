import type { Readable } from 'node:stream';
import { CONSENT_TIMEOUT, chatText, FILE_SIZE_LIMIT } from '@beside/assist';
import { Helping } from '../expert/helping.js';
import type { OpenedInvitation } from '../expert/open-invitation.js';
import type { ExpertSession } from '../expert/session.js';
import { PROGRESS_EVERY } from '../files/session-files.js';
import { PageError, type PictureFeed, type PictureTaker } from './app.js';
import type { DeskOptions } from './desk.js';
import { dialling, type ExpertHappening, type ExpertModel, nextExpert } from './expert-state.js';
import { PageUploads } from './page-upload.js';
import { PictureRelay } from './picture-relay.js';
import type { ExpertState, PageInput } from './protocol.js';

/** One session as expert, with a page at it: from the opened invitation to its end, and its state until the page has done with it. */
export class PageHelping {
  readonly #options: DeskOptions;
  readonly #helping: Helping<PictureRelay>;
  readonly #relay = new PictureRelay();
  readonly #over: Promise<void>;
  #model: ExpertModel;
  #question: { readonly id: number; readonly timer: NodeJS.Timeout; readonly answer: (yes: boolean) => void } | undefined;
  #questionCount = 0;
  readonly #uploads = new PageUploads();

  /**
   * @param id names it to the pages
   * @param downloads where files go that come in
   */
  constructor(id: string, invitation: OpenedInvitation, downloads: string, options: DeskOptions) {
    this.#options = options;
    this.#model = dialling(id);
    this.#helping = new Helping(invitation, {
      report: (report) => this.#happened({ type: 'report', report }),
      picture: (source) => this.#relay.from(source),
      downloads,
      progressEvery: PROGRESS_EVERY.programs,
      askFile: (name, size, answer) => this.#askFile(name, size, answer),
      withdrawFile: () => this.#withdraw(),
      fault: (error) => options.fault(error),
      records: options.records,
    });
    this.#over = this.#run();
  }

  get state(): ExpertState {
    return this.#model.state;
  }

  /** Resolves once everything is let go of; never fails. */
  get over(): Promise<void> {
    return this.#over;
  }

  /** @throws PageError */
  requestControl(): void {
    if (!this.#session.requestControl()) throw new PageError('not-asked', 'You asked for that already, or just now.');
  }

  /** Gives control back, or takes the question for it back. @throws PageError */
  giveBackControl(): void {
    if (!this.#session.giveBackControl()) throw new PageError('not-controlling', 'You are not in control.');
  }

  /** Passes on what keyboard and pointer did, while the expert is in control: what comes too late is dropped without a word. */
  input(events: readonly PageInput[]): void {
    const session = this.#helping.session;
    if (session?.controlling) for (const event of events) session.input(event);
  }

  /** @throws PageError */
  chat(text: string): void {
    if (!this.#session.chat(text)) throw new PageError('not-sent', 'There is nothing in that message which could be sent.');
    this.#happened({ type: 'said', text: chatText(text) });
  }

  typing(typing: boolean): void {
    this.#helping.session?.typing(typing);
  }

  /** @throws PageError */
  answer(question: number, yes: boolean): void {
    const open = this.#question;
    if (open?.id !== question) throw new PageError('no-question', 'That question is not open any more.');
    this.#withdraw();
    open.answer(yes);
  }

  /** @throws PageError */
  cancelFiles(): void {
    const cancelled = this.#helping.session?.callOffFiles() ?? false;
    if (!this.#uploads.breakOff() && !cancelled) throw new PageError('no-file', 'No file is on its way.');
  }

  /** As `PageApp.sendFile`. */
  async sendFile(name: string, size: number, stream: Readable): Promise<void> {
    let session: ExpertSession<PictureRelay>;
    try {
      session = this.#sendable(size);
    } catch (error) {
      stream.destroy();
      throw error;
    }
    await this.#uploads.send(name, stream, async (path) => {
      const { over } = await session.sendFile(path);
      await over;
    });
  }

  /** Ends the session, or the attempts to begin it; the novice is told. */
  stop(): void {
    this.#helping.stop();
  }

  /** As `PageApp.pictures`; undefined once it is over. */
  pictures(to: PictureTaker): PictureFeed | undefined {
    return this.state.closed === null ? this.#relay.attach(to) : undefined;
  }

  /** @throws PageError before the novice has said yes, and afterwards */
  get #session(): ExpertSession<PictureRelay> {
    const session = this.#helping.session;
    if (!session?.viewing) throw new PageError('not-viewing', 'You do not see the other screen.');
    return session;
  }

  /** @throws PageError */
  #sendable(size: number): ExpertSession<PictureRelay> {
    const session = this.#session;
    if (size > FILE_SIZE_LIMIT) throw new PageError('too-large', 'That file is too large: files go up to 4 GB.');
    if (session.paused) throw new PageError('not-now', 'The other person has paused. Send the file afterwards.');
    if (this.#uploads.busy) throw new PageError('not-now', 'Another file is on its way. Wait until it is there, or call it off.');
    return session;
  }

  async #run(): Promise<void> {
    let why: ExpertState['closed'] = 'failed';
    try {
      why = await this.#helping.run();
    } catch (error) {
      this.#options.fault(error);
    }
    this.#withdraw();
    this.#uploads.breakOff();
    this.#happened({ type: 'report', report: { event: 'closed', why } });
    this.#relay.end();
  }

  #askFile(file: string, size: number, answer: (yes: boolean) => void): void {
    this.#withdraw();
    const id = ++this.#questionCount;
    const refuse = () => {
      this.#withdraw();
      answer(false);
    };
    this.#question = { id, timer: setTimeout(refuse, CONSENT_TIMEOUT), answer };
    const expiresAt = Date.now() + CONSENT_TIMEOUT;
    this.#happened({ type: 'asked', question: { id, about: 'file', file, size, expiresAt, yes: 'page' } });
  }

  #withdraw(): void {
    if (!this.#question) return;
    clearTimeout(this.#question.timer);
    this.#question = undefined;
    this.#happened({ type: 'settled' });
  }

  #happened(happening: ExpertHappening): void {
    this.#model = nextExpert(this.#model, happening, Date.now());
    this.#options.changed();
  }
}
