import type { Readable } from 'node:stream';
import { AFTER_CONTROL, chatText, FILE_SIZE_LIMIT } from '@beside/assist';
import { DesktopError } from '@beside/desktop';
import { PROGRESS_EVERY } from '../files/session-files.js';
import { HelpRequest } from '../novice/help-request.js';
import { PortError } from '../novice/ports.js';
import type { Ticket } from '../novice/prepare.js';
import { type ScreenEnvironment, screenToShow } from '../novice/screen-to-show.js';
import type { Session } from '../novice/session.js';
import { tryScreen } from '../novice/try-screen.js';
import { sentence } from '../novice/wording.js';
import { PageError } from './app.js';
import type { DeskOptions } from './desk.js';
import { type NoviceHappening, type NoviceModel, nextNovice, preparing } from './novice-state.js';
import { PageQuestions } from './page-questions.js';
import { PageUploads } from './page-upload.js';
import type { Command, Failure, NoviceState, Share, Who } from './protocol.js';

/** What a page asks of the novice's desk. */
type NoviceCommand = Extract<
  Command,
  {
    do: 'invite' | 'answer' | 'stop-control' | 'pause' | 'resume' | 'chat' | 'typing' | 'cancel-files' | 'end' | 'dismiss';
  }
>;

/** What Windows calls it. */
const TICKET_NAME = 'Invitation';
/** The novice's side of the pages: one invitation at a time, from "Get help" until it is dismissed. */
export class NoviceDesk {
  readonly #options: DeskOptions;
  readonly #environment: ScreenEnvironment;
  #model: NoviceModel | undefined;
  #viewOnly = false;
  #request: HelpRequest | undefined;
  #questions: PageQuestions | undefined;
  #questionCount = 0;
  readonly #uploads = new PageUploads();
  /** The invitation's file, which is on no disk. */
  #ticket: Ticket | undefined;
  #end = new AbortController();
  /** When an expert controlled last, by `performance.now`. */
  #controlledAt = Number.NEGATIVE_INFINITY;
  /** The request that stands, or stood last; and at first, the trial of the screen. Never fails. */
  #work: Promise<void>;
  /** Why the screen could not be opened when that was tried last. */
  #unshown: Share | undefined;

  constructor(options: DeskOptions, environment: ScreenEnvironment = { platform: process.platform, env: process.env }) {
    this.#options = options;
    this.#environment = environment;
    this.#work = this.#tryScreen();
  }

  state(): NoviceState | null {
    return this.#model ? { ...this.#model.state, viewOnly: !this.#mayControl() } : null;
  }

