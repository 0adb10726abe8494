import { candidateHost } from '@beside/ticket';
import { downloadsFolder } from '../files/downloads-folder.js';
import type { Records } from '../history/records.js';
import type { Bandwidth } from '../settings/settings.js';
import { Listener } from './listener.js';
import { type InvitationWish, type PreparedInvitation, prepareInvitation } from './prepare.js';
import { type Asker, overlayAsker, Questions } from './questions.js';
import type { ClosedWhy, RefusedWhy, Report, Reporter } from './report.js';
import type { Session } from './session.js';
import { SharedDesktop } from './shared-desktop.js';
import { StrangerLimit } from './stranger-limit.js';

/** What a novice wants shown, and how far. */
export interface HelpRequestOptions extends InvitationWish {
  /** An X display name, or `practice`. */
  readonly display: string;
  /** Whether an expert may be given control; asked anew each time that matters. */
  readonly mayControl: () => boolean;
  /** How much of the line the picture may take; asked when somebody begins to see. */
  readonly bandwidth: () => Bandwidth;
  /** Where files from the expert go; undefined: where the user's downloads go. */
  readonly downloads?: string;
  /** Shortest time between two reports of a file's progress, in ms. */
  readonly progressEvery: number;
  readonly records: Records;
  /** Takes why the desktop is gone; everything ends then. */
  readonly lost: (error: Error) => void;
  /** Takes a mistake in Beside that ended a session. */
  readonly fault: (error: unknown) => void;
}

/** Where the novice is: the terminal, or the page. */
export interface HelpRequestFace {
  readonly report: Reporter;
  /** Is asked besides the overlay. */
  readonly asker: Asker;
  /** The novice pressed Chat in the bar, which has that button only if this is there. */
  readonly chatWanted?: () => void;
}

/** What anybody who finds the port can bring about without having the invitation. */
const STRANGE: readonly RefusedWhy[] = [
  'wrong-session',
  'unsupported',
  'not-rdp',
  'handshake-timeout',
  'beside-not-offered',
  'rdp-not-offered',
  'alpn-missing',
  'tls-too-old',
  'tls-failed',
  'malformed',
];

/** Longest that a timer sleeps, in ms. */
const LONGEST_SLEEP = 3600_000;

/**
 * A novice's request for help: one invitation and the desktop that it shows, from its making to its end (expired, void, the desktop
 * lost, or ended by the novice). Between sessions it waits for the next.
 */
export class HelpRequest {
  readonly #options: HelpRequestOptions;
  readonly #closed: Promise<ClosedWhy>;
  #close: (why: ClosedWhy) => void = () => undefined;
  #desktop: SharedDesktop | undefined;
  #prepared: PreparedInvitation | undefined;
  #downloads = '';
  #listener: Listener | undefined;
  #expiry: NodeJS.Timeout | undefined;
  readonly #strangers = new StrangerLimit();

  private constructor(options: HelpRequestOptions) {
    this.#options = options;
    this.#closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  /**
   * Opens the desktop and makes the invitation. Whoever comes before {@link meet} is sent away.
   *
   * @throws DesktopError, PortError, and what `deliver` throws; nothing is left open then
   */
  static async prepare(options: HelpRequestOptions): Promise<HelpRequest> {
    const request = new HelpRequest(options);
    try {
      request.#desktop = await SharedDesktop.open(options.display, (error) => request.#lost(error));
      request.#prepared = await prepareInvitation(options);
      request.#downloads = options.downloads ?? (await downloadsFolder());
      return request;
    } catch (error) {
      await request.letGo();
      throw error;
    }
  }

  /** The session in which somebody sees the desktop. */
  get session(): Session | undefined {
    return this.#listener?.session;
  }

  /** Somebody has seen the desktop by this invitation. */
  get helped(): boolean {
    return this.#listener?.helped ?? false;
  }

  /**
   * Takes experts, until nobody can use the invitation any more.
   *
   * @param end aborts when the novice ends it
   */
  async meet(face: HelpRequestFace, end: AbortSignal): Promise<ClosedWhy> {
    const { mayControl, bandwidth, progressEvery, records, fault } = this.#options;
    const desktop = this.#desktop!;
    const prepared = this.#prepared!;
    const report: Reporter = (told, connection) => {
      if (told.event === 'refused' && STRANGE.includes(told.why) && !this.#strangers.allow(performance.now())) return;
      face.report(told, connection);
    };
    // From the invitation to the listener without a wait: whoever comes in between would find nobody.
    report(invited(prepared, desktop.desktop.name, !mayControl()), null);
    const listener = new Listener(
      {
        prepared,
        desktop,
        questions: new Questions([overlayAsker(desktop.desktop.overlay), face.asker]),
        report,
        records,
        mayControl,
        bandwidth,
        downloads: this.#downloads,
        progressEvery,
        quit: () => this.#close('novice'),
        ...(face.chatWanted && { chatWanted: face.chatWanted }),
        fault,
      },
      () => this.#look(),
    );
    this.#listener = listener;
    this.#look();
    const ended = () => this.#close('novice');
    end.addEventListener('abort', ended);
    if (end.aborted) ended();
    const why = await this.#closed;
    end.removeEventListener('abort', ended);
    await listener.close(why === 'desktop-lost' ? why : 'novice');
    report({ event: 'closed', why }, null);
    return why;
  }

  /** Lets go of port and desktop. Can be called twice. */
  async letGo(): Promise<void> {
    clearTimeout(this.#expiry);
    this.#prepared?.server.close();
    await this.#desktop?.desktop.close();
  }

  /** Whether anybody can still come in; looked at again when the time is over, and when somebody has gone. */
  #look(): void {
    const { invitation, expiresAt } = this.#prepared!;
    clearTimeout(this.#expiry);
    const state = invitation.state(Date.now());
    if (state === 'open') {
      this.#expiry = setTimeout(() => this.#look(), Math.min(Math.max(expiresAt - Date.now(), 1), LONGEST_SLEEP));
    } else if (!this.session) this.#close(state);
  }

  #lost(error: Error): void {
    this.#options.lost(error);
    this.#close('desktop-lost');
  }
}

function invited(prepared: PreparedInvitation, display: string, viewOnly: boolean): Report {
  const { form, file, link, password, expiresAt, port, candidates, identity } = prepared;
  return {
    event: 'invited',
    for: form,
    file,
    link,
    password,
    expires: new Date(expiresAt).toISOString(),
    display,
    port,
    candidates: candidates.map(candidateHost),
    fingerprint: identity.fingerprint,
    viewOnly,
  };
}
