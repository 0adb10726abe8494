import { displayableName, ProtocolError } from '@beside/bytes';
import { AssistChannels } from '../channels.js';
import { ENCOMSP, REQUEST } from '../encomsp.js';
import type { EndReason } from '../events.js';
import { FileTransfers } from '../files/file-transfers.js';
import { fileDialect } from '../files/wire.js';
import { RateLimit } from '../rate-limit.js';
import { REMDESK } from '../remdesk/header.js';
import type { RcCtlMessage } from '../remdesk/rc-ctl.js';
import { COMMAND, type RcCommand } from '../remdesk/rccommand.js';
import { Talk } from '../talk.js';
import type { ExpertClient } from './client.js';
import type { ExpertEvent } from './events.js';
import type { ExpertHandshake, HandshakeStep } from './handshake.js';
import { type NoviceMessage, readNoviceMessages } from './novice-messages.js';
import { CONSENT_PATIENCE, CONTROL_PATIENCE, type ExpertOptions, INTRODUCTION_TIMEOUT } from './options.js';
import { type ExpertRefusalReason, meaningOf } from './refusal.js';
import { ExpertMachine, type ExpertTrigger } from './state-machine.js';

/** What the conversation wants of the RDP connection. */
type Connection = Pick<ExpertClient, 'disconnect' | 'hasChannel' | 'sendChannel'>;
/** Told by `Expert`, which knows the screen. */
type SessionEvent = Exclude<ExpertEvent, { type: 'viewing' | 'ended' }> | { readonly type: 'consented' };

/**
 * Messages that are kept from before the connection is finalized, when nothing can be answered yet. A novice begins with two; what
 * it says beyond these is dropped.
 */
const EARLY_MESSAGES = 4;

/**
 * The conversation of one Remote Assistance session, on the expert's side: the handshake, what the novice allows, control, chat
 * ([MS-RA] 3.3, 3.5, 3.11, 3.15; [MS-RDPEMC] 3.1, 3.3). `Expert` carries pictures and input by what stands here.
 *
 * Every method that does not fit the state changes nothing and returns false.
 */
export class ExpertSession {
  readonly machine = new ExpertMachine();
  /** Nothing of it is for before consent or after the end: see {@link ExpertSession.offerFile}. */
  readonly files: FileTransfers;
  readonly #options: ExpertOptions;
  readonly #handshake: ExpertHandshake;
  readonly #connection: Connection;
  readonly #emit: (event: SessionEvent) => void;
  readonly #channels: AssistChannels;
  readonly #talk: Talk;
  /** What a novice may have answered or told over and over. */
  readonly #answerLimit = new RateLimit(4, 1);
  /** Stricter than what a novice of Beside answers at all, so that no request stays without an answer. */
  readonly #askLimit = new RateLimit(3, 0.5);
  #early: RcCtlMessage[] = [];
  #noviceName = '';
  /** This expert's number among the participants, once the novice has said it; 0 stands for whoever asks. */
  #participantId = 0;
  #deadline: number | undefined;
  #ending: { readonly reason: EndReason; readonly error?: Error } | undefined;