  /** Whether this computer's screen can be shown, as far as that is known. */
  share(): Share {
    const screen = screenToShow(undefined, this.#environment);
    if (!screen.can) return screen;
    return this.#unshown ?? { can: true, desktop: screen.display === 'practice' ? 'practice' : 'screen' };
  }

  /** Whether what is pressed on this screen may be the doing of an expert: it controls, or did until a moment ago, and a button it held is let go only now. */
  controlled(): boolean {
    return this.#model?.state.controlling === true || performance.now() - this.#controlledAt < AFTER_CONTROL;
  }

  /** The invitation's file, as long as the state has an invitation. */
  invitationFile(): { readonly name: string; readonly bytes: Uint8Array } | undefined {
    const invitation = this.#model?.state.invitation;
    return invitation && this.#ticket ? { name: invitation.fileName, bytes: this.#ticket.bytes } : undefined;
  }

  /**
   * Does what a page asks for.
   *
   * @throws PageError
   */
  async run(command: NoviceCommand): Promise<undefined> {
    switch (command.do) {
      case 'invite':
        this.#invite(command.for, command.viewOnly);
        break;
      case 'answer':
        if (!this.#questions) throw new PageError('no-question', 'That question is not open any more.');
        this.#questions.answer(command.question, command.yes);
        break;
      case 'stop-control':
        this.#session.stopControl(command.by);
        break;
      case 'pause':
        this.#session.pause();
        break;
      case 'resume':
        this.#session.resume();
        break;
      case 'chat':
        this.#chat(command.text);
        break;
      case 'typing':
        this.#session.typing(command.typing);
        break;
      case 'cancel-files':
        this.#cancelFiles();
        break;
      case 'end':
        this.#end.abort();
        break;
      case 'dismiss':
        this.#dismiss();
        break;
    }
  }

  /**
   * Offers a file from a page to the expert, under its own name.
   *
   * @param size bytes, as the page says
   * @returns when nothing reads the file any more, whatever came of it: that is in the state
   * @throws PageError when it cannot be offered at all; nothing is kept of it then
   */
  async sendFile(_who: Who, name: string, size: number, stream: Readable): Promise<void> {
    let session: Session;
    try {
      session = this.#session;
      if (size > FILE_SIZE_LIMIT) throw new PageError('too-large', 'That file is too large: files go up to 4 GB.');
      if (this.#uploads.busy)
        throw new PageError('not-now', 'Another file is on its way. Wait until it is there, or call it off.');
      // Looked at now as well: when all of it has come, control may be over in which the expert wished for it.
      if (!session.mayOfferFile())
        throw new PageError(
          'not-now',
          'No file can be sent while you have paused, nor while your computer is controlled or just was.',
        );
    } catch (error) {
      stream.destroy();
      throw error;
    }
    await this.#uploads.send(name, stream, async (path) => {
      // Whoever else may be there by now was not meant.
      if (this.#request?.session !== session) throw nobodySees();
      await session.sendFile(path);
    });
  }

  /** The settings are other ones: control that is allowed no longer ends. */
  settingsChanged(): void {
    if (!this.#mayControl()) this.#request?.session?.forbidControl();
  }

  /** Ends invitation and session; the expert is told. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#work;
  }

  get #session(): Session {
    const session = this.#request?.session;
    if (!session) throw nobodySees();
    return session;
  }

  #mayControl(): boolean {
    return !this.#viewOnly && this.#options.settings().mayBeControlled;
  }

  #invite(form: 'beside' | 'windows', viewOnly: boolean): void {
    if (this.#model && this.#model.state.phase !== 'closed')
      throw new PageError('invitation-stands', 'There is an invitation already. End it before you make another one.');
    const screen = screenToShow(undefined, this.#environment);
    if (!screen.can) throw new PageError(screen.why, screen.message);
    this.#viewOnly = viewOnly;
    this.#model = preparing(viewOnly);
    this.#end = new AbortController();
    this.#options.changed();
    const before = this.#work;
    this.#work = before.then(() => this.#help(form, screen.display, this.#end.signal));
  }

  /** One request for help, from its making to its end. */
  async #help(form: 'beside' | 'windows', display: string, end: AbortSignal): Promise<void> {
    const happened = (happening: NoviceHappening) => this.#happened(happening);
    let request: HelpRequest | undefined;
    try {
      request = await HelpRequest.prepare({
        for: form,
        display,
        expires: this.#options.settings().invitationLifetime,
        mayControl: () => this.#mayControl(),
        bandwidth: () => this.#options.settings().bandwidth,
        progressEvery: PROGRESS_EVERY.programs,
        records: this.#options.records,
        deliver: (ticket) => {
          this.#ticket = ticket;
          return TICKET_NAME + ticket.extension;
        },
        lost: (error) => happened({ type: 'failed', failure: failureOf(error), closed: false }),
        fault: (error) => this.#options.fault(error),
      });
      this.#unshown = undefined;
      this.#request = request;
      this.#questions = new PageQuestions(display === 'practice' ? 'page' : 'desktop', () => ++this.#questionCount, happened);
      await request.meet(
        {
          report: (report, connection) => happened({ type: 'report', report, connection }),
          asker: this.#questions,
          chatWanted: () => happened({ type: 'chat-wanted' }),
        },
        end,
      );
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#request = undefined;
      this.#questions = undefined;
      await request?.letGo();
    }
  }

  #failed(error: unknown): void {
    if (error instanceof DesktopError) this.#unshown = unshown(error);
    else if (!(error instanceof PortError)) this.#options.fault(error);
    this.#happened({ type: 'failed', failure: failureOf(error), closed: true });
  }

  #chat(text: string): void {
    if (!this.#session.chat(text)) throw new PageError('not-sent', 'There is nothing in that message which could be sent.');
    this.#happened({ type: 'said', text: chatText(text) });
  }

  #cancelFiles(): void {
    const cancelled = this.#session.cancelFiles();
    if (!this.#uploads.breakOff() && !cancelled) throw new PageError('no-file', 'No file is on its way.');
  }

  #dismiss(): void {
    if (this.#model && this.#model.state.phase !== 'closed')
      throw new PageError('invitation-stands', 'The invitation still stands. End it first.');
    this.#model = undefined;
    this.#options.changed();
  }

  #happened(happening: NoviceHappening): void {
    if (!this.#model) return;
    const { controlling } = this.#model.state;
    this.#model = nextNovice(this.#model, happening, Date.now());
    if (controlling) this.#controlledAt = performance.now();
    const { phase } = this.#model.state;
    if (phase === 'viewing' || phase === 'closed') this.#ticket = undefined;
    // Whom the file was for has gone.
    if (phase !== 'viewing') this.#uploads.breakOff(nobodySees());
    this.#options.changed();
  }

  async #tryScreen(): Promise<void> {
    const screen = screenToShow(undefined, this.#environment);
    if (!screen.can || screen.display === 'practice') return;
    try {
      await tryScreen(screen.display);
    } catch (error) {
      if (error instanceof DesktopError) this.#unshown = unshown(error);
      else this.#options.fault(error);
      this.#options.changed();
    }
  }
}

function nobodySees(): PageError {
  return new PageError('nobody-sees', 'Nobody sees your screen.');
}

function unshown({ code, message }: DesktopError): Share {
  return { can: false, why: code === 'lost' ? 'no-display' : code, message: sentence(message) };
}

function failureOf(error: unknown): Failure {
  if (error instanceof DesktopError || error instanceof PortError) return { code: error.code, message: sentence(error.message) };
  return { code: 'fault', message: 'Beside made a mistake; please report it.' };
}
