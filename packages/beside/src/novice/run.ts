import { inspect } from 'node:util';
import { DesktopError } from '@beside/desktop';
import { candidateHost } from '@beside/ticket';
import { downloadsFolder } from '../files/downloads-folder.js';
import { PROGRESS_EVERY } from '../files/session-files.js';
import type { Streams } from '../terminal/lines.js';
import { Terminal } from '../terminal/terminal.js';
import { NOVICE_COMMANDS, type NoviceCommand } from './commands.js';
import { Listener } from './listener.js';
import { PortError } from './ports.js';
import { type InvitationWish, type PreparedInvitation, prepareInvitation } from './prepare.js';
import { Questions } from './questions.js';
import type { ClosedWhy, RefusedWhy, Report } from './report.js';
import { SharedDesktop } from './shared-desktop.js';
import { StrangerLimit } from './stranger-limit.js';
import { TicketFileError } from './ticket-file.js';
import { linesOf, sentence } from './wording.js';

/** What `beside novice` was asked. */
export interface NoviceRun extends InvitationWish {
  /** An X display name, or `practice`. */
  readonly display: string;
  readonly viewOnly: boolean;
  /** Where files from the expert go; undefined: where the user's downloads go. */
  readonly downloads?: string;
  readonly json: boolean;
}

const EXIT_CODES: Readonly<Record<ClosedWhy, (helped: boolean) => 0 | 1>> = {
  novice: () => 0,
  expired: (helped) => (helped ? 0 : 1),
  void: () => 1,
  'desktop-lost': () => 1,
};

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
 * Invites an expert to this computer's screen and sees the invitation through to its end: expired, void, or ended by the
 * novice. Between sessions it waits for the next.
 *
 * @param end aborts when the person ends the program
 * @returns the exit code: 0 done, 1 refused or failed
 */
export async function runNovice(run: NoviceRun, streams: Streams, end: AbortSignal): Promise<0 | 1> {
  const program = new NoviceProgram(run, streams);
  end.addEventListener('abort', () => program.close('novice'));
  try {
    return await program.run(end);
  } catch (error) {
    if (!(error instanceof DesktopError || error instanceof PortError || error instanceof TicketFileError)) throw error;
    streams.stderr.write(`${sentence(error.message)}\n`);
    return 1;
  } finally {
    await program.letGo();
  }
}

class NoviceProgram {
  readonly #run: NoviceRun;
  readonly #streams: Streams;
  readonly #closed: Promise<ClosedWhy>;
  #close: (why: ClosedWhy) => void = () => undefined;
  #desktop: SharedDesktop | undefined;
  #prepared: PreparedInvitation | undefined;
  #terminal: Terminal<NoviceCommand> | undefined;
  #listener: Listener | undefined;
  #expiry: NodeJS.Timeout | undefined;
  readonly #strangers = new StrangerLimit();

  constructor(run: NoviceRun, streams: Streams) {
    this.#run = run;
    this.#streams = streams;
    this.#closed = new Promise((resolve) => {
      this.#close = resolve;
    });
    // Nobody reads on: what happens could no longer be told. Both stay, since every further word fails as well.
    streams.stdout.on('error', () => this.close('novice'));
    streams.stderr.on('error', () => undefined);
  }

  /** Ends the invitation and whatever runs on it; the first reason counts. */
  close(why: ClosedWhy): void {
    this.#close(why);
  }

  async run(end: AbortSignal): Promise<0 | 1> {
    const desktop = await SharedDesktop.open(this.#run.display, (error) => this.#lost(error));
    this.#desktop = desktop;
    const prepared = await prepareInvitation(this.#run);
    this.#prepared = prepared;
    const terminal = new Terminal(this.#streams, NOVICE_COMMANDS, (command) => this.#obey(command));
    this.#terminal = terminal;
    const downloads = this.#run.downloads ?? (await downloadsFolder());
    // From the invitation to the listener without a wait: whoever comes in between would find nobody.
    this.#tellInvited(desktop, prepared);
    this.#listener = new Listener(
      {
        prepared,
        desktop,
        questions: new Questions(terminal, desktop.desktop.overlay),
        report: (report) => this.#report(report),
        mayControl: !this.#run.viewOnly,
        downloads,
        progressEvery: PROGRESS_EVERY[this.#run.json ? 'programs' : 'people'],
        quit: () => this.close('novice'),
        fault: (error) => this.#streams.stderr.write(`Beside made a mistake; please report it.\n${inspect(error)}\n`),
      },
      () => this.#look(),
    );
    this.#look();
    if (end.aborted) this.close('novice');
    const why = await this.#closed;
    await this.#listener.close(why === 'desktop-lost' ? why : 'novice');
    this.#report({ event: 'closed', why });
    return EXIT_CODES[why](this.#listener.helped);
  }

  /** Lets go of terminal, port and desktop. */
  async letGo(): Promise<void> {
    clearTimeout(this.#expiry);
    this.#prepared?.server.close();
    this.#terminal?.close();
    await this.#desktop?.desktop.close();
  }

  #obey(command: NoviceCommand): void {
    const session = this.#listener?.session;
    switch (command.type) {
      case 'stop':
        session?.stopControl();
        break;
      case 'pause':
        session?.togglePause();
        break;
      case 'chat':
        if (!session?.chat(command.text)) this.#terminal?.remark('Nobody is there to read that.');
        break;
      case 'send-file':
        if (session) session.sendFile(command.path);
        else this.#terminal?.remark('Nobody is there to take a file.');
        break;
      case 'cancel-files':
        if (!session?.cancelFiles()) this.#terminal?.remark('No file is on its way.');
        break;
      case 'quit':
        this.close('novice');
        break;
    }
  }

  /** Whether anybody can still come in; looked at again when the time is over, and when somebody has gone. */
  #look(): void {
    const { invitation, expiresAt } = this.#prepared!;
    clearTimeout(this.#expiry);
    const state = invitation.state(Date.now());
    if (state === 'open') {
      this.#expiry = setTimeout(() => this.#look(), Math.min(Math.max(expiresAt - Date.now(), 1), LONGEST_SLEEP));
    } else if (!this.#listener?.session) this.close(state);
  }

  #lost(error: Error): void {
    this.#streams.stderr.write(`${sentence(error.message)}\n`);
    this.close('desktop-lost');
  }

  #tellInvited({ desktop }: SharedDesktop, prepared: PreparedInvitation): void {
    const { form, file, link, password, expiresAt, port, candidates, identity } = prepared;
    this.#report({
      event: 'invited',
      for: form,
      file,
      link,
      password,
      expires: new Date(expiresAt).toISOString(),
      display: desktop.name,
      port,
      candidates: candidates.map(candidateHost),
      fingerprint: identity.fingerprint,
      viewOnly: this.#run.viewOnly,
    });
  }

  #report(report: Report): void {
    if (report.event === 'refused' && STRANGE.includes(report.why) && !this.#strangers.allow(performance.now())) return;
    if (this.#run.json) this.#terminal?.print(JSON.stringify({ ...report, time: new Date().toISOString() }));
    else for (const line of linesOf(report)) this.#terminal?.print(line);
  }
}
