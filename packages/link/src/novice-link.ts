import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { LinkError, type LinkErrorCode } from './errors.js';
import { FirstMessageReader } from './first-message.js';
import { DEFAULT_LIMITS, type LinkLimits } from './limits.js';
import { SendQueue } from './send-queue.js';

/** A session's engine as the link drives it: `Novice` of `assist`. All times are ms of the link's clock. */
export interface SessionEngine {
  receive(bytes: Uint8Array, now: number): void;
  tlsStarted(now: number): void;
  tick(now: number): void;
  nextDeadline(): number | undefined;
  streamEnded(now: number): void;
}

/** The events that an engine has for the link itself. `ended` is its last one. */
export type LinkEvent =
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  | { readonly type: 'start-tls' }
  | { readonly type: 'ended' };

export interface NoviceLinkOptions<Engine extends SessionEngine> {
  /** From {@link createIdentity}. */
  readonly secureContext: SecureContext;
  /**
   * Makes the engine, once the first message has come and is of its protocol. Every event of the engine that is of
   * {@link LinkEvent} has to be handed to `obey`, after whatever else is done with it.
   */
  readonly createEngine: (obey: (event: LinkEvent) => void, now: number) => Engine;
  /** Called whenever everything that waited has been taken by the system. */
  readonly drained?: () => void;
  /** The connection is gone and everything is let go of. Called once, last. */
  readonly closed: (error: LinkError | undefined) => void;
  readonly limits?: Partial<LinkLimits>;
  /** ms since 1970, so that an invitation's end holds over a suspended computer. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Longest that a timer sleeps, in ms; Node's own limit is 2^31 - 1. */
const LONGEST_SLEEP = 3600_000;

/**
 * The novice's end of one connection: tells the protocol by its first byte, drives the session's engine over the stream, and
 * makes the stream TLS where the engine asks for it.
 *
 * Whatever the other side does ends at most this connection; nothing here throws for it. All of the stream's bytes go
 * through, in both directions, in order. When {@link NoviceLinkOptions.closed} has been called, no timer and no listener is
 * left but one on the stream that swallows late errors.
 */
export class NoviceLink<Engine extends SessionEngine> {
  readonly #raw: Duplex;
  readonly #options: NoviceLinkOptions<Engine>;
  readonly #limits: LinkLimits;
  readonly #clock: () => number;
  readonly #queue: SendQueue;
  /** The raw stream, later TLS over it. */
  #stream: Duplex;
  #engine: Engine | undefined;
  #state: 'first-message' | 'upgrading' | 'open' | 'closing' | 'closed' = 'first-message';
  /** The engine has asked for TLS, and what it said before has not gone out yet. */
  #upgradeWanted = false;
  #engineEnded = false;
  #error: LinkError | undefined;
  /** When the first message and TLS have to be there; undefined once they are. */
  #handshakeDeadline: number | undefined;
  /** When the other side has to have taken something. */
  #stallDeadline: number | undefined;
  #closeDeadline: number | undefined;
  #timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;
  /** The next turn in which the engine gets what has arrived already. */
  #nextPiece: NodeJS.Immediate | undefined;
  #stopReading: () => void = () => undefined;
  readonly #undo: (() => void)[] = [];

  constructor(stream: Duplex, options: NoviceLinkOptions<Engine>) {
    this.#raw = stream;
    this.#stream = stream;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? Date.now;
    this.#queue = new SendQueue(stream, () => this.#progressed());
    this.#handshakeDeadline = this.#clock() + this.#limits.handshake;
    // A stream may report an error after it was destroyed; without a listener that would end the process.
    stream.on('error', () => undefined);
    this.#listen(stream);
    const reader = new FirstMessageReader(stream, this.#limits.firstMessage);
    const stopReading = this.#on(stream, 'readable', () => {
      const message = reader.read();
      if (!message) return;
      stopReading();
      if (message.type === 'tls') this.#fail('beside-not-offered');
      else if (message.type === 'unknown') this.#fail('not-rdp');
      else this.#begin(message.bytes);
    });
    this.#setTimer();
  }

