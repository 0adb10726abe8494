import { inspect } from 'node:util';
import { TicketError } from '@beside/ticket';
import { PROGRESS_EVERY } from '../files/session-files.js';
import { fileQuestion } from '../files/wording.js';
import type { Records } from '../history/records.js';
import type { Streams } from '../terminal/lines.js';
import { Terminal } from '../terminal/terminal.js';
import { EXPERT_COMMANDS, type ExpertCommand } from './commands.js';
import { anyErrand, type Errands, runErrands } from './errands.js';
import { Helping } from './helping.js';
import { type OpenedInvitation, openInvitation } from './open-invitation.js';
import { Picture } from './picture.js';
import { PictureError, requireWritable } from './picture-file.js';
import type { ExpertClosedWhy, ExpertReport } from './report.js';
import { savePicture } from './save-picture.js';
import type { ExpertSession } from './session.js';
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
 * Gives help in a terminal, or with nobody at it: opens the invitation, finds a way to the novice and sees the session through.
 *
 * @param end aborts when the person ends the program
 * @param records where the session is kept
 * @returns the exit code: 0 done, 1 refused or failed
 */
export async function runExpert(run: ExpertRun, streams: Streams, end: AbortSignal, records: Records): Promise<0 | 1> {
  const program = new ExpertProgram(run, streams, end, records);
  try {
    return await program.run();
  } catch (error) {
    if (!(error instanceof TicketError || error instanceof PictureError)) throw error;
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
  readonly #records: Records;
  #terminal: Terminal<ExpertCommand> | undefined;
  #helping: Helping<Picture> | undefined;
  /** The open question about a file. */
  #question: AbortController | undefined;
  /** Pictures that are being written. */
  readonly #saves = new Set<Promise<void>>();

  constructor(run: ExpertRun, streams: Streams, end: AbortSignal, records: Records) {
    this.#run = run;
    this.#streams = streams;
    this.#end = end;
    this.#records = records;
    // Nobody reads on: what happens could no longer be told.
    streams.stdout.on('error', () => this.#helping?.stop());
    streams.stderr.on('error', () => undefined);
  }

  async run(): Promise<0 | 1> {
    const { screenshot, password } = this.#run;
    if (screenshot !== undefined) await requireWritable(screenshot);
    const invitation = await openInvitation(this.#run.invitation, password, Date.now());
    const helping = this.#help(invitation);
    this.#helping = helping;
    if (this.#run.ui === 'terminal')
      this.#terminal = new Terminal(this.#streams, EXPERT_COMMANDS, (command) => this.#obey(command));
    this.#end.addEventListener('abort', () => helping.stop());
    const why = this.#end.aborted ? 'expert' : await this.#seeThrough(helping);
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

  #help(invitation: OpenedInvitation): Helping<Picture> {
    return new Helping(invitation, {
      report: (report) => this.#report(report),
      picture: (source) => new Picture(source),
      downloads: this.#run.downloads,
      progressEvery: this.#run.json ? PROGRESS_EVERY.programs : PROGRESS_EVERY.people,
      askFile: (name, size, answer) => this.#askFile(name, size, answer),
      withdrawFile: () => this.#withdraw(),
      fault: (error) => this.#fault(error),
      records: this.#records,
    });
  }

  async #seeThrough(helping: Helping<Picture>): Promise<ExpertClosedWhy> {
    // Nothing to do is done; anything else is not before there was a session for it.
    let errands = Promise.resolve(!anyErrand(this.#run));
    const outcome = await helping.run((session) => {
      errands = this.#runErrands(session);
    });
    const done = await errands;
    await Promise.all(this.#saves);
    if (done || outcome === 'refused' || outcome === 'not-connected') return outcome;
    // Told to end early, a person wanted that; a script has to learn that not everything was done.
    return helping.stopped && this.#run.ui === 'terminal' ? 'expert' : 'failed';
  }

  /** Without anybody at it, a session that has done its errands ends. Resolves with whether there is nothing to regret. */
  async #runErrands(session: ExpertSession<Picture>): Promise<boolean> {
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

  #obey(command: ExpertCommand): void {
    if (command.type === 'quit') {
      this.#helping?.stop();
      return;
    }
    const session = this.#helping?.session;
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
        void session.type(command.text);
        break;
      case 'chat':
        if (!session.chat(command.text)) this.#terminal?.remark('Nobody is there to read that.');
        break;
      case 'send-file':
        void session.sendFile(command.path);
        break;
      case 'call-off-files':
        if (!session.callOffFiles()) this.#terminal?.remark('No file is on its way.');
        break;
      case 'screenshot':
        this.#save(command.path, session);
        break;
    }
  }

  #save(path: string, session: ExpertSession<Picture>): void {
    const save = savePicture(path, session.picture, (report) => this.#report(report)).catch((error) => this.#notSaved(error));
    this.#saves.add(save);
    void save.then(() => this.#saves.delete(save));
  }

  #notSaved(error: unknown): void {
    const known = error instanceof PictureError;
    const { code, message } = known ? error : { code: 'fault' as const, message: 'The picture was not saved.' };
    if (this.#run.json) this.#report({ event: 'screenshot-failed', code, message });
    if (!known) this.#fault(error);
    else if (this.#terminal) this.#terminal.remark(message);
    else this.#streams.stderr.write(`${message}\n`);
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

  #report(report: ExpertReport): void {
    const lines = this.#run.json ? [JSON.stringify({ ...report, time: new Date().toISOString() })] : expertLines(report);
    for (const line of lines) {
      if (this.#terminal) this.#terminal.print(line);
      else this.#streams.stdout.write(`${line}\n`);
    }
  }
}
