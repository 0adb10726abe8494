import type { Settings } from '../settings/settings.js';
import { whyNotWritten } from '../settings/write-failure.js';
import type { ContactBook } from './contacts.js';
import { cleanLine } from './line.js';
import type { RecordFile } from './record-file.js';
import type { Records, SessionRecord, SessionStart } from './records.js';
import type { SessionFolder } from './session-folder.js';
import type { Role, SessionLine, SessionSummary } from './session-record.js';
import { addLine, draftSummary, type SummaryDraft } from './summary.js';

/** What the {@link RecordKeeper} works with. */
export interface RecordKeeperOptions {
  readonly sessions: SessionFolder;
  readonly contacts: ContactBook;
  settings(): Settings;
  /** Takes a sentence for the person: something cannot be written. Once a session for each, record and contact. */
  tell(sentence: string): void;
  /** ms since 1970. */
  now(): number;
}

/** Keeps records of sessions and contacts on the disk, as far as the settings say so. */
export class RecordKeeper implements Records {
  readonly #options: RecordKeeperOptions;

  constructor(options: RecordKeeperOptions) {
    this.#options = options;
  }

  begin(role: Role, start: SessionStart): SessionRecord {
    return new KeptSession(this.#options, role, start);
  }
}

/** Most lines that wait for the novice's answer; there are no more than a few before it. */
const HELD_LIMIT = 50;
/** What the novice's own answers to the question for consent are called. */
const ANSWERS: readonly unknown[] = ['novice-said-no', 'no-answer'];

class KeptSession implements SessionRecord {
  readonly #options: RecordKeeperOptions;
  readonly #role: Role;
  readonly #summary: SummaryDraft;
  /** What came before it is known whether there is anything to keep; undefined once it is. */
  #held: SessionLine[] | undefined = [];
  #file: RecordFile | undefined;
  /** Said in the record, once, where it goes on no further. */
  #full = false;
  #over = false;

  constructor(options: RecordKeeperOptions, role: Role, { viewOnly }: SessionStart) {
    this.#options = options;
    this.#role = role;
    this.#summary = draftSummary('', role, options.now());
    this.line({ event: 'started', role, viewOnly });
  }

  line(event: object): void {
    if (!('event' in event) || event.event !== 'ended') this.#take(event);
  }

  person(name: string | null, address: string, way: NonNullable<SessionSummary['way']>): void {
    this.#take({ event: 'person', name, address, way });
  }

  async end(reason: string): Promise<void> {
    if (this.#over) return;
    this.#take({ event: 'ended', reason });
    this.#over = true;
    await this.#close();
    if (this.#summary.viewedAt !== null && this.#options.settings().contacts) await this.#remember();
  }

  #take(event: object): void {
    const line = cleanLine({ ...event, time: new Date(this.#options.now()).toISOString() });
    if (this.#over || !line) return;
    addLine(this.#summary, line);
    if (this.#held) this.#hold(line, this.#held);
    else this.#write(line);
  }

  /**
   * Whoever has found the port, or the invitation even, can connect as often as they like: only what a person has done begins a
   * record, or they would drive out all others.
   */
  #hold(line: SessionLine, held: SessionLine[]): void {
    if (held.length < HELD_LIMIT) held.push(line);
    const { event, why } = line;
    const begins =
      this.#role === 'novice' ? event === 'viewing' || (event === 'refused' && ANSWERS.includes(why)) : event === 'connected';
    if (!begins) return;
    this.#held = undefined;
    if (!this.#options.settings().sessionLogs) return;
    this.#try(() => {
      this.#file = this.#options.sessions.create(this.#summary.startedAt);
      this.#summary.id = this.#file.id;
    });
    for (const earlier of held) this.#write(earlier);
  }

  #write(line: SessionLine): void {
    this.#try(() => {
      if (line.event === 'ended') this.#file?.append({ ...line, summary: this.#summary }, true);
      else if (this.#file?.append(line) === false && !this.#full) {
        this.#full = true;
        this.#file.append({ time: line.time, event: 'record-full' }, true);
      }
    });
  }

  /** The session goes on without a record where it cannot be written: that is told, and nothing is tried any more. */
  #try(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const { sessions, tell } = this.#options;
    tell(`No record of this session is kept: ${whyNotWritten(error, sessions.path)}`);
    void this.#file?.close().catch(() => undefined);
    this.#file = undefined;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch((error) => this.#failed(error));
  }

  async #remember(): Promise<void> {
    const { contacts, tell } = this.#options;
    await contacts.add(this.#summary).catch((error) => {
      tell(`This contact is not remembered: ${whyNotWritten(error, contacts.folder)}`);
    });
  }
}
