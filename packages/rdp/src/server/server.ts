import { ProtocolError } from '@beside/bytes';
import { Deadlines } from '../deadlines.js';
import type { DisconnectReason } from '../disconnect-reason.js';
import { RdpError } from '../errors.js';
import { Framer, type PduKind } from '../framer.js';
import { IO_CHANNEL_ID, SERVER_USER_ID } from '../ids.js';
import { encodeLicenseError, VALID_CLIENT } from '../license.js';
import { type DomainPdu, decodeDomainPdu, McsReason } from '../mcs/domain.js';
import type { Monitor } from '../monitor-layout.js';
import type { EncodedRect, PointerImage } from '../picture.js';
import { SecurityFlag } from '../security/security-layer.js';
import { LONGEST_TPKT } from '../tpkt.js';
import { Transmitter } from '../transmitter.js';
import { decodeX224Data, LONGEST_CONNECTION_PDU } from '../x224.js';
import type { ActivationPhase } from './activation-sequence.js';
import { type ConnectionPhase, ConnectionSequence } from './connection-sequence.js';
import type { RdpServerEvent } from './events.js';
import { DEFAULT_LIMITS, type RdpServerLimits } from './limits.js';
import type { RdpServerSecurity } from './negotiation.js';
import { Session, type Size } from './session.js';

export interface RdpServerOptions {
  /** The desktop, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Static channels whose messages are wanted; every other that the client has is joined and never heard. */
  readonly channels: readonly string[];
  /** What protects the connection; TLS when not said. */
  readonly security?: RdpServerSecurity;
  readonly limits?: Partial<RdpServerLimits>;
}

/** Where a connection stands; `accept`: the client said who it is, and this side has not answered yet. */
export type RdpServerPhase = ConnectionPhase | 'accept' | ActivationPhase | 'disconnected';

/**
 * The server's side of one RDP connection ([MS-RDPBCGR] 3.3) as a pure engine: bytes and clock readings (ms, any origin) in,
 * events out.
 *
 * Nothing that a client sends before {@link accept} does more than let the connection go on. Whatever is malformed or out of
 * order ends the connection with one `disconnected` event; after it every call is ignored. The handler of events may call
 * everything but {@link receive}, and nothing at all while it handles `send`.
 */
export class RdpServer {
  readonly #emit: (event: RdpServerEvent) => void;
  readonly #limits: RdpServerLimits;
  readonly #wanted: ReadonlySet<string>;
  readonly #transmitter: Transmitter;
  readonly #connection: ConnectionSequence;
  readonly #framer = new Framer({ maxLength: LONGEST_CONNECTION_PDU, fastPath: false });
  readonly #deadlines: Deadlines;
  #size: Size;
  #monitors: readonly Monitor[] = [];
  #awaitsAccept = false;
  #session: Session | undefined;
  #disconnected = false;

  /** @param now the clock, from which the time to the Client Info PDU counts */
  constructor(options: RdpServerOptions, now: number, emit: (event: RdpServerEvent) => void) {
    this.#size = { width: options.width, height: options.height };
    this.#wanted = new Set(options.channels);
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#emit = emit;
    this.#transmitter = new Transmitter('send-data-indication', SERVER_USER_ID, (bytes) => this.#event({ type: 'send', bytes }));
    this.#connection = new ConnectionSequence(this.#transmitter, options.security ?? 'tls', this.#limits.channelMessageLength);
    this.#deadlines = new Deadlines(now, this.#limits.pduTime);
    this.#deadlines.allow(this.#limits.clientInfoTime);
    this.#deadlines.clock(now);
  }

