import { userInfo } from 'node:os';
import { inspect } from 'node:util';
import { displayableName } from '@beside/bytes';
import { TicketError } from '@beside/ticket';
import { PROGRESS_EVERY } from '../files/session-files.js';
import { fileQuestion } from '../files/wording.js';
import type { Streams } from '../terminal/lines.js';
import { Terminal } from '../terminal/terminal.js';
import { EXPERT_COMMANDS, type ExpertCommand } from './commands.js';
import { Connection } from './connection.js';
import { type Address, addressesOf, dial, displayedAddress } from './dial.js';
import { anyErrand, type Errands, runErrands } from './errands.js';
import { type OpenedInvitation, openInvitation } from './open-invitation.js';
import { PictureFileError, requireWritable } from './picture-file.js';
import type { ExpertClosedWhy, ExpertReport } from './report.js';
import { savePicture } from './save-picture.js';
import { ExpertSession } from './session.js';
import { expertLines } from './wording.js';

/** What `beside expert` was asked. */
export interface ExpertRun extends Errands {
  /** Content of the file, or the link. */
  readonly invitation: Uint8Array;
  readonly password: string | undefined;
  readonly ui: 'terminal' | 'none';
  readonly downloads: string;
  readonly json: boolean;
}

const EXIT_CODES: Readonly<Record<ExpertClosedWhy, 0 | 1>> = {
  expert: 0,
  ended: 0,
  broken: 1,
  refused: 1,
  'not-connected': 1,
  failed: 1,
};

/**
 * Gives help: opens the invitation, finds a way to the novice and sees the session through to its end.
 *
 * @param end aborts when the person ends the program
 * @returns the exit code: 0 done, 1 refused or failed
 */
export async function runExpert(run: ExpertRun, streams: Streams, end: AbortSignal): Promise<0 | 1> {
  const program = new ExpertProgram(run, streams, end);
  try {
    return await program.run();
  } catch (error) {
    if (!(error instanceof TicketError || error instanceof PictureFileError)) throw error;
    program.failed(error.message, error.code);
    return 1;
  } finally {
    program.letGo();
  }
}

class ExpertProgram {
  readonly #run: ExpertRun;
  readonly #streams: Streams;
  readonly #end: AbortSignal;
  #terminal: Terminal<ExpertCommand> | undefined;
  #session: ExpertSession | undefined;
  /** The open question about a file. */
  #question: AbortController | undefined;
  readonly #quit = new AbortController();
  /** Pictures that are being written. */
  readonly #saves = new Set<Promise<void>>();

