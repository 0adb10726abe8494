import type { Readable } from 'node:stream';
import type { UserData } from '../history/user-data.js';
import { SettingsError } from '../settings/settings-store.js';
import { whyNotWritten } from '../settings/write-failure.js';
import { type PageApp, PageError, type PictureFeed, type PictureTaker } from './app.js';
import type {
  Command,
  ExpertState,
  GivenInvitation,
  NoviceState,
  PageState,
  Place,
  ReplyResult,
  Share,
  Who,
} from './protocol.js';

/** What of a desk the home page needs, whichever role it is for. */
interface Desk {
  run(command: Command): Promise<ReplyResult | undefined>;
  sendFile(who: Who, name: string, size: number, stream: Readable): Promise<void>;
  /** Ends everything on it; the other side is told. */
  close(): Promise<void>;
}

/** The novice's desk, as the home page sees it. */
export interface NoviceSide extends Desk, Pick<PageApp, 'invitationFile'> {
  state(): NoviceState | null;
  share(): Share;
  /** What is pressed on this screen may be an expert's doing. */
  controlled(): boolean;
  /** The settings are other ones. */
  settingsChanged(): void;
}

/** The expert's. */
export interface ExpertSide extends Desk, Pick<PageApp, 'pictures'> {
  states(): readonly ExpertState[];
}

/** What `open` is replied with. */
type Opened = Extract<ReplyResult, { readonly opened: string }>;

export interface HomeOptions {
  /** Of Beside. */
  readonly version: string;
  readonly data: Pick<UserData, 'settings' | 'sessions' | 'contacts'>;
  /** Makes the desks; `changed` is to be called after every change of theirs. */
  readonly desks: (changed: () => void) => { readonly novice: NoviceSide; readonly expert: ExpertSide };
  /** An invitation that the program was started with: what it is called, and its bytes. */
  readonly given?: { readonly name: string; readonly bytes: Uint8Array };
  /** A one-time address of the pages. */
  readonly address: (place: Place) => string;
}

/** The program as its pages see it: the desks of novice and expert, settings, people and past sessions, put together. */
export class Home implements PageApp {
  readonly #options: HomeOptions;
  readonly #novice: NoviceSide;
  readonly #expert: ExpertSide;
  readonly #watchers = new Set<() => void>();
  #given: HomeOptions['given'];
  /** The expert session on this program's own practice desktop. */
  #practice: Promise<Opened> | undefined;

