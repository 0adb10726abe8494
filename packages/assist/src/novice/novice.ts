import {
  type DisconnectReason,
  type EncodedRect,
  type Monitor,
  type PointerImage,
  RdpServer,
  type RdpServerEvent,
} from '@beside/rdp';
import { ENCOMSP } from '../encomsp.js';
import type { EndReason, NoviceEvent } from '../events.js';
import { REMDESK } from '../remdesk/header.js';
import type { Handshake } from './handshake.js';
import { Introduction } from './introduction.js';
import type { NoviceOptions } from './options.js';
import { PasswordProof } from './password-proof.js';
import type { CreateServer, NoviceServer } from './server.js';
import { NoviceSession } from './session.js';
import type { NoviceMachine, NoviceState } from './state-machine.js';

/** How an end that this side did not bring about is told. */
const END_REASONS: Readonly<Record<DisconnectReason, EndReason>> = {
  'by-client': 'expert',
  'by-server': 'novice',
  malformed: 'malformed',
  refused: 'refused',
  timeout: 'timeout',
};

/** The size and abilities of an active connection. */
type Screen = Omit<Extract<RdpServerEvent, { type: 'active' }>, 'type'>;

/**
 * The novice's side of one Remote Assistance session over one RDP connection.
 *
 * Bytes and a clock reading (ms) go in, bytes and {@link NoviceEvent}s come out of `emit`, which may call any method but
 * `receive`, `tick`, `tlsStarted` and `streamEnded`, and none while it takes a `send`. What the expert may see and do is decided by {@link NoviceMachine}; a
 * picture that may not leave and an input that may not arrive stop here. A method that does not fit the state does nothing.
 */
export class Novice {
  readonly #listener: (event: NoviceEvent) => void;
  readonly #server: NoviceServer;
  readonly #session: NoviceSession;
  readonly #machine: NoviceMachine;
  /** The clock reading of the call that is being worked on. */
  #now: number;
  #screen: Screen | undefined;
  #active = false;
  /** The client has the waiting picture of this activation. */
  #waitingShown = false;
  #suppressed = false;
  /** How the monitors stand, where the expert has not been told. */
  #monitors: readonly Monitor[] | undefined;
  #lost = false;
  #finished = false;

  /**
   * @param now the clock, in ms; the client has 15 s from here to say who it is
   * @param createServer for tests, which play the RDP server by hand
   */
  constructor(
    options: NoviceOptions,
    now: number,
    emit: (event: NoviceEvent) => void,
    createServer: CreateServer = (serverOptions, at, listener) => new RdpServer(serverOptions, at, listener),
  ) {
    this.#listener = emit;
    this.#now = now;
    const { width, height } = options;
    const handshake = handshakeOf(options);
    const serverOptions = { width, height, channels: [REMDESK, ENCOMSP], security: handshake.security };
    this.#server = createServer(serverOptions, now, (event) => this.#fromServer(event));
    this.#session = new NoviceSession(options, handshake, this.#server, (event) => this.#emit(event));
    this.#machine = this.#session.machine;
  }

  get state(): NoviceState {
    return this.#machine.state;
  }

  /** Picture and input are withheld, by the novice's wish. */
  get paused(): boolean {
    return this.#machine.paused;
  }

  /** Bytes from the expert, in any pieces. Never throws for what is in them. */
  receive(bytes: Uint8Array, now: number): void {
    this.#now = now;
    this.#server.receive(bytes, now);
  }

  /** The stream has become TLS, as `start-tls` asked. */
  tlsStarted(now: number): void {
    this.#now = now;
    this.#server.tlsStarted(now);
  }

  /** The stream has ended or broken. */
  streamEnded(now: number): void {
    this.#now = now;
    this.#lost = true;
    this.#server.streamEnded(now);
  }

  /** When `tick` is to be called next, in ms of the clock; undefined: not needed. */
  nextDeadline(): number | undefined {
    const own = this.#session.deadline;
    const server = this.#server.nextDeadline();
    return own === undefined || server === undefined ? (own ?? server) : Math.min(own, server);
  }

