import { type Area, type DisconnectReason, type InputEvent, RdpClient, type RdpClientEvent } from '@beside/rdp';
import { ENCOMSP } from '../encomsp.js';
import type { EndReason } from '../events.js';
import { REMDESK } from '../remdesk/header.js';
import type { CreateClient, ExpertClient } from './client.js';
import type { ExpertEvent, NoviceScreen } from './events.js';
import { handshakeOf } from './handshake.js';
import { HeldInput } from './held-input.js';
import type { ExpertOptions } from './options.js';
import { refusalOf, saysTimeout } from './refusal.js';
import { ExpertSession } from './session.js';
import type { ExpertMachine, ExpertState } from './state-machine.js';

/** How an end that this side did not bring about is told. */
const END_REASONS: Readonly<Record<DisconnectReason, EndReason>> = {
  'by-client': 'expert',
  'by-server': 'novice',
  malformed: 'malformed',
  refused: 'refused',
  timeout: 'timeout',
};

/**
 * The expert's side of one Remote Assistance session over one RDP connection.
 *
 * Bytes and a clock reading (ms) go in, bytes and {@link ExpertEvent}s come out of `emit`, which may call any method but
 * `receive`, `tick`, `tlsStarted` and `streamEnded`, and none while it takes a `send`. A method that does not fit the state does
 * nothing. What the expert may do is the novice's to say; nothing is sent that it has not allowed.
 */
export class Expert {
  readonly #options: ExpertOptions;
  readonly #listener: (event: ExpertEvent) => void;
  readonly #client: ExpertClient;
  readonly #session: ExpertSession;
  readonly #machine: ExpertMachine;
  readonly #held = new HeldInput();
  /** The clock reading of the call that is being worked on. */
  #now: number;
  #screen: NoviceScreen | undefined;
  /** RDP's error information that stands, 0: none. */
  #errorInfo = 0;
  #lost = false;
  #finished = false;

