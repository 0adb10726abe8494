import { ProtocolError } from '@beside/bytes';
import { Deadlines } from '../deadlines.js';
import type { DisconnectReason } from '../disconnect-reason.js';
import { RdpError } from '../errors.js';
import { Framer, type PduKind } from '../framer.js';
import type { InputEvent } from '../input.js';
import { type DomainPdu, decodeDomainPdu, McsReason } from '../mcs/domain.js';
import type { Area } from '../picture.js';
import { LONGEST_TPKT } from '../tpkt.js';
import { Transmitter } from '../transmitter.js';
import { decodeX224Data, LONGEST_CONNECTION_PDU } from '../x224.js';
import type { ActivationPhase } from './activation-sequence.js';
import { type ConnectionPhase, ConnectionSequence, licenseRequired } from './connection-sequence.js';
import type { RdpClientEvent } from './events.js';
import { DEFAULT_LIMITS, type RdpClientLimits } from './limits.js';
import type { RdpClientOptions } from './options.js';
import { Session } from './session.js';

/** Where a connection stands: what it waits for. */
export type RdpClientPhase = ConnectionPhase | ActivationPhase | 'disconnected';

/**
 * The client's side of one RDP connection ([MS-RDPBCGR] 3.2) as a pure engine: bytes and clock readings (ms, any origin) in,
 * events out.
 *
 * Whatever is malformed or out of order ends the connection with one `disconnected` event; after it every call is ignored. The
 * handler of events may call everything but {@link receive}, and nothing at all while it handles `send`.
 */
export class RdpClient {
  readonly #emit: (event: RdpClientEvent) => void;
  readonly #limits: RdpClientLimits;
  readonly #transmitter: Transmitter;
  readonly #connection: ConnectionSequence;
  readonly #framer = new Framer({ maxLength: LONGEST_CONNECTION_PDU, fastPath: false });
  readonly #deadlines: Deadlines;
  #session: Session | undefined;
  #disconnected = false;

  /**
   * Begins the connection: the Connection Request is sent before this returns.
   *
   * @param now the clock, from which the time to connect counts
   */
  constructor(options: RdpClientOptions, now: number, emit: (event: RdpClientEvent) => void) {
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#emit = emit;
    // 0 stands for no user yet: the server gives the id.
    this.#transmitter = new Transmitter('send-data-request', 0, (bytes) => this.#event({ type: 'send', bytes }));
    this.#connection = new ConnectionSequence(this.#transmitter, options, this.#limits.channelMessageLength);
    this.#deadlines = new Deadlines(now, this.#limits.pduTime);
    this.#deadlines.allow(this.#limits.connectionTime);
    this.#deadlines.clock(now);
    this.#connection.start();
  }