  /** Time has passed: ends what was waited for too long. */
  tick(now: number): void {
    this.#now = now;
    this.#server.tick(now);
    this.#session.tick(now);
  }

  /** The novice's answer to `consent-needed`, given on the novice's own devices. */
  answerConsent(yes: boolean, now: number): void {
    this.#now = now;
    if (!this.#session.answerConsent(yes, now)) return;
    this.#emit({ type: 'viewing', ...this.#screen! });
    this.#tellMonitors();
    if (this.#suppressed) this.#emit({ type: 'output', suppressed: true });
  }

  /** The novice's answer to `control-needed`, given on the novice's own devices. */
  answerControl(yes: boolean, now: number): void {
    this.#now = now;
    this.#session.answerControl(yes, now);
  }

  /** The novice takes control back, by Stop or by Esc. */
  stopControl(by: 'novice' | 'escape', now: number): void {
    this.#now = now;
    this.#session.stopControl(by, now);
  }

  /** Withholds picture and input until `resume`. Control that was granted stands again after it. */
  pause(now: number): void {
    this.#now = now;
    this.#session.setPaused(true, now);
  }

  resume(now: number): void {
    this.#now = now;
    this.#session.setPaused(false, now);
    this.#tellMonitors();
  }

  /**
   * Sends a chat message, cut to 2000 characters.
   *
   * @returns false when it was not sent: nobody views, or there is nothing to show in it
   */
  chat(text: string, now: number): boolean {
    this.#now = now;
    return this.#session.chat(text, now);
  }

  /** Tells the expert that the novice is writing a chat message, or no longer. */
  typing(typing: boolean, now: number): void {
    this.#now = now;
    this.#session.typing(typing, now);
  }

  /**
   * Whether the novice may wish to send a file now; `offerFile` looks again. For whoever needs time to get the file ready: an expert in
   * control could else wish for it, and give control back before it is offered.
   */
  mayOfferFile(now: number): boolean {
    return this.#session.files.mayOffer(now);
  }

  /**
   * Offers a file of the novice's to the expert; `file-accepted` or `file-refused` answers.
   *
   * @param file its name, and its size in bytes, which is how many have to be sent
   * @returns what stands for it in events and calls; undefined: it was not offered, since nobody views, the novice has paused,
   *   another file is under way, or the expert controls or did a moment ago, so that the wish may be its own
   */
  offerFile(file: { readonly name: string; readonly size: number }, now: number): string | undefined {
    this.#now = now;
    return this.#session.files.offer(file, now);
  }

  /**
   * The novice's answer to `file-offered`, given on the novice's own devices.
   *
   * @returns true when blocks come from here on: be ready for them before it is called
   */
  answerFile(id: string, yes: boolean, now: number): boolean {
    this.#now = now;
    return this.#session.files.answer(id, yes, now);
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
    return this.#session.files.cancel(id, now);
  }

  /** The novice ends the session, in any state. */
  end(now: number): void {
    this.#now = now;
    this.#session.end();
  }

  /**
   * Sends a plain picture, which may hold nothing of the desktop, to a client that nobody consented to yet.
   *
   * @returns the frame's number; undefined when it was not let out
   */
  showWaiting(rects: readonly EncodedRect[]): number | undefined {
    const waits = this.state === 'proving' || this.state === 'asking-consent';
    if (!waits || !this.#active || this.#suppressed) return undefined;
    this.#waitingShown = true;
    return this.#server.sendFrame(rects);
  }

  /**
   * Sends a picture of the desktop.
   *
   * @returns the frame's number; undefined when it was not let out: no consent, paused, not wanted by the client, or between
   *   two sizes. Whatever ends that is told by an event that asks for the whole picture.
   */
  frame(rects: readonly EncodedRect[]): number | undefined {
    return this.#machine.maySee && this.#active && !this.#suppressed ? this.#server.sendFrame(rects) : undefined;
  }

  /** The pointer's shape, null: hidden. Not let out while frames are not; send it again with the whole picture. */
  pointer(image: PointerImage | null): void {
    if (this.#machine.maySee && this.#active) this.#server.sendPointer(image);
  }

  /** Where the pointer is, in pixels of the desktop; as {@link pointer}. */
  pointerPosition(x: number, y: number): void {
    if (this.#machine.maySee && this.#active) this.#server.sendPointerPosition(x, y);
  }

  /**
   * The desktop has another size, in pixels. Frames are let out again after `resized`.
   *
   * @returns false when the client can't follow: the size stays, and pictures must fit it
   */
  resize(width: number, height: number): boolean {
    return this.#server.resize(width, height);
  }

  /**
   * How the monitors of the desktop stand, at first and whenever that changes; with another size in either order. It is knowledge of
   * the desktop, and leaves when pictures do: after consent, and not while paused.
   */
  monitors(monitors: readonly Monitor[]): void {
    this.#monitors = monitors;
    this.#tellMonitors();
  }

  #tellMonitors(): void {
    if (!this.#machine.maySee || this.#monitors === undefined) return;
    this.#server.monitors(this.#monitors);
    this.#monitors = undefined;
  }

  #fromServer(event: RdpServerEvent): void {
    switch (event.type) {
      case 'send':
      case 'start-tls':
      case 'frame-acknowledged':
        this.#emit(event);
        break;
      case 'client-info':
        this.#session.clientInfo(event.info, this.#now);
        break;
      case 'active':
        this.#activated({ client: event.client, width: event.width, height: event.height });
        break;
      case 'inactive':
        this.#active = false;
        break;
      case 'channel':
        this.#session.message(event.name, event.data, this.#now);
        break;
      case 'input':
        if (this.#machine.mayControl) this.#emit(event);
        break;
      case 'suppress-output':
        this.#suppress(event.suppressed);
        break;
      case 'refresh':
        if (this.#machine.maySee && this.#active) this.#emit({ type: 'picture-wanted', areas: event.areas });
        break;
      case 'disconnected':
        this.#disconnected(event.reason, event.error);
        break;
    }
  }

  #activated(screen: Screen): void {
    this.#active = true;
    this.#screen = screen;
    this.#waitingShown = false;
    this.#session.connected();
    if (this.#machine.consented) this.#emit({ type: 'resized', ...screen });
    else if (this.state !== 'ended') this.#emit({ type: 'waiting-picture-needed', ...screen });
  }

  #suppress(suppressed: boolean): void {
    if (suppressed === this.#suppressed) return;
    this.#suppressed = suppressed;
    if (this.#machine.consented) this.#emit({ type: 'output', suppressed });
    // Once only: a client keeps a still picture, and drawing it again and again is work that a stranger could order.
    else if (!suppressed && this.#active && !this.#waitingShown && this.state !== 'ended')
      this.#emit({ type: 'waiting-picture-needed', ...this.#screen! });
  }

  #disconnected(reason: DisconnectReason, cause: Error | undefined): void {
    // An RDP client that has no security in common with this side is refused as well, by the server.
    if (reason === 'refused') this.#session.refuse('unsupported', this.#now);
    this.#session.disconnected();
    const { ending } = this.#session;
    const error = ending?.error ?? cause;
    const other = this.#lost ? 'connection-lost' : END_REASONS[reason];
    this.#emit({ type: 'ended', reason: ending?.reason ?? other, ...(error && { error }) });
  }

  #emit(event: NoviceEvent): void {
    if (this.#finished) return;
    this.#finished = event.type === 'ended';
    this.#listener(event);
  }
}

/** The one place where the ways part. */
function handshakeOf({ way, invitation }: NoviceOptions): Handshake {
  if (way === 'beside') return new Introduction();
  if (!invitation.windows) throw new Error('an invitation without secrets for Windows cannot be used over RDP alone');
  return new PasswordProof(invitation.windows);
}
