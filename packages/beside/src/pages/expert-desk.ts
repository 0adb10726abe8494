import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { TicketError } from '@beside/ticket';
import { type OpenedInvitation, openInvitation } from '../expert/open-invitation.js';
import { readInvitation } from '../expert/read-invitation.js';
import { downloadsFolder } from '../files/downloads-folder.js';
import { PageError, type PictureFeed, type PictureTaker } from './app.js';
import type { DeskOptions } from './desk.js';
import { PageHelping } from './page-helping.js';
import type { Command, ExpertState, GivenInvitation, ReplyResult, Who } from './protocol.js';

/** What a page asks of the expert's desk. */
type ExpertCommand =
  | Extract<
      Command,
      {
        do: 'request-control' | 'give-back-control' | 'input' | 'answer' | 'chat' | 'typing' | 'cancel-files' | 'end' | 'dismiss';
      }
    >
  | { readonly do: 'open'; readonly invitation: GivenInvitation; readonly password: string };

/** Sessions at once, and ended ones that are still shown. */
const SESSION_LIMIT = 20;
/** Of an id, in bytes: nobody guesses the pictures of another session. */
const ID_LENGTH = 16;

/** The expert's side of the pages: as many sessions as a help desk has, each until it is dismissed. */
export class ExpertDesk {
  readonly #options: DeskOptions;
  readonly #sessions = new Map<string, PageHelping>();
  /** The invitation that is being opened. Never fails. */
  #opening: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** In the order in which they were opened. */
  states(): readonly ExpertState[] {
    return [...this.#sessions.values()].map(({ state }) => state);
  }

  /**
   * Does what a page asks for.
   *
   * @throws PageError; of `open` with the codes of TicketError and others, before anything was sent anywhere
   */
  async run(command: ExpertCommand): Promise<ReplyResult | undefined> {
    switch (command.do) {
      case 'open':
        return { opened: await this.#open(command.invitation, command.password) };
      case 'request-control':
        this.#session(command.who).requestControl();
        break;
      case 'give-back-control':
        this.#session(command.who).giveBackControl();
        break;
      case 'input':
        this.#session(command.who).input(command.events);
        break;
      case 'answer':
        this.#session(command.who).answer(command.question, command.yes);
        break;
      case 'chat':
        this.#session(command.who).chat(command.text);
        break;
      case 'typing':
        this.#session(command.who).typing(command.typing);
        break;
      case 'cancel-files':
        this.#session(command.who).cancelFiles();
        break;
      case 'end':
        this.#session(command.who).stop();
        break;
      case 'dismiss':
        this.#dismiss(command.who);
        break;
    }
    return undefined;
  }

  /**
   * Offers a file from a page to the novice, under its own name.
   *
   * @param size bytes, as the page says
   * @returns when nothing reads the file any more, whatever came of it: that is in the state
   * @throws PageError when it cannot be offered at all; nothing is kept of it then
   */
  async sendFile(who: Who, name: string, size: number, stream: Readable): Promise<void> {
    let session: PageHelping;
    try {
      session = this.#session(who);
    } catch (error) {
      stream.destroy();
      throw error;
    }
    await session.sendFile(name, size, stream);
  }

  /** As `PageApp.pictures`. */
  pictures(expert: string, to: PictureTaker): PictureFeed | undefined {
    return this.#sessions.get(expert)?.pictures(to);
  }

  /** Ends all sessions; the novices are told. */
  async close(): Promise<void> {
    this.#closed = true;
    const sessions = [...this.#sessions.values()];
    for (const session of sessions) session.stop();
    await Promise.all(sessions.map(({ over }) => over));
  }

  /** One after the other: to open one takes a good part of the memory that scrypt is there to take. */
  #open(invitation: GivenInvitation, password: string): Promise<string> {
    const opened = this.#opening.then(async () => {
      const bytes =
        'file' in invitation ? Buffer.from(invitation.file, 'base64') : await readInvitation(undefined, invitation.link);
      return this.#begin(await openedFor(bytes, password), await downloadsFolder());
    });
    this.#opening = opened.catch(() => undefined);
    return opened;
  }

  #begin(invitation: OpenedInvitation, downloads: string): string {
    if (this.#closed) throw new PageError('closed', 'Beside is being ended.');
    this.#makeRoom();
    const id = randomBytes(ID_LENGTH).toString('base64url');
    this.#sessions.set(id, new PageHelping(id, invitation, downloads, this.#options));
    this.#options.changed();
    return id;
  }

  /** Takes the oldest session away that has ended, when there are too many. */
  #makeRoom(): void {
    if (this.#sessions.size < SESSION_LIMIT) return;
    const ended = this.states().find(({ closed }) => closed !== null);
    if (!ended) throw new PageError('too-many-sessions', 'You are in too many sessions. End one of them first.');
    this.#sessions.delete(ended.id);
  }

  #dismiss(who: Who): void {
    const { state } = this.#session(who);
    if (state.closed === null) throw new PageError('session-stands', 'The session still goes on. End it first.');
    this.#sessions.delete(state.id);
    this.#options.changed();
  }

  #session(who: Who): PageHelping {
    const session = who === 'novice' ? undefined : this.#sessions.get(who.expert);
    if (!session) throw new PageError('no-session', 'That session is not there any more.');
    return session;
  }
}

/** Opens it with the password that the page gave; without one, as if none was given. @throws PageError */
async function openedFor(bytes: Uint8Array, password: string): Promise<OpenedInvitation> {
  try {
    return await openInvitation(bytes, password === '' ? undefined : password, Date.now());
  } catch (error) {
    if (!(error instanceof TicketError)) throw error;
    throw new PageError(error.code, error.message, { cause: error });
  }
}