  /** What has ended the connection, or is about to; undefined while nothing has but the session itself. */
  get error(): LinkError | undefined {
    return this.#error;
  }

  /** Bytes that wait to go out and that the system has not taken yet. */
  queuedBytes(): number {
    return this.#queue.queued;
  }

  /**
   * Calls something of the engine from outside of its events. Does nothing when there is no engine (yet) or it has ended.
   *
   * Every call goes through here: it gets the clock's reading, its faults end the connection and not the process, and the
   * engine's next deadline is looked at afterwards.
   */
  run(call: (engine: Engine, now: number) => void): void {
    if (!this.#engine || this.#engineEnded) return;
    try {
      call(this.#engine, this.#clock());
    } catch (error) {
      this.#fail('fault', error);
    }
    this.#setTimer();
  }

  /** Cuts the connection at once; what waits to go out is lost. For an orderly end, let the engine end. */
  destroy(): void {
    this.#stream.destroy();
    this.#raw.destroy();
  }

  #begin(bytes: Uint8Array): void {
    const now = this.#clock();
    try {
      this.#engine = this.#options.createEngine((event) => this.#obey(event), now);
    } catch (error) {
      this.#fail('fault', error);
      return;
    }
    this.run((engine) => engine.receive(bytes, now));
    // An engine that does not ask for TLS goes on in the clear.
    if (this.#state === 'first-message' && !this.#upgradeWanted && !this.#error) this.#open();
  }

  #obey(event: LinkEvent): void {
    if (event.type === 'send') this.#send(event.bytes);
    else if (event.type === 'start-tls') this.#startTls();
    else this.#finish();
  }

  #send(bytes: Uint8Array): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#stallDeadline ??= this.#clock() + this.#limits.stall;
    this.#queue.push(bytes);
    this.#setTimer();
  }

