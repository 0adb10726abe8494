import { displayableName, ProtocolError } from '@beside/bytes';
import type { ClientInfo } from '@beside/rdp';
import { AssistChannels } from '../channels.js';
import { PARTICIPANT } from '../encomsp.js';
import type { EndReason, NoviceEvent } from '../events.js';
import { fileDialect } from '../files/wire.js';
import { RateLimit } from '../rate-limit.js';
import { REMDESK } from '../remdesk/header.js';
import type { RcCtlMessage } from '../remdesk/rc-ctl.js';
import { COMMAND, type RcCommand } from '../remdesk/rccommand.js';
import { RESULT } from '../remdesk/result.js';
import { Talk } from '../talk.js';
import { Admission } from './admission.js';
import { Courtesy } from './courtesy.js';
import { EXPERT_ID, type ExpertMessage, readExpertMessages } from './expert-messages.js';
import { NoviceFiles } from './files.js';
import type { Handshake } from './handshake.js';
import type { NoviceOptions } from './options.js';
import { CONSENT_TIMEOUT, PROOF_TIMEOUT } from './options.js';
import { ERROR_INFO, REFUSALS, type RefusalReason, resultOf } from './refusal.js';
import type { NoviceServer } from './server.js';
import { NoviceMachine, type NoviceTrigger } from './state-machine.js';

/** What the conversation wants of the RDP connection. */
type Connection = Pick<NoviceServer, 'accept' | 'disconnect' | 'hasChannel' | 'sendChannel'>;

/**
 * The conversation of one Remote Assistance session, on the novice's side: who is let in, what the novice is asked, what the
 * expert is told ([MS-RA] 3.4, 3.6, 3.12, 3.16; [MS-RDPEMC] 3.2). `Novice` carries pictures and input by what stands here.
 *
 * Every method that does not fit the state changes nothing and returns false.
 */
export class NoviceSession {
  readonly machine = new NoviceMachine();
  readonly files: NoviceFiles;
  readonly #options: NoviceOptions;
  readonly #connection: Connection;
  readonly #emit: (event: NoviceEvent) => void;
  readonly #channels: AssistChannels;
  readonly #handshake: Handshake;
  readonly #admission: Admission;
  readonly #requests = new Courtesy();
  readonly #talk: Talk;
  readonly #answerLimit = new RateLimit(4, 1);
  #deadline: number | undefined;
  #ending: { readonly reason: EndReason; readonly error?: Error } | undefined;

  constructor(options: NoviceOptions, handshake: Handshake, connection: Connection, emit: (event: NoviceEvent) => void) {
    this.#options = options;
    this.#connection = connection;
    this.#emit = emit;
    // A listener may end the session from inside `release-input`; what was about to be said then stays unsaid.
    this.#channels = new AssistChannels((name, data) => !this.#ending && connection.sendChannel(name, data));
    this.#handshake = handshake;
    this.#talk = new Talk(this.#channels, emit);
    this.files = new NoviceFiles(
      {
        machine: this.machine,
        channels: this.#channels,
        dialect: () => fileDialect(options.way, handshake.version),
        timeout: this.#questionTimeout,
      },
      emit,
    );
    this.#admission = new Admission(options, handshake);
  }