  constructor(options: HomeOptions) {
    this.#options = options;
    this.#given = options.given;
    const { novice, expert } = options.desks(() => this.#changed());
    this.#novice = novice;
    this.#expert = expert;
  }

  /**
   * Something goes on that needs no page: somebody sees this screen, and the bar on it tells and ends that. An invitation is void
   * once its page is closed, and an expert's session has nobody at it without a page.
   */
  get busy(): boolean {
    return this.#novice.state()?.phase === 'viewing';
  }

  state(): PageState {
    return {
      version: this.#options.version,
      share: this.#novice.share(),
      settings: this.#options.data.settings.settings,
      novice: this.#novice.state(),
      experts: this.#expert.states(),
      given: this.#given ? { name: this.#given.name } : null,
    };
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  async run(command: Command): Promise<ReplyResult | undefined> {
    switch (command.do) {
      case 'invite':
      case 'stop-control':
      case 'pause':
      case 'resume':
        return this.#novice.run(command);
      case 'open':
        // Whoever controls could open an invitation of its own, and offer files from its other end.
        this.#requireUncontrolled();
        return this.#open(command);
      case 'answer':
        if (command.yes && command.who !== 'novice') this.#requireUncontrolled();
        return this.#desk(command.who).run(command);
      case 'request-control':
      case 'give-back-control':
      case 'input':
      case 'chat':
      case 'typing':
      case 'cancel-files':
      case 'end':
      case 'dismiss':
        return this.#desk(command.who).run(command);
      case 'settings':
        this.#requireUncontrolled();
        await this.#set(command.settings);
        return undefined;
      case 'forget':
        this.#requireUncontrolled();
        return this.#past(command);
      case 'practice-expert':
        this.#requirePractice();
        return { address: this.#options.address('practice') };
      default:
        return this.#past(command);
    }
  }

  invitationFile(): { readonly name: string; readonly bytes: Uint8Array } | undefined {
    return this.#novice.invitationFile();
  }

  pictures(expert: string, to: PictureTaker): PictureFeed | undefined {
    return this.#expert.pictures(expert, to);
  }

  sendFile(who: Who, name: string, size: number, stream: Readable): Promise<void> {
    return this.#desk(who).sendFile(who, name, size, stream);
  }

  /** Ends invitation and sessions; everybody who takes part in one is told. */
  async close(): Promise<void> {
    await Promise.all([this.#novice.close(), this.#expert.close()]);
  }

  #changed(): void {
    for (const changed of this.#watchers) changed();
  }

  #desk(who: Who): Desk {
    return who === 'novice' ? this.#novice : this.#expert;
  }

  async #open({ invitation, password }: Extract<Command, { do: 'open' }>): Promise<ReplyResult> {
    if ('practice' in invitation) return this.#openPractice();
    if (!('given' in invitation)) return this.#openAs(invitation, password);
    const given = this.#given;
    if (!given) throw new PageError('no-invitation', 'That invitation was opened already. Choose its file again.');
    const opened = await this.#openAs({ file: base64(given.bytes) }, password);
    this.#given = undefined;
    this.#changed();
    return opened;
  }

  /**
   * Opens the practice desktop's own invitation as an expert would, on this computer. One request after the other, so that a page that
   * asks twice, or is loaded anew, gets the session that stands.
   */
  #openPractice(): Promise<Opened> {
    this.#requirePractice();
    const last = this.#practice;
    const next = async () => {
      const before = await last?.catch(() => undefined);
      const stands = this.#expert.states().some(({ id, phase }) => id === before?.opened && phase !== 'closed');
      return before && stands ? before : this.#newPractice();
    };
    this.#practice = next();
    return this.#practice;
  }

  async #newPractice(): Promise<Opened> {
    await this.#prepared();
    const password = this.#novice.state()?.invitation?.password;
    const file = this.#novice.invitationFile();
    if (password === undefined || !file)
      throw new PageError('no-invitation', 'There is no invitation that could be opened. Make one first.');
    return this.#openAs({ file: base64(file.bytes) }, password);
  }

  /** Resolves once the novice's invitation is not being made any more: both pages of a practice session open at the same time. */
  #prepared(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#novice.state()?.phase === 'preparing') return;
        undo();
        resolve();
      };
      const undo = this.watch(look);
      look();
    });
  }

  /** An expert in control of this screen could press in a browser on it: what widens its rights, or hides what it did, waits. */
  #requireUncontrolled(): void {
    const share = this.#novice.share();
    if (this.#novice.controlled() && !(share.can && share.desktop === 'practice'))
      throw new PageError(
        'controlled',
        'While somebody controls this computer, and for 3 seconds afterwards, that cannot be done. Take control back first.',
      );
  }

  #requirePractice(): void {
    const share = this.#novice.share();
    if (!share.can || share.desktop !== 'practice')
      throw new PageError('not-practice', 'Only the practice desktop can be helped from the same computer.');
  }

  async #openAs(invitation: GivenInvitation, password: string): Promise<Opened> {
    const result = await this.#expert.run({ do: 'open', invitation, password });
    if (!result || !('opened' in result)) throw new Error('the expert desk opened an invitation and told no session');
    return result;
  }

  async #set(settings: Extract<Command, { do: 'settings' }>['settings']): Promise<void> {
    try {
      await this.#options.data.settings.change(settings);
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      throw new PageError(error.code, error.message, { cause: error });
    } finally {
      // What was not saved is in force all the same.
      this.#novice.settingsChanged();
      this.#changed();
    }
  }

  async #past(command: Extract<Command, { do: 'contacts' | 'history' | 'log' | 'forget' }>): Promise<ReplyResult | undefined> {
    const { sessions, contacts } = this.#options.data;
    try {
      switch (command.do) {
        case 'contacts':
          return { contacts: await contacts.list() };
        case 'history':
          return { sessions: await sessions.list() };
        case 'log': {
          const log = await sessions.read(command.session);
          if (!log) throw new PageError('no-record', 'There is no record of that session any more.');
          return { log };
        }
        case 'forget':
          await (command.what === 'contacts' ? contacts : sessions).forget();
          return undefined;
      }
    } catch (error) {
      if (error instanceof PageError) throw error;
      const folder =
        command.do === 'contacts' || (command.do === 'forget' && command.what === 'contacts') ? contacts.folder : sessions.path;
      throw new PageError('not-readable', `What Beside keeps in ${folder} cannot be used: ${whyNotWritten(error, folder)}`, {
        cause: error,
      });
    }
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
