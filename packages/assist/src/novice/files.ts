import type { AssistChannels } from '../channels.js';
import type { FileDeclineReason, FileEvent } from '../files/events.js';
import { FileTransfers } from '../files/file-transfers.js';
import type { FileDialect } from '../files/wire.js';
import type { RcCommand } from '../remdesk/rccommand.js';
import { Courtesy } from './courtesy.js';
import type { NoviceMachine } from './state-machine.js';

/**
 * How long after control the novice still offers no file, in ms: what an expert typed into the program that takes the novice's
 * commands may be read only now.
 */
export const AFTER_CONTROL = 3000;

/** What is told about files, with what an open question does to the rest of the session. */
type NoviceFileEvent = FileEvent | { readonly type: 'release-input' } | { readonly type: 'question-withdrawn' };

interface NoviceFilesOptions {
  readonly machine: NoviceMachine;
  readonly channels: AssistChannels;
  readonly dialect: () => FileDialect;
  /** How long the novice has to answer, in ms. */
  readonly timeout: number;
}

/**
 * The files of a session as the novice lets them come and go: none before consent or after the end, none that begins while
 * it has paused, and none from the expert that it was not asked about.
 *
 * A file is a right that the expert gains, so its question is like that for control: while it is open nothing is injected, or
 * an expert in control could answer it; and an expert that is told no cannot have the novice asked again at once. For the same
 * reason the novice offers none of its own while it is controlled: the command might be the expert's.
 */
export class NoviceFiles {
  readonly #machine: NoviceMachine;
  readonly #timeout: number;
  readonly #emit: (event: NoviceFileEvent) => void;
  readonly #transfers: FileTransfers;
  readonly #courtesy = new Courtesy();
  #question: { readonly id: string; readonly until: number } | undefined;
  /** When the novice may offer a file again, in ms of the clock. */
  #offersFrom = Number.NEGATIVE_INFINITY;
  /** The clock reading of the message that is being worked on. */
  #now = 0;

  constructor({ machine, channels, dialect, timeout }: NoviceFilesOptions, emit: (event: NoviceFileEvent) => void) {
    this.#machine = machine;
    this.#timeout = timeout;
    this.#emit = emit;
    const options = { role: 'novice', dialect, whyNot: (now: number) => this.#whyNot(now) } as const;
    this.#transfers = new FileTransfers(channels, options, (event) => this.#told(event));
  }

  /** When the open question has waited long enough, in ms of the clock. */
  get deadline(): number | undefined {
    return this.#question?.until;
  }

  /** Somebody views, the novice has not paused, and the wish to send a file cannot be the expert's: it does not control, nor just did. */
  mayOffer(now: number): boolean {
    return this.#machine.maySee && this.#machine.state !== 'controlling' && now >= this.#offersFrom;
  }

  /** As `FileTransfers.offer`; undefined also when it may not be offered. */
  offer(file: { readonly name: string; readonly size: number }, now: number): string | undefined {
    return this.mayOffer(now) ? this.#transfers.offer(file, now) : undefined;
  }

  /** Control that was granted is over. */
  controlEnded(now: number): void {
    this.#offersFrom = now + AFTER_CONTROL;
  }

  /** The novice's answer to `file-offered`. True when blocks come from here on. */
  answer(id: string, yes: boolean, now: number): boolean {
    if (this.#question?.id !== id) return false;
    this.#closeQuestion();
    if (yes) this.#courtesy.granted();
    else this.#courtesy.refused(now);
    return this.#transfers.answer(id, yes);
  }

  /** As `FileTransfers.block`. */
  block(id: string, bytes: Uint8Array): boolean {
    return this.#transfers.block(id, bytes);
  }

  /** As `FileTransfers.cancel`. */
  cancel(id: string, now: number): boolean {
    this.#now = now;
    return this.#transfers.cancel(id);
  }

  /** The novice has paused: what has not begun does not begin. */
  paused(now: number): void {
    this.#now = now;
    this.#transfers.cancelOffers();
  }

  /** Nobody answered in time. */
  tick(now: number): void {
    if (this.#question === undefined || now < this.#question.until) return;
    this.cancel(this.#question.id, now);
  }

  /** The session is over. */
  end(): void {
    this.#transfers.end();
  }

  /** @throws ProtocolError naming the attribute of an offer that has no valid form */
  command(command: RcCommand, now: number): void {
    this.#now = now;
    this.#transfers.command(command, now);
  }

  /** A message of an inner channel that may be a file's. */
  message(channel: string, data: Uint8Array, now: number): void {
    this.#now = now;
    this.#transfers.message(channel, data);
  }

  #whyNot(now: number): FileDeclineReason | undefined {
    if (this.#machine.paused) return 'paused';
    if (this.#machine.asking) return 'busy';
    return this.#courtesy.allowed(now) ? undefined : 'too-soon';
  }

  #told(event: FileEvent): void {
    if (event.type === 'file-offered') {
      this.#ask(event);
      return;
    }
    if ('id' in event && event.id === this.#question?.id) {
      this.#closeQuestion();
      // Called off on this side, or not answered in time, is a no.
      if (event.type === 'file-cancelled' && event.by === 'us') this.#courtesy.refused(this.#now);
      else this.#courtesy.returned(this.#now);
      this.#emit({ type: 'question-withdrawn' });
    }
    this.#emit(event);
  }

  #ask(event: Extract<FileEvent, { type: 'file-offered' }>): void {
    const controlled = this.#machine.mayControl;
    this.#machine.setFileQuestion(true);
    this.#question = { id: event.id, until: this.#now + this.#timeout };
    if (controlled) this.#emit({ type: 'release-input' });
    // Whoever let go of the keys may have ended the session over it.
    if (this.#question !== undefined) this.#emit(event);
  }

  #closeQuestion(): void {
    this.#question = undefined;
    this.#machine.setFileQuestion(false);
  }
}