  /** When the next wait is over, in ms of the clock. */
  get deadline(): number | undefined {
    const held = this.machine.state === 'proving' ? this.#admission.heldUntil : undefined;
    const waits = [held, this.files.deadline, this.#deadline].filter((at) => at !== undefined);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** How and why this side has ended the session; undefined while it has not. */
  get ending(): { readonly reason: EndReason; readonly error?: Error } | undefined {
    return this.#ending;
  }

  /** The client says who it is. Nothing was shown yet. */
  clientInfo(info: ClientInfo, now: number): void {
    if (this.machine.state !== 'connecting') return;
    const why = this.#admission.atClientInfo(info, this.#connection.hasChannel(REMDESK), now);
    if (why) {
      this.refuse(why, now);
      return;
    }
    this.#deadline = now + PROOF_TIMEOUT;
    this.#connection.accept();
  }

  /** The RDP connection is finalized. */
  connected(): boolean {
    if (!this.#take('connected')) return false;
    for (const message of this.#handshake.opening) this.#channels.rcCtl(message);
    this.#emit({ type: 'connecting' });
    return true;
  }

  /** A whole message of `remdesk` or `encomsp`. */
  message(channel: string, bytes: Uint8Array, now: number): void {
    for (const said of this.#read(() => readExpertMessages(channel, bytes)) ?? []) this.#heard(said, now);
  }

  /** The novice's answer to the question whether the expert may see. True when the view begins. */
  answerConsent(yes: boolean, now: number): boolean {
    if (this.machine.state !== 'asking-consent') return false;
    if (!yes) {
      this.refuse('novice-said-no', now);
      return false;
    }
    this.#take('consent-given');
    this.#channels.rcCtl({ type: 'result', result: RESULT.noError });
    if (this.#handshake.version === 2) {
      this.#channels.rcCtl({ type: 'novice-name', name: displayableName(this.#options.noviceName) });
    }
    this.#announceRights();
    return true;
  }

  /** The novice's answer to the question whether the expert may control. */
  answerControl(yes: boolean, now: number): void {
    if (!yes) {
      this.#refuseControl(now);
    } else if (this.#take('control-granted')) {
      this.#requests.granted();
      this.#channels.command(COMMAND.accept);
      this.#announceRights();
      this.#emit({ type: 'controlling' });
    }
  }

  /** The novice takes control back. It is a no as well: the expert can't have the novice asked again at once. */
  stopControl(by: 'novice' | 'escape', now: number): void {
    if (!this.#take('control-stopped')) return;
    this.#requests.refused(now);
    this.files.controlEnded(now);
    this.#channels.command(by === 'escape' ? COMMAND.escape : COMMAND.take);
    this.#announceRights();
    this.#emit({ type: 'control-ended', by });
  }

  setPaused(paused: boolean, now: number): void {
    const controlled = this.machine.mayControl;
    if (!this.machine.setPaused(paused)) return;
    if (controlled) this.#emit({ type: 'release-input' });
    if (paused) this.files.paused(now);
    this.#channels.encomsp({ type: paused ? 'stream-paused' : 'stream-resumed' });
    this.#emit({ type: paused ? 'paused' : 'resumed' });
  }

  /** False when it was not sent. */
  chat(text: string, now: number): boolean {
    return this.machine.consented && this.#talk.say(text, now);
  }

  /** Tells the expert that the novice writes, or no longer; a message that was sent ends that by itself. */
  typing(typing: boolean, now: number): void {
    if (this.machine.consented) this.#talk.typing(typing, now);
  }

  /** The novice ends the session. */
  end(): void {
    const { consented, state } = this.machine;
    if (!this.#leave()) return;
    if (state !== 'connecting') this.#channels.rcCtl({ type: 'disconnect' });
    if (consented) this.#channels.encomsp({ type: 'participant-removed', participantId: EXPERT_ID, reason: 0, code: 0 });
    this.#disconnect({ reason: 'novice' }, ERROR_INFO.byUser);
  }

  /** A time limit may have passed. */
  tick(now: number): void {
    if (this.machine.state === 'proving') this.#settle(this.#admission.settle(now), now);
    this.files.tick(now);
    if (this.#deadline === undefined || now < this.#deadline) return;
    if (this.machine.state === 'asking-consent') {
      this.refuse('no-answer', now);
    } else if (this.#refuseControl(now)) {
      this.#emit({ type: 'question-withdrawn' });
    } else if (this.#leave()) {
      this.#disconnect({ reason: 'timeout' }, ERROR_INFO.tooSlow);
    }
  }

  /** The connection is gone, whoever closed it. */
  disconnected(): void {
    this.#leave();
  }

  /** Does not let the expert in, tells it why where it can be told, and closes the connection: FreeRDP would stay. */
  refuse(why: RefusalReason, now: number): void {
    const { state } = this.machine;
    if (!this.#leave(why === 'novice-said-no')) return;
    const result = resultOf(why, this.#handshake.version);
    if (state !== 'connecting' && result !== undefined) this.#channels.rcCtl({ type: 'result', result });
    const invitationVoid = why === 'wrong-password' && this.#options.invitation.state(now) === 'void';
    this.#emit({ type: 'refused', why, invitationVoid });
    this.#disconnect({ reason: 'refused' }, REFUSALS[why].errorInfo);
  }

  /** Reads what came from outside; a malformed message ends the session, here and nowhere else. */
  #read<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (this.#leave()) this.#disconnect({ reason: 'malformed', error }, ERROR_INFO.ended);
      return undefined;
    }
  }

  #heard(said: ExpertMessage, now: number): void {
    switch (said.type) {
      case 'initialise':
        this.#initialise(said.message, now);
        break;
      case 'chat':
        if (this.machine.consented) this.#talk.heard(said.text, now);
        break;
      case 'wants-control':
        this.#requestControl(now);
        break;
      case 'gives-control-back':
        this.#returnControl(now);
        break;
      case 'command':
        this.#commanded(said.command, now);
        break;
      case 'other-channel':
        if (this.machine.consented) this.files.message(said.channel, said.data, now);
        break;
    }
  }

  /** After the proof everything here is out of sequence: REMOTE_CONTROL_DESKTOP too, which the RESULT after consent answers. */
  #initialise(message: RcCtlMessage, now: number): void {
    if (this.machine.state !== 'proving') return;
    this.#settle(
      this.#read(() => this.#admission.take(message, now)),
      now,
    );
  }

  #settle(verdict: 'proved' | RefusalReason | undefined, now: number): void {
    if (verdict === undefined) return;
    if (verdict !== 'proved') {
      this.refuse(verdict, now);
      return;
    }
    this.#take('proved');
    if (this.#handshake.version === 1) this.#channels.rcCtl({ type: 'result', result: RESULT.noError });
    this.#ask('consent-needed', now);
  }

  /** Those that have nothing to do with control. */
  #commanded(command: RcCommand, now: number): void {
    if (!this.machine.consented || this.#talk.command(command.name, now)) return;
    this.#read(() => this.files.command(command, now));
  }

  /** The same request twice is one: in the states in which it was heard already it leads nowhere. */
  #requestControl(now: number): void {
    if (this.machine.state !== 'viewing') return;
    const why = this.#whyNotControl(now);
    if (why === undefined) {
      this.#take('control-requested');
      this.#ask('control-needed', now);
    } else if (this.#answerLimit.allow(now)) {
      this.#channels.command(why === 'view-only' ? COMMAND.deny : COMMAND.reject);
      this.#emit({ type: 'control-refused', why });
    }
  }

  #whyNotControl(now: number): 'view-only' | 'busy' | 'too-soon' | undefined {
    if (!this.#options.mayControl) return 'view-only';
    if (this.machine.asking) return 'busy';
    return this.#requests.allowed(now) ? undefined : 'too-soon';
  }

  /** Nothing on `encomsp`: FreeRDP 2.11 with `+auto-request-control` would take that as a reason to ask again. */
  #refuseControl(now: number): boolean {
    if (!this.#take('control-refused')) return false;
    this.#requests.refused(now);
    this.#channels.command(COMMAND.reject);
    return true;
  }

  /** Unanswered while nobody asks or controls, for the same reason: FreeRDP 2.11 then says so after every Stop. */
  #returnControl(now: number): void {
    const before = this.machine.state;
    if (!this.#take('control-returned')) return;
    this.#requests.returned(now);
    if (before === 'controlling') {
      this.files.controlEnded(now);
      this.#announceRights();
    }
    this.#emit(before === 'controlling' ? { type: 'control-ended', by: 'expert' } : { type: 'question-withdrawn' });
  }

  get #questionTimeout(): number {
    return this.#options.consentTimeout ?? CONSENT_TIMEOUT;
  }

  #ask(type: 'consent-needed' | 'control-needed', now: number): void {
    this.#deadline = now + this.#questionTimeout;
    this.#emit({ type, name: this.#admission.name });
  }

  /** Tells the expert what it may do, as [MS-RDPEMC] 3.2.5.2.1 has it for every change. */
  #announceRights(): void {
    const interact = this.machine.state === 'controlling' ? PARTICIPANT.mayInteract : 0;
    const flags = PARTICIPANT.mayView | PARTICIPANT.isParticipant | interact;
    const name = this.#admission.name ?? '';
    this.#channels.encomsp({ type: 'participant-created', participantId: EXPERT_ID, groupId: 0, flags, name });
  }

  /** A step of the machine. One that ends control lets go of what is held before anything else happens. */
  #take(trigger: NoviceTrigger): boolean {
    const controlled = this.machine.mayControl;
    if (!this.machine.take(trigger)) return false;
    // The time for the proof runs on while RDP is set up; every other wait is over with its state.
    if (trigger !== 'connected') this.#deadline = undefined;
    if (controlled && !this.machine.mayControl) this.#emit({ type: 'release-input' });
    return true;
  }

  /** Takes every right away, and the open question with it unless the novice has just answered that. */
  #leave(answered = false): boolean {
    const before = this.machine.state;
    if (!this.#take('end')) return false;
    this.#admission.release();
    if (before === 'controlling') this.#emit({ type: 'control-ended', by: 'end' });
    const asking = before === 'asking-consent' || before === 'asking-control';
    if (asking && !answered) this.#emit({ type: 'question-withdrawn' });
    this.files.end();
    return true;
  }

  #disconnect(ending: { reason: EndReason; error?: Error }, errorInfo: number): void {
    this.#ending = ending;
    this.#connection.disconnect(errorInfo);
  }
}