  /**
   * Begins the connection: the first message is sent before this returns.
   *
   * @param now the clock, in ms, from which the time to connect counts
   * @param createClient for tests, which play the RDP client by hand
   */
  constructor(
    options: ExpertOptions,
    now: number,
    emit: (event: ExpertEvent) => void,
    createClient: CreateClient = (clientOptions, at, listener) => new RdpClient(clientOptions, at, listener),
  ) {
    this.#options = options;
    this.#listener = emit;
    this.#now = now;
    const handshake = handshakeOf(options);
    const { width, height, expertName, computerName, random } = options;
    const { security, workingDir, alternateShell } = handshake;
    this.#client = createClient(
      {
        ...{ width, height, computerName, random, security, workingDir, alternateShell },
        userName: expertName,
        password: '*',
        channels: [ENCOMSP, REMDESK],
      },
      now,
      (event) => this.#fromClient(event),
    );
    this.#session = new ExpertSession(options, handshake, this.#client, (event) => this.#fromSession(event));
    this.#machine = this.#session.machine;
  }

  get state(): ExpertState {
    return this.#machine.state;
  }

  /** The novice withholds its picture and takes no input. */
  get paused(): boolean {
    return this.#machine.paused;
  }

  /** Bytes from the novice, in any pieces. They may be changed. Never throws for what is in them. */
  receive(bytes: Uint8Array, now: number): void {
    this.#now = now;
    this.#client.receive(bytes, now);
  }

  /** The stream has become TLS, as `start-tls` asked. */
  tlsStarted(now: number): void {
    this.#now = now;
    this.#client.tlsStarted(now);
  }

  /** The stream has ended or broken. */
  streamEnded(now: number): void {
    this.#now = now;
    this.#lost = true;
    this.#client.streamEnded(now);
  }

  /** When `tick` is to be called next, in ms of the clock; undefined: not needed. */
  nextDeadline(): number | undefined {
    const own = this.#session.deadline;
    const client = this.#client.nextDeadline();
    return own === undefined || client === undefined ? (own ?? client) : Math.min(own, client);
  }

  /** Time has passed: ends what was waited for too long. */
  tick(now: number): void {
    this.#now = now;
    this.#client.tick(now);
    this.#session.tick(now);
  }

  /**
   * Asks the novice for control; `controlling` or `control-refused` answers.
   *
   * @returns false when it was not asked: it is asked for already, held, nothing is seen yet, or it was asked for too often (three
   *   times at once, and every two seconds in the long run)
   */
  requestControl(now: number): boolean {
    this.#now = now;
    return this.#session.requestControl(now);
  }

  /** Gives control back, or takes the open question back; false when there is neither. */
  giveBackControl(now: number): boolean {
    this.#now = now;
    this.#letGo();
    return this.#session.giveBackControl();
  }

  /**
   * Sends what keyboard or mouse did.
   *
   * @returns false when it was not sent: not in control, paused, between two sizes, or of a kind that the novice does not know
   */
  input(event: InputEvent): boolean {
    if (!this.#machine.mayControl || !this.#client.sendInput(event)) return false;
    this.#held.sent(event);
    return true;
  }

  /**
   * Sends a chat message, cut to 2000 characters.
   *
   * @returns false when it was not sent: nothing is seen yet, or there is nothing to show in it
   */
  chat(text: string, now: number): boolean {
    this.#now = now;
    return this.#session.chat(text, now);
  }

  /** The expert is writing a chat message, or no longer. False when it was not sent: nothing new, or too often. */
  typing(typing: boolean, now: number): boolean {
    this.#now = now;
    return this.#session.typing(typing, now);
  }

  /**
   * Offers a file of the expert's to the novice; `file-accepted` or `file-refused` answers.
   *
   * @param file its name, and its size in bytes, which is how many have to be sent
   * @returns what stands for it in events and calls; undefined: it was not offered, since nothing is seen yet, the novice has
   *   paused, or another file is under way
   */
  offerFile(file: { readonly name: string; readonly size: number }, now: number): string | undefined {
    this.#now = now;
    return this.#session.offerFile(file, now);
  }

  /** The expert's answer to `file-offered`. True when blocks come from here on: be ready for them before it is called. */
  answerFile(id: string, yes: boolean, now: number): boolean {
    this.#now = now;
    return this.#session.files.answer(id, yes);
  }

  /**
   * Sends the next bytes of an accepted file, at most `FILE_BLOCK`; call it while the queue of the link is short.
   *
   * @returns false when the transfer no longer stands
   * @throws RangeError when it is more than was offered
   */
  fileBlock(id: string, bytes: Uint8Array, now: number): boolean {
    this.#now = now;
    return this.#session.files.block(id, bytes);
  }

  /** Calls a file off, in either direction, also one that was not answered yet. False when it no longer stands. */
  cancelFile(id: string, now: number): boolean {
    this.#now = now;
    return this.#session.files.cancel(id);
  }

  /** A frame is painted, as `frame-end` numbers it; the novice sends the next. */
  acknowledgeFrame(frameId: number): void {
    this.#client.acknowledgeFrame(frameId);
  }

  /** Pictures are not wanted for now, or are again. */
  suppressOutput(suppressed: boolean): void {
    this.#client.suppressOutput(suppressed);
  }

  /**
   * Asks for areas anew, in pixels of the desktop.
   *
   * @param areas the whole desktop when not said
   */
  refresh(areas?: readonly Area[]): void {
    const { width = 0, height = 0 } = this.#screen ?? {};
    this.#client.refresh(areas ?? [{ x: 0, y: 0, width, height }]);
  }

  /** The expert ends the session, in any state. */
  end(now: number): void {
    this.#now = now;
    this.#letGo();
    this.#session.end();
  }

  #fromClient(event: RdpClientEvent): void {
    switch (event.type) {
      case 'server-key':
        this.#judgeKey(event.blob);
        break;
      case 'active':
        this.#activated({ server: event.server, width: event.width, height: event.height });
        break;
      case 'inactive':
        break;
      case 'channel':
        this.#session.message(event.name, event.data, this.#now);
        break;
      case 'error-info':
        this.#errorInfo = event.code;
        break;
      case 'disconnected':
        this.#disconnected(event.reason, event.error);
        break;
      default:
        this.#emit(event);
    }
  }

  #fromSession(event: Parameters<ConstructorParameters<typeof ExpertSession>[3]>[0]): void {
    if (event.type === 'consented') {
      this.#emit({ type: 'viewing', ...this.#screen! });
      return;
    }
    // The novice has let go of everything by itself.
    if (event.type === 'control-ended' || event.type === 'paused') this.#held.release();
    this.#emit(event);
  }

  #judgeKey(blob: Uint8Array): void {
    if (this.#options.way === 'rdp' && this.#options.acceptsServerKey(blob)) this.#client.acceptServerKey(this.#now);
    else this.#session.refuse('wrong-key');
  }

  #activated(screen: NoviceScreen): void {
    this.#screen = screen;
    // What was let go of while nothing could be sent would stay pressed.
    this.#letGo();
    this.#emit({ type: 'resized', ...screen });
    this.#session.connected(this.#now);
  }

  /** Lets go of what is held down at the novice's computer: Windows does not do that by itself at every end of control. */
  #letGo(): void {
    for (const event of this.#held.release()) if (this.#machine.mayControl) this.#client.sendInput(event);
  }

  #disconnected(reason: DisconnectReason, cause: Error | undefined): void {
    if (reason === 'refused') this.#session.refuse('unsupported');
    else if (reason === 'by-server' && !this.#machine.consented) this.#hungUp();
    this.#session.disconnected();
    const { ending } = this.#session;
    const error = ending?.error ?? cause;
    this.#emit({ type: 'ended', reason: ending?.reason ?? this.#otherEnd(reason), ...(error && { error }) });
  }

  /**
   * The novice's computer ended the connection before its user said yes. While that is being set up there is no way to say why:
   * that nobody is let in on this RASessionID is said by hanging up. A stream that breaks off is another thing.
   */
  #hungUp(): void {
    const errorInfo = this.#errorInfo;
    const { state } = this.#machine;
    const why = refusalOf(errorInfo, state === 'waiting-for-consent');
    if (why !== undefined) this.#session.refuse(why, { errorInfo });
    else if (state === 'connecting' && errorInfo === 0 && !this.#lost) this.#session.refuse('denied');
  }

  #otherEnd(reason: DisconnectReason): EndReason {
    if (reason !== 'by-server') return END_REASONS[reason];
    if (this.#errorInfo !== 0) return saysTimeout(this.#errorInfo) ? 'timeout' : 'novice';
    return this.#lost ? 'connection-lost' : 'novice';
  }

  #emit(event: ExpertEvent): void {
    if (this.#finished) return;
    this.#finished = event.type === 'ended';
    this.#listener(event);
  }
}