  constructor(run: ExpertRun, streams: Streams, end: AbortSignal) {
    this.#run = run;
    this.#streams = streams;
    this.#end = end;
    // Nobody reads on: what happens could no longer be told.
    streams.stdout.on('error', () => this.#stop());
    streams.stderr.on('error', () => undefined);
  }

  async run(): Promise<0 | 1> {
    const { screenshot, password } = this.#run;
    if (screenshot !== undefined) await requireWritable(screenshot);
    const invitation = await openInvitation(this.#run.invitation, password, Date.now());
    if (this.#run.ui === 'terminal')
      this.#terminal = new Terminal(this.#streams, EXPERT_COMMANDS, (command) => this.#obey(command));
    this.#end.addEventListener('abort', () => this.#stop());
    const why = this.#end.aborted ? 'expert' : await this.#help(invitation);
    this.#report({ event: 'closed', why });
    return EXIT_CODES[why];
  }

  /** Tells why nothing came of it: the sentence to the person, the code to programs. */
  failed(message: string, code: string): void {
    if (this.#run.json) this.#report({ event: 'failed', code, message });
    this.#streams.stderr.write(`${message}\n`);
  }

  letGo(): void {
    this.#withdraw();
    this.#terminal?.close();
  }

  async #help(invitation: OpenedInvitation): Promise<ExpertClosedWhy> {
    const connection = await this.#connect(invitation);
    if (!connection) return this.#quit.signal.aborted ? this.#whenQuit : 'not-connected';
    const session = new ExpertSession(connection, {
      report: (report) => this.#report(report),
      downloads: this.#run.downloads,
      progressEvery: this.#run.json ? PROGRESS_EVERY.programs : PROGRESS_EVERY.people,
      askFile: (name, size, answer) => this.#askFile(name, size, answer),
      withdrawFile: () => this.#withdraw(),
      fault: (error) => this.#fault(error),
    });
    this.#session = session;
    if (this.#quit.signal.aborted) session.end();
    const [{ reason, refused }, done] = await Promise.all([session.over, this.#runErrands(session)]);
    await Promise.all(this.#saves);
    if (refused) return 'refused';
    if (!done) return this.#quit.signal.aborted ? this.#whenQuit : 'failed';
    if (reason === 'expert') return 'expert';
    return reason === 'novice' ? 'ended' : 'broken';
  }

  /** Why the program ends when it is told to early: a script has to learn that not everything was done; a person wanted that. */
  get #whenQuit(): 'expert' | 'failed' {
    return this.#run.ui === 'none' && anyErrand(this.#run) ? 'failed' : 'expert';
  }

  /** Without anybody at it, a session that has done its errands ends. Resolves with whether there is nothing to regret. */
  async #runErrands(session: ExpertSession): Promise<boolean> {
    if (!anyErrand(this.#run)) return true;
    try {
      return await runErrands(this.#run, session, (report) => this.#report(report));
    } catch (error) {
      this.#notSaved(error);
      return false;
    } finally {
      if (this.#run.ui === 'none') session.end();
    }
  }

  async #connect(invitation: OpenedInvitation): Promise<Connection | undefined> {
    const addresses = addressesOf(invitation.candidates);
    const name = displayableName(invitation.user ?? '') || null;
    this.#report({ event: 'dialling', name, addresses: addresses.map(displayedAddress) });
    const withoutTls: Address[] = [];
    const connection =
      (await this.#dial(invitation, addresses, 'negotiate', withoutTls)) ??
      (withoutTls.length > 0 ? await this.#dial(invitation, withoutTls, 'standard', []) : undefined);
    return connection;
  }

  async #dial(
    invitation: OpenedInvitation,
    addresses: readonly Address[],
    security: 'negotiate' | 'standard',
    withoutTls: Address[],
  ): Promise<Connection | undefined> {
    const from = new Map<Connection, Address>();
    const expertName = userInfo().username;
    const connection = await dial(
      addresses,
      (stream, address) => {
        const attempt = new Connection(stream, invitation, expertName, security);
        from.set(attempt, address);
        return attempt;
      },
      (address, why, cause) => {
        if (why === 'fault') this.#fault(cause);
        if (why === 'tls-not-allowed') withoutTls.push(address);
        this.#report({ event: 'way-failed', address: displayedAddress(address), why });
      },
      this.#quit.signal,
    );
    if (connection) {
      const address = displayedAddress(from.get(connection)!);
      this.#report({ event: 'connected', way: invitation.way.type, address, checkNumber: connection.checkNumber });
    }
    return connection;
  }

  #obey(command: ExpertCommand): void {
    const session = this.#session;
    if (command.type === 'quit') {
      this.#stop();
      return;
    }
    if (!session?.viewing) {
      this.#terminal?.remark('There is nobody yet whom that could reach.');
      return;
    }
    switch (command.type) {
      case 'request-control':
        if (!session.requestControl()) this.#terminal?.remark('That was asked already, or just now.');
        break;
      case 'give-back-control':
        if (!session.giveBackControl()) this.#terminal?.remark('You are not in control.');
        break;
      case 'type':
        session.type(command.text);
        break;
      case 'chat':
        if (!session.chat(command.text)) this.#terminal?.remark('Nobody is there to read that.');
        break;
      case 'send-file':
        session.sendFile(command.path);
        break;
      case 'call-off-files':
        if (!session.callOffFiles()) this.#terminal?.remark('No file is on its way.');
        break;
      case 'screenshot':
        this.#save(command.path, session);
        break;
    }
  }

  #save(path: string, session: ExpertSession): void {
    const save = savePicture(path, session.picture, (report) => this.#report(report)).catch((error) => this.#notSaved(error));
    this.#saves.add(save);
    void save.then(() => this.#saves.delete(save));
  }

  #notSaved(error: unknown): void {
    if (!(error instanceof PictureFileError)) this.#fault(error);
    else if (this.#terminal) this.#terminal.remark(error.message);
    else this.#streams.stderr.write(`${error.message}\n`);
  }

  #fault(error: unknown): void {
    this.#streams.stderr.write(`Beside made a mistake; please report it.\n${inspect(error)}\n`);
  }

  #askFile(name: string, size: number, answer: (yes: boolean) => void): void {
    this.#withdraw();
    // Nobody is there who could want it.
    if (!this.#terminal) {
      answer(false);
      return;
    }
    const question = new AbortController();
    this.#question = question;
    void this.#terminal.ask(fileQuestion('the other person', name, size), question.signal).then((said) => {
      if (said !== 'withdrawn') answer(said === 'yes');
    });
  }

  #withdraw(): void {
    this.#question?.abort();
    this.#question = undefined;
  }

  /** The person wants no more: gives up dialling, or ends the session. */
  #stop(): void {
    this.#quit.abort();
    this.#session?.end();
  }

  #report(report: ExpertReport): void {
    const lines = this.#run.json ? [JSON.stringify({ ...report, time: new Date().toISOString() })] : expertLines(report);
    for (const line of lines) {
      if (this.#terminal) this.#terminal.print(line);
      else this.#streams.stdout.write(`${line}\n`);
    }
  }
}
