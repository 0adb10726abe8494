import { inspect } from 'node:util';
import { DesktopError } from '@beside/desktop';
import { PROGRESS_EVERY } from '../files/session-files.js';
import type { Records } from '../history/records.js';
import type { Bandwidth } from '../settings/settings.js';
import type { Streams } from '../terminal/lines.js';
import { Terminal } from '../terminal/terminal.js';
import { NOVICE_COMMANDS, type NoviceCommand } from './commands.js';
import { HelpRequest } from './help-request.js';
import { PortError } from './ports.js';
import type { InvitationWish } from './prepare.js';
import type { ClosedWhy, Report } from './report.js';
import { TicketFileError, writeTicketFile } from './ticket-file.js';
import { linesOf, sentence } from './wording.js';

/** What `beside novice` was asked. */
export interface NoviceRun extends Omit<InvitationWish, 'deliver'> {
  /** Where the ticket is written; undefined: the next free name in the current folder. */
  readonly file?: string;
  /** Replaces a file that is there. */
  readonly force: boolean;
  /** An X display name, or `practice`. */
  readonly display: string;
  readonly viewOnly: boolean;
  readonly bandwidth: Bandwidth;
  /** Where files from the expert go; undefined: where the user's downloads go. */
  readonly downloads?: string;
  readonly records: Records;
  readonly json: boolean;
}

const EXIT_CODES: Readonly<Record<ClosedWhy, (helped: boolean) => 0 | 1>> = {
  novice: () => 0,
  expired: (helped) => (helped ? 0 : 1),
  void: () => 1,
  'desktop-lost': () => 1,
};

/**
 * Invites an expert to this computer's screen from a terminal and sees the invitation through to its end.
 *
 * @param end aborts when the person ends the program
 * @returns the exit code: 0 done, 1 refused or failed
 */
export async function runNovice(run: NoviceRun, streams: Streams, end: AbortSignal): Promise<0 | 1> {
  const program = new NoviceProgram(run, streams);
  end.addEventListener('abort', () => program.quit());
  if (end.aborted) program.quit();
  try {
    return await program.run();
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
  readonly #quit = new AbortController();
  #request: HelpRequest | undefined;
  #terminal: Terminal<NoviceCommand> | undefined;

  constructor(run: NoviceRun, streams: Streams) {
    this.#run = run;
    this.#streams = streams;
    // Nobody reads on: what happens could no longer be told. Both stay, since every further word fails as well.
    streams.stdout.on('error', () => this.quit());
    streams.stderr.on('error', () => undefined);
  }

  /** Ends the invitation and whatever runs on it. */
  quit(): void {
    this.#quit.abort();
  }

  async run(): Promise<0 | 1> {
    const { file, force, viewOnly, bandwidth, json, ...asked } = this.#run;
    const request = await HelpRequest.prepare({
      ...asked,
      mayControl: () => !viewOnly,
      bandwidth: () => bandwidth,
      progressEvery: PROGRESS_EVERY[json ? 'programs' : 'people'],
      deliver: ({ bytes, extension }) => writeTicketFile(bytes, extension, file, force),
      lost: (error) => this.#streams.stderr.write(`${sentence(error.message)}\n`),
      fault: (error) => this.#streams.stderr.write(`Beside made a mistake; please report it.\n${inspect(error)}\n`),
    });
    this.#request = request;
    const terminal = new Terminal(this.#streams, NOVICE_COMMANDS, (command) => this.#obey(command));
    this.#terminal = terminal;
    const why = await request.meet(
      { report: (report) => this.#report(report), asker: { ask: ({ text }, signal) => terminal.ask(text, signal) } },
      this.#quit.signal,
    );
    return EXIT_CODES[why](request.helped);
  }

  /** Lets go of terminal, port and desktop. */
  async letGo(): Promise<void> {
    this.#terminal?.close();
    await this.#request?.letGo();
  }

  #obey(command: NoviceCommand): void {
    const session = this.#request?.session;
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
        if (session) void session.sendFile(command.path);
        else this.#terminal?.remark('Nobody is there to take a file.');
        break;
      case 'cancel-files':
        if (!session?.cancelFiles()) this.#terminal?.remark('No file is on its way.');
        break;
      case 'quit':
        this.quit();
        break;
    }
  }

  #report(report: Report): void {
    if (this.#run.json) this.#terminal?.print(JSON.stringify({ ...report, time: new Date().toISOString() }));
    else for (const line of linesOf(report)) this.#terminal?.print(line);
  }
}