  /** The system took something of what waits. */
  #progressed(): void {
    if (this.#state === 'closed') return;
    const { queued } = this.#queue;
    this.#stallDeadline = queued === 0 ? undefined : this.#clock() + this.#limits.stall;
    this.#readOn();
    if (queued > 0) return;
    if (this.#upgradeWanted) this.#upgrade();
    else if (this.#state === 'closing') this.#stream.end();
    else if (this.#state === 'open') this.#options.drained?.();
  }

  #startTls(): void {
    this.#upgradeWanted = true;
    if (this.#queue.queued === 0) this.#upgrade();
  }

  /** TLS over the same stream. What has arrived behind the first message is still in the stream, and TLS reads it from there. */
  #upgrade(): void {
    if (this.#state !== 'first-message') return;
    this.#upgradeWanted = false;
    this.#state = 'upgrading';
    this.#unlisten();
    // TLS over a stream that is not a socket may wait for ever for an end; the stream below tells when it is gone.
    this.#on(this.#raw, 'close', () => this.#closed());
    const secure = new TLSSocket(this.#raw, { isServer: true, secureContext: this.#options.secureContext });
    this.#stream = secure;
    this.#queue.switchTo(secure);
    secure.on('error', () => undefined);
    this.#listen(secure);
    this.#on(secure, 'secure', () => {
      if (this.#state !== 'upgrading') return;
      this.#open();
      this.run((engine, now) => engine.tlsStarted(now));
    });
  }

  /** From here on whatever arrives goes to the engine. */
  #open(): void {
    this.#state = 'open';
    this.#handshakeDeadline = undefined;
    this.#stopReading = this.#on(this.#stream, 'readable', () => this.#readOn());
  }

  /**
   * Gives the engine one piece of what has arrived, and the rest in later turns of the event loop: between two pieces the
   * novice's Stop is heard, however much input comes in.
   */
  #readOn(): void {
    // A stream that is destroyed still gives what it has; an engine that has failed gets no more of it.
    if (this.#state !== 'open' || this.#error || this.#nextPiece || this.#queue.queued > this.#limits.queue) return;
    const bytes: Uint8Array | null = this.#stream.read(Math.min(this.#stream.readableLength, this.#limits.piece));
    if (bytes === null) return;
    this.run((engine, now) => engine.receive(bytes, now));
    if (this.#state !== 'open') return;
    // Also when nothing is left: a stream tells its end only to somebody who asks for more.
    this.#nextPiece = setImmediate(() => {
      this.#nextPiece = undefined;
      this.#readOn();
    });
  }

  /** What ends a stream, plain or TLS. */
  #listen(stream: Duplex): void {
    this.#on(stream, 'end', () => this.#peerEnded());
    this.#on(stream, 'error', (error: Error) => {
      // Once the session has ended, how the other side hangs up is its own affair.
      if (this.#state === 'closing') return;
      this.#error ??= new LinkError(this.#state === 'upgrading' ? 'tls-failed' : 'broken', { cause: error });
    });
    this.#on(stream, 'close', () => this.#closed());
  }

  #peerEnded(): void {
    if (this.#state === 'upgrading') this.#error ??= new LinkError('tls-failed');
    this.run((engine, now) => engine.streamEnded(now));
    this.#finish();
  }

  /** The engine has ended: lets the last bytes out, then closes, within the time limit. */
  #finish(): void {
    this.#engineEnded = true;
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#state = 'closing';
    this.#handshakeDeadline = undefined;
    this.#closeDeadline = this.#clock() + this.#limits.close;
    this.#stopReading();
    // Read on and throw away: a socket that is closed with unread bytes resets, and the other side may lose the last words.
    this.#stream.resume();
    if (this.#queue.queued === 0) this.#stream.end();
    this.#setTimer();
  }

  #fail(code: LinkErrorCode, cause?: unknown): void {
    this.#error ??= new LinkError(code, cause === undefined ? undefined : { cause });
    this.destroy();
  }

  #closed(): void {
    if (this.#state === 'closed') return;
    // The engine says its last before the link does.
    this.run((engine, now) => engine.streamEnded(now));
    this.#state = 'closed';
    this.#engineEnded = true;
    this.#unlisten();
    this.#queue.clear();
    if (this.#timer) clearTimeout(this.#timer.handle);
    this.#timer = undefined;
    if (this.#nextPiece) clearImmediate(this.#nextPiece);
    this.destroy();
    this.#options.closed(this.#error);
  }

  /** Sleeps until whatever is due first. A timer that fires too early only looks again. */
  #setTimer(): void {
    if (this.#state === 'closed') return;
    const engine = this.#engineEnded ? undefined : this.#engine?.nextDeadline();
    const due = Math.min(
      this.#handshakeDeadline ?? Number.POSITIVE_INFINITY,
      this.#stallDeadline ?? Number.POSITIVE_INFINITY,
      this.#closeDeadline ?? Number.POSITIVE_INFINITY,
      engine ?? Number.POSITIVE_INFINITY,
    );
    if (due === Number.POSITIVE_INFINITY || (this.#timer && this.#timer.at <= due)) return;
    if (this.#timer) clearTimeout(this.#timer.handle);
    const sleep = Math.min(Math.max(due - this.#clock(), 1), LONGEST_SLEEP);
    this.#timer = { at: due, handle: setTimeout(() => this.#tick(), sleep) };
  }

  #tick(): void {
    this.#timer = undefined;
    const now = this.#clock();
    if (this.#closeDeadline !== undefined && now >= this.#closeDeadline) this.destroy();
    else if (this.#handshakeDeadline !== undefined && now >= this.#handshakeDeadline) this.#fail('handshake-timeout');
    else if (this.#stallDeadline !== undefined && now >= this.#stallDeadline) this.#fail('stalled');
    else {
      const engine = this.#engineEnded ? undefined : this.#engine?.nextDeadline();
      if (engine !== undefined && now >= engine) this.run((active) => active.tick(now));
    }
    this.#setTimer();
  }

  #on<Args extends unknown[]>(stream: Duplex, event: string, listener: (...args: Args) => void): () => void {
    stream.on(event, listener as (...args: unknown[]) => void);
    const undo = () => void stream.off(event, listener as (...args: unknown[]) => void);
    this.#undo.push(undo);
    return undo;
  }

  #unlisten(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }
}