  get phase(): RdpServerPhase {
    if (this.#disconnected) return 'disconnected';
    return this.#session?.phase ?? (this.#awaitsAccept ? 'accept' : this.#connection.phase);
  }

  /** Takes what the stream brought, in pieces of any size. Never throws for what the bytes are. */
  receive(bytes: Uint8Array, now: number): void {
    if (this.#disconnected) return;
    this.#deadlines.clock(now);
    try {
      const before = this.#connection.phase;
      if (before === 'tls') throw new ProtocolError('rdp', CLEAR_TEXT);
      this.#framer.push(bytes, this.#pdu);
      if (before === 'connection-request' && this.#connection.phase === 'tls') this.#startTls();
      this.#deadlines.pduUnfinished(this.#framer.partial);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The stream is TLS from here on; call it once after `start-tls`. */
  tlsStarted(now: number): void {
    if (this.#disconnected) return;
    this.#deadlines.clock(now);
    this.#connection.tlsStarted();
  }

  /** Ends the connection if its time is over. */
  tick(now: number): void {
    if (this.#disconnected) return;
    this.#deadlines.clock(now);
    if (!this.#deadlines.over) return;
    this.#finish('timeout', new RdpError('too-slow', `the client did not go on in time; it stands at ${this.phase}`));
  }

  /** When {@link tick} is to be called next, on the clock of `now`; may have passed already. Changes with every other call. */
  nextDeadline(): number | undefined {
    return this.#disconnected ? undefined : this.#deadlines.next;
  }

  /** The client closed the stream. */
  streamEnded(now: number): void {
    this.#deadlines.clock(now);
    this.#finish('by-client');
  }

  /** Lets the client that `client-info` told of go on: licensing, capabilities, activation. */
  accept(): void {
    if (this.#disconnected) return;
    if (!this.#awaitsAccept) throw new Error('there is no client to accept');
    this.#awaitsAccept = false;
    this.#transmitter.data(IO_CHANNEL_ID, SecurityFlag.license, (writer) => encodeLicenseError(writer, VALID_CLIENT));
    try {
      const options = { size: this.#size, monitors: this.#monitors, wanted: this.#wanted, connection: this.#connection };
      this.#session = new Session(options, this.#transmitter, (event) => this.#event(event));
      this.#deadlines.allow(this.#limits.activationTime);
      this.#session.start();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The client has joined this static channel. */
  hasChannel(name: string): boolean {
    return this.#connection.mcsUp && this.#connection.channels.named(name) !== undefined;
  }

  /**
   * Sends a message on a static channel, in chunks. Also while the connection is inactive for a new size: channels stay.
   *
   * @returns false when the client has no such channel, or was never active: nothing was sent
   */
  sendChannel(name: string, data: Uint8Array): boolean {
    return this.#session?.sendChannel(name, data) ?? false;
  }

  /**
   * Sends rectangles as one frame.
   *
   * @returns the frame's number, which `frame-acknowledged` names where `framesInFlight` is not 0, and which counts from 1 after each
   *   `active`; 0 when the connection is not active: nothing was sent
   */
  sendFrame(rects: readonly EncodedRect[]): number {
    return this.#session?.output?.frame(rects) ?? 0;
  }

  /** Changes the client's pointer, null hides it. Only while active; each `active` begins with the client's own arrow. */
  sendPointer(image: PointerImage | null): void {
    this.#session?.output?.pointer(image);
  }

  /** Moves the client's pointer, in pixels of the desktop. Only while active. */
  sendPointerPosition(x: number, y: number): void {
    this.#session?.output?.pointerPosition(x, y);
  }

  /**
   * Tells the client a new size of the desktop, in pixels: `inactive`, then `active` once it followed ([MS-RDPBCGR] 1.3.1.3).
   * During an activation the new size comes after it; the size that `active` says counts.
   *
   * @returns false when the client cannot follow: the size stays, and pictures must fit it
   */
  resize(width: number, height: number): boolean {
    if (this.#disconnected) return false;
    if (this.#session !== undefined) return this.#session.resize({ width, height });
    this.#size = { width, height };
    return true;
  }

  /**
   * Tells the client how the desktop's monitors stand, where it wants to know ([MS-RDPBCGR] 2.2.12.1): now, while active, and after
   * each activation. Nothing is told of them before the first call.
   *
   * @param monitors a client gets 64 of them at most
   */
  monitors(monitors: readonly Monitor[]): void {
    this.#monitors = monitors;
    this.#session?.monitors(monitors);
  }

  /**
   * Ends the connection: tells the reason where the client understands it, then Disconnect Provider Ultimatum.
   *
   * @param errorInfo code of [MS-RDPBCGR] 2.2.5.1.1, e.g. 0x0B: ended by the user
   */
  disconnect(errorInfo?: number): void {
    if (this.#disconnected) return;
    if (errorInfo !== undefined) this.#session?.sendErrorInfo(errorInfo);
    this.#endMcs();
    this.#finish('by-server');
  }

  readonly #pdu = (pdu: Uint8Array, kind: PduKind): void => {
    this.#deadlines.pduFinished();
    if (kind === 'fast-path') this.#session?.fastPathInput(pdu);
    else if (this.#connection.mcsUp) this.#domain(decodeDomainPdu(decodeX224Data(pdu, 'mcs')));
    else this.#connect(pdu);
  };

  #connect(pdu: Uint8Array): void {
    this.#connection.connect(pdu);
    this.#framer.options.maxLength = this.#limits.earlyPduLength;
  }

  #domain(pdu: DomainPdu): void {
    if (pdu.type === 'disconnect-provider-ultimatum') {
      this.#finish('by-client');
    } else if (this.#awaitsAccept) {
      throw new ProtocolError(`mcs.${pdu.type}`, 'not expected before this side has accepted the client');
    } else if (this.#session === undefined) {
      const info = this.#connection.domain(pdu);
      if (info === undefined) return;
      this.#awaitsAccept = true;
      this.#framer.options.maxLength = LONGEST_TPKT;
      this.#deadlines.unlimited();
      this.#event({ type: 'client-info', info });
    } else if (pdu.type !== 'send-data-request') {
      throw new ProtocolError(`mcs.${pdu.type}`, 'not expected once the client is connected');
    } else if (this.#session.data(pdu.channelId, pdu.data) === 'shutdown') {
      // [MS-RDPBCGR] 1.4.1 lets a server deny it, for the client to ask its user. Who closes a help session means it.
      this.#endMcs();
      this.#finish('by-client');
    }
  }

  /** The bytes of TLS come only after the client has our answer: others in the clear are somebody's in the middle. */
  #startTls(): void {
    if (this.#framer.partial) throw new ProtocolError('rdp', CLEAR_TEXT);
    this.#event({ type: 'start-tls' });
  }

  /** Disconnect Provider Ultimatum ([MS-RDPBCGR] 2.2.2.3), once there is an MCS domain to leave. */
  #endMcs(): void {
    if (!this.#connection.mcsUp) return;
    this.#transmitter.domain({ type: 'disconnect-provider-ultimatum', reason: McsReason.userRequested });
  }

  /** Passes an event on, and lets what it says take effect here. */
  #event(event: RdpServerEvent): void {
    if (this.#disconnected) return;
    if (event.type === 'active') {
      this.#framer.options.fastPath = true;
      this.#deadlines.unlimited();
    } else if (event.type === 'inactive') {
      this.#deadlines.allow(this.#limits.activationTime);
    }
    this.#emit(event);
  }

  /** Ends the connection for what the client sent. Errors that are not the client's are not caught. */
  #fail(error: unknown): void {
    if (error instanceof ProtocolError) this.#finish('malformed', error);
    else if (error instanceof RdpError) this.#finish('refused', error);
    else throw error;
  }

  #finish(reason: DisconnectReason, error?: Error): void {
    if (this.#disconnected) return;
    this.#disconnected = true;
    this.#session = undefined;
    this.#framer.stop();
    this.#emit(error === undefined ? { type: 'disconnected', reason } : { type: 'disconnected', reason, error });
  }
}

const CLEAR_TEXT = 'bytes came in the clear where TLS was to begin';