  constructor(options: ExpertOptions, handshake: ExpertHandshake, connection: Connection, emit: (event: SessionEvent) => void) {
    this.#options = options;
    this.#handshake = handshake;
    this.#connection = connection;
    this.#emit = emit;
    this.#channels = new AssistChannels((name, data) => !this.#ending && connection.sendChannel(name, data));
    this.#talk = new Talk(this.#channels, emit);
    const dialect = () => fileDialect(options.way, handshake.version);
    this.files = new FileTransfers(this.#channels, { role: 'expert', dialect }, emit);
  }

  /** When the wait of the present state is over, in ms of the clock. */
  get deadline(): number | undefined {
    return this.#deadline;
  }

  /** How and why this side has ended the session; undefined while it has not. */
  get ending(): { readonly reason: EndReason; readonly error?: Error } | undefined {
    return this.#ending;
  }

  /** The RDP connection is finalized. */
  connected(now: number): void {
    if (!this.#take('connected')) return;
    if (!this.#connection.hasChannel(REMDESK)) {
      this.refuse('not-remote-assistance');
      return;
    }
    this.#deadline = now + INTRODUCTION_TIMEOUT;
    const early = this.#early;
    this.#early = [];
    for (const message of early) this.#initialise(message, now);
  }

  /** A whole message of `remdesk` or `encomsp`. */
  message(channel: string, bytes: Uint8Array, now: number): void {
    const said = this.#read(() => readNoviceMessages(channel, bytes)) ?? [];
    for (const one of said) this.#heard(one, now);
  }

  /** Asks for control. False when it is asked for already, held, or nothing is seen yet, and when it is asked for too often. */
  requestControl(now: number): boolean {
    if (this.machine.state !== 'viewing' || !this.#askLimit.allow(now)) return false;
    this.#take('control-requested');
    this.#deadline = now + CONTROL_PATIENCE;
    // REMOTECTRLSTART is version 1's alone ([MS-RA] 2.2.2), and what is left where the novice has no participants.
    if (this.#handshake.version === 1 || !this.#connection.hasChannel(ENCOMSP)) this.#channels.command(COMMAND.start);
    else this.#change(REQUEST.view | REQUEST.interact);
    this.#emit({ type: 'control-asked' });
    return true;
  }

  /** Gives control back, or takes the open question back. */
  giveBackControl(): boolean {
    const { state } = this.machine;
    if (!this.#take('control-returned')) return false;
    this.#sayReturned();
    this.#emit(state === 'controlling' ? { type: 'control-ended', by: 'expert' } : { type: 'control-withdrawn' });
    return true;
  }

  /** False when it was not sent. */
  chat(text: string, now: number): boolean {
    return this.machine.consented && this.#talk.say(text, now);
  }

  /** Tells the novice that this side writes, or no longer; a sent message ends that by itself. */
  typing(typing: boolean, now: number): boolean {
    return this.machine.consented && this.#talk.typing(typing, now);
  }

  /** As `FileTransfers.offer`; undefined also when nothing is seen yet, and during a pause, in which a novice takes none. */
  offerFile(file: { readonly name: string; readonly size: number }, now: number): string | undefined {
    return this.machine.consented && !this.machine.paused ? this.files.offer(file, now) : undefined;
  }

  /** The expert ends the session. */
  end(): void {
    this.#end({ reason: 'expert' });
  }

  /** A time limit may have passed. */
  tick(now: number): void {
    if (this.#deadline === undefined || now < this.#deadline) return;
    if (this.machine.state === 'asking-control') {
      this.#take('control-refused');
      this.#sayReturned();
      this.#emit({ type: 'control-refused', why: 'no-answer' });
    } else if (this.machine.state === 'waiting-for-consent') {
      this.refuse('no-answer');
    } else {
      this.#end({ reason: 'timeout' });
    }
  }

  /** The connection is gone, whoever closed it. */
  disconnected(): void {
    this.#leave();
  }

  /** Was not let in, or does not want to go in. */
  refuse(why: ExpertRefusalReason, codes: { readonly result?: number; readonly errorInfo?: number } = {}): void {
    if (!this.#leave()) return;
    this.#emit({ type: 'refused', why, ...codes });
    this.#ending = { reason: 'refused' };
    this.#connection.disconnect();
  }

  /** Reads what came from outside; a malformed message ends the session, here and nowhere else. */
  #read<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#end({ reason: 'malformed', error });
      return undefined;
    }
  }

  #heard(said: NoviceMessage, now: number): void {
    switch (said.type) {
      case 'initialise':
        this.#initialise(said.message, now);
        break;
      case 'chat':
        if (this.machine.consented) this.#talk.heard(said.text, now);
        break;
      case 'command':
        if (this.machine.consented) this.#commanded(said.command, now);
        break;
      case 'other-channel':
        if (this.machine.consented) this.files.message(said.channel, said.data);
        break;
      case 'participant':
        this.#rights(said, now);
        break;
      case 'participant-removed':
        if (this.#participantId !== 0 && said.participantId === this.#participantId) this.#end({ reason: 'novice' });
        break;
      case 'stream':
        if (this.machine.setPaused(said.paused)) this.#emit({ type: said.paused ? 'paused' : 'resumed' });
        break;
    }
  }

  #initialise(message: RcCtlMessage, now: number): void {
    if (this.machine.state === 'connecting') {
      if (this.#early.length < EARLY_MESSAGES) this.#early.push(message);
    } else if (message.type === 'disconnect') {
      this.#end({ reason: 'novice' });
    } else if (message.type === 'result') {
      this.#result(message.result, now);
    } else {
      if (message.type === 'novice-name') this.#named(message.name, now);
      this.#step(this.#handshake.take(message), now);
    }
  }

  /** After consent a RESULT is out of sequence, whatever it says: a novice that ends the session hangs up. */
  #result(result: number, now: number): void {
    const { state } = this.machine;
    if (state !== 'introducing' && state !== 'waiting-for-consent') return;
    const meaning = meaningOf(result);
    if (meaning === 'still-asking') return;
    if (meaning !== 'yes') this.refuse(meaning, { result });
    else if (state === 'introducing') this.#step(this.#handshake.accepted(), now);
    else this.#consented();
  }

  #step(step: HandshakeStep | undefined, now: number): void {
    if (step === undefined || this.#ending) return;
    for (const message of step.say) this.#channels.rcCtl(message);
    if (step.outcome === 'incompatible-version') {
      this.refuse(step.outcome);
    } else if (step.outcome === 'introduced' && this.#take('introduced')) {
      this.#deadline = now + (this.#options.consentTimeout ?? CONSENT_PATIENCE);
      this.#emit({ type: 'waiting-for-consent' });
    }
  }

  #consented(): void {
    if (this.#take('consent-given')) this.#emit({ type: 'consented' });
  }

  #named(text: string, now: number): void {
    const name = displayableName(text);
    if (name === '' || name === this.#noviceName || !this.#answerLimit.allow(now)) return;
    this.#noviceName = name;
    this.#emit({ type: 'novice-name', name });
  }

  #commanded(command: RcCommand, now: number): void {
    const { name } = command;
    switch (name) {
      case COMMAND.accept:
        this.#granted(now);
        break;
      case COMMAND.reject:
      case COMMAND.deny:
        if (this.#take('control-refused'))
          this.#emit({ type: 'control-refused', why: name === COMMAND.deny ? 'view-only' : 'novice-said-no' });
        break;
      case COMMAND.take:
      case COMMAND.escape:
        this.#stopped(name === COMMAND.escape ? 'escape' : 'novice');
        break;
      default:
        if (!this.#talk.command(name, now)) this.#read(() => this.files.command(command, now));
    }
  }

  /** PARTICIPANT_CREATED says what this expert may do, once and at every change ([MS-RDPEMC] 3.2.5.2.1). */
  #rights(said: Extract<NoviceMessage, { type: 'participant' }>, now: number): void {
    if (said.self) this.#participantId = said.participantId;
    else if (this.#participantId === 0 || said.participantId !== this.#participantId) return;
    // The right to view is the novice's yes as much as its RESULT is: either may come first.
    if (said.mayView && this.machine.state === 'waiting-for-consent') this.#consented();
    if (said.mayInteract) this.#granted(now);
    else this.#stopped('novice');
  }

  /**
   * The novice gave control. When this side does not want it any more, it says so again: the novice would else believe that
   * somebody controls. [MS-RA] 3.15.5 ignores the message, and leaves the two of different minds.
   */
  #granted(now: number): void {
    if (this.#take('control-granted')) this.#emit({ type: 'controlling' });
    else if (this.machine.state === 'viewing' && this.#answerLimit.allow(now)) this.#sayReturned();
  }

  #stopped(by: 'novice' | 'escape'): void {
    if (this.#take('control-stopped')) this.#emit({ type: 'control-ended', by });
  }

  /** Both ways of saying it: [MS-RA] 2.2.2 and [MS-RDPEMC] 2.2.4.3. A novice that knows both ignores the second. */
  #sayReturned(): void {
    this.#channels.command(COMMAND.end);
    if (this.#handshake.version === 2) this.#change(REQUEST.view);
  }

  #change(flags: number): void {
    this.#channels.encomsp({ type: 'control-change', flags, participantId: this.#participantId });
  }

  /** A step of the machine; every wait is over with its state. */
  #take(trigger: ExpertTrigger): boolean {
    if (!this.machine.take(trigger)) return false;
    this.#deadline = undefined;
    return true;
  }

  #leave(): boolean {
    const { state } = this.machine;
    if (!this.#take('end')) return false;
    if (state === 'controlling') this.#emit({ type: 'control-ended', by: 'end' });
    this.files.end();
    return true;
  }

  #end(ending: { readonly reason: EndReason; readonly error?: Error }): void {
    if (!this.#leave()) return;
    this.#ending = ending;
    this.#connection.disconnect();
  }
}