  get phase(): RdpClientPhase {
    if (this.#disconnected) return 'disconnected';
    return this.#session?.phase ?? this.#connection.phase;
  }

  /** Takes what the stream brought, in pieces of any size, and may change the bytes. Never throws for what they are. */
  receive(bytes: Uint8Array, now: number): void {
    if (this.#disconnected) return;
    this.#deadlines.clock(now);
    try {
      const before = this.#connection.phase;
      if (before === 'tls') throw new ProtocolError('rdp', CLEAR_TEXT);
      this.#framer.push(bytes, this.#pdu);
      if (before === 'connection-confirm' && this.#connection.phase === 'tls') this.#startTls();
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

  /** The key that `server-key` told of is the right one: the connection goes on. */
  acceptServerKey(now: number): void {
    if (this.#disconnected) return;
    this.#deadlines.allow(this.#limits.connectionTime);
    this.#deadlines.clock(now);
    this.#connection.acceptServerKey();
  }

  /** Ends the connection if its time is over. */
  tick(now: number): void {
    if (this.#disconnected) return;
    this.#deadlines.clock(now);
    if (!this.#deadlines.over) return;
    this.#finish('timeout', new RdpError('too-slow', `the other computer did not go on in time; awaited was: ${this.phase}`));
  }

  /** When {@link tick} is to be called next, on the clock of `now`; may have passed already. Changes with every other call. */
  nextDeadline(): number | undefined {
    return this.#disconnected ? undefined : this.#deadlines.next;
  }

  /** The server closed the stream. */
  streamEnded(now: number): void {
    this.#deadlines.clock(now);
    this.#endedByServer();
  }

  /**
   * Sends what keyboard or mouse did, the fast way where the server takes it. A place outside of the desktop is moved to its edge.
   *
   * @returns false when the connection is not active, or the server does not know this kind of input: nothing was sent
   */
  sendInput(input: InputEvent): boolean {
    return this.#session?.sendInput(input) ?? false;
  }

  /** The server let the client join this static channel. */
  hasChannel(name: string): boolean {
    return this.#connection.mcsUp && this.#connection.channels.named(name) !== undefined;
  }

  /**
   * Sends a message on a static channel, in chunks. Also while the connection is inactive for a new size: channels stay.
   *
   * @returns false when there is no such channel, or the connection was never active: nothing was sent
   */
  sendChannel(name: string, data: Uint8Array): boolean {
    return this.#session?.sendChannel(name, data) ?? false;
  }

  /** Tells the server that a frame is painted ([MS-RDPRFX] 2.2.3.1). Only while active. */
  acknowledgeFrame(frameId: number): void {
    this.#session?.acknowledgeFrame(frameId);
  }

  /** Tells the server that pictures are not wanted, or are again ([MS-RDPBCGR] 2.2.11.3); while inactive, once it is active again. */
  suppressOutput(suppressed: boolean): void {
    this.#session?.suppressOutput(suppressed);
  }

  /** Asks for areas again, in pixels of the desktop ([MS-RDPBCGR] 2.2.11.2). Only while active: each `active` brings them all. */
  refresh(areas: readonly Area[]): void {
    this.#session?.refresh(areas);
  }

  /** Ends the connection: Disconnect Provider Ultimatum, once there is a domain to leave. */
  disconnect(): void {
    if (this.#disconnected) return;
    if (this.#connection.mcsUp) {
      this.#transmitter.domain({ type: 'disconnect-provider-ultimatum', reason: McsReason.userRequested });
    }
    this.#finish('by-client');
  }

  readonly #pdu = (pdu: Uint8Array, kind: PduKind): void => {
    this.#deadlines.pduFinished();
    if (kind === 'fast-path') this.#session?.fastPathOutput(pdu);
    else if (this.#connection.mcsUp) this.#domain(decodeDomainPdu(decodeX224Data(pdu, 'mcs')));
    else this.#connect(pdu);
  };

  #connect(pdu: Uint8Array): void {
    this.#connection.connect(pdu);
    if (this.#connection.phase === 'connect-response') this.#framer.options.maxLength = this.#limits.earlyPduLength;
    const blob = this.#connection.serverKey;
    if (blob === undefined) return;
    this.#deadlines.unlimited();
    this.#event({ type: 'server-key', blob: blob.slice() });
  }

  #domain(pdu: DomainPdu): void {
    if (pdu.type === 'disconnect-provider-ultimatum') {
      this.#endedByServer();
    } else if (this.#session === undefined) {
      if (this.#connection.domain(pdu)) this.#connected();
    } else if (pdu.type === 'send-data-indication') {
      this.#session.data(pdu.channelId, pdu.data);
      // From the Demand Active on, the server knows that fast-path output is taken.
      if (this.#session?.phase === 'font-map') this.#framer.options.fastPath = true;
      else if (this.#session?.phase === 'active') this.#deadlines.unlimited();
    } else {
      throw new ProtocolError(`mcs.${pdu.type}`, 'not expected once the client is connected');
    }
  }

  #connected(): void {
    this.#session = new Session(this.#connection, this.#transmitter, (event) => this.#event(event));
    this.#framer.options.maxLength = LONGEST_TPKT;
    this.#deadlines.allow(this.#limits.activationTime);
  }

  /** The bytes of TLS come only after this side spoke: others in the clear are somebody's in the middle. */
  #startTls(): void {
    if (this.#framer.partial) throw new ProtocolError('rdp', CLEAR_TEXT);
    this.#framer.options.maxLength = this.#limits.earlyPduLength;
    this.#event({ type: 'start-tls' });
  }

  /** Passes an event on, and lets what it says take effect here. */
  #event(event: RdpClientEvent): void {
    if (this.#disconnected) return;
    if (event.type === 'inactive') this.#deadlines.allow(this.#limits.activationTime);
    this.#emit(event);
  }

  /** Ends the connection for what the server sent. Errors that are not the server's are not caught. */
  #fail(error: unknown): void {
    if (error instanceof ProtocolError) this.#finish('malformed', error);
    else if (error instanceof RdpError) this.#finish('refused', error);
    else throw error;
  }

  #endedByServer(): void {
    if (this.#connection.licenseMissing && this.#session === undefined) this.#finish('refused', licenseRequired());
    else this.#finish('by-server');
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
