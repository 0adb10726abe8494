import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { Deadlines } from './deadlines.js';
import type { LinkEvent, Opened, SessionEngine, SessionLinkOptions } from './engine.js';
import { LinkError, type LinkErrorCode } from './errors.js';
import { type FirstMessage, FirstMessageReader } from './first-message.js';
import { DEFAULT_LIMITS, type LinkLimits } from './limits.js';
import { Listeners } from './listeners.js';
import { MessageReader } from './message-reader.js';
import { PieceReader } from './piece-reader.js';
import type { ProofTalk } from './proof-talk.js';
import { SendQueue } from './send-queue.js';

/**
 * One connection, driven: the stream, TLS over it, the engine, one timer for all deadlines, what waits to go out, the orderly
 * end. How it is opened is the affair of the two ends, {@link NoviceLink} and {@link ExpertLink}.
 *
 * Whatever the other side does ends at most this connection; nothing here throws for it. All of the stream's bytes go
 * through, in both directions, in order. When {@link SessionLinkOptions.closed} has been called, no timer and no listener is
 * left but one on the stream that swallows late errors.
 */
export abstract class SessionLink<Engine extends SessionEngine> {
  readonly #limits: LinkLimits;
  readonly #raw: Duplex;
  readonly #options: SessionLinkOptions<Engine>;
  readonly #clock: () => number;
  readonly #queue: SendQueue;
  /** When the connection has to be open, the other side to have taken something, the last bytes to be out; and two that wait. */
  readonly #deadlines: Deadlines<'open' | 'stall' | 'close' | 'proof' | 'engine'>;
  /** The raw stream, later TLS over it. */
  #stream: Duplex;
  #engine: Engine | undefined;
  #state: 'opening' | 'upgrading' | 'open' | 'closing' | 'closed' = 'opening';
  /** The engine has asked for TLS, and what it said before has not gone out yet. */
  #upgradeWanted = false;
  #proving = false;
  /** What reads the first message, while it is awaited. */
  #first: FirstMessageReader | undefined;
  #engineEnded = false;
  #error: LinkError | undefined;
  #reading = true;
  #pieces: PieceReader | undefined;
  #stopReading: () => void = () => undefined;
  readonly #listeners = new Listeners();

  protected constructor(stream: Duplex, options: SessionLinkOptions<Engine>) {
    this.#raw = stream;
    this.#stream = stream;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? Date.now;
    this.#queue = new SendQueue(stream, () => this.#progressed());
    this.#deadlines = new Deadlines(this.#clock);
    this.#openWithin(this.#limits.handshake);
    // A stream may report an error after it was destroyed; without a listener that would end the process.
    stream.on('error', () => undefined);
    this.#listen(stream);
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
    const engine = this.#engine;
    if (!engine || this.#engineEnded) return;
    this.#guard(() => call(engine, this.#clock()));
    this.#engineDeadline();
  }

  /**
   * Off: what the other side sends stays in the stream, so that it soon can send no more; also its end is not seen then.
   * Everything else goes on. For an engine whose user cannot take as much as comes in, as a slow disk does.
   */
  setReading(on: boolean): void {
    this.#reading = on;
    this.#pieces?.readOn();
  }

  /** Cuts the connection at once; what waits to go out is lost. For an orderly end, let the engine end. */
  destroy(): void {
    this.#stream.destroy();
    this.#raw.destroy();
  }

  /** Puts this end's TLS over the stream, for an engine that has asked for it. */
  protected abstract upgrade(raw: Duplex): TLSSocket;

  /** Looks at the TLS that an engine has asked for: why the connection is to end, or undefined when all is well. */
  protected abstract judgeTls(secure: TLSSocket): LinkErrorCode | undefined;

  /** Why TLS could not be agreed; without an error, the other side hung up. */
  protected abstract whyTlsFailed(error?: Error): LinkErrorCode;

  /** The connection is gone: lets go of what this end holds besides. */
  protected released(): void {
    // Nothing, here.
  }

  /** Until the connection is open: nothing has been refused, nothing has ended. */
  protected get opening(): boolean {
    return this.#state === 'opening' && !this.#error;
  }

  /** Takes the first message that comes, and not a byte more. */
  protected onFirstMessage(then: (message: FirstMessage) => void): void {
    const reader = new FirstMessageReader(this.#raw, this.#limits.firstMessage);
    this.#first = reader;
    const stop = this.#listeners.on(this.#raw, 'readable', () => {
      const message = this.opening ? reader.read() : undefined;
      if (!message) return;
      this.#first = undefined;
      stop();
      then(message);
    });
    this.#stopReading = stop;
  }

  /** Has this end's side of the proof spoken, with time for that; once both have proved, the engine is made. */
  protected prove(speak: (talk: ProofTalk, proved: (checkNumber: string) => void) => void): void {
    this.#proving = true;
    this.#openWithin(this.#limits.proof);
    const malformed = (cause?: unknown) => {
      if (this.opening) this.fail('malformed', cause);
    };
    const reader = new MessageReader(this.#stream, malformed, () => this.#peerEnded());
    this.#stopReading = this.#listeners.on(this.#stream, 'readable', () => {
      if (this.opening) this.#guard(() => reader.readable());
    });
    const talk: ProofTalk = {
      now: this.#clock,
      read: (length, then) => reader.read(length, then),
      send: (bytes) => this.#send(bytes),
      later: (at, then) => {
        this.#deadlines.set('proof', at, () => {
          if (this.opening) this.#guard(then);
        });
      },
      refuse: (code) => this.#refuse(code),
      malformed,
    };
    speak(talk, (checkNumber) => {
      reader.stop();
      this.begin({ way: 'beside', checkNumber });
      this.#open();
    });
  }

  /** Makes the engine. */
  protected begin(opened: Opened): void {
    this.#guard(() => {
      this.#engine = this.#options.createEngine((event) => this.#obey(event), this.#clock(), opened);
    });
    this.#engineDeadline();
  }

  /** Gives the engine the one message that comes before TLS. An engine that does not ask for TLS then goes on in the clear. */
  protected firstMessage(bytes: Uint8Array): void {
    this.run((engine, now) => engine.receive(bytes, now));
    if (!this.#upgradeWanted) this.#open();
  }

  /** From here on whatever arrives goes to the engine. */
  #open(): void {
    if (!this.opening) return;
    this.#stopReading();
    this.#state = 'open';
    this.#deadlines.cancel('open');
    const pieces = new PieceReader(
      this.#stream,
      this.#limits.piece,
      () => this.#mayRead(),
      (bytes) => this.run((engine, now) => engine.receive(bytes, now)),
    );
    this.#pieces = pieces;
    this.#stopReading = this.#listeners.on(this.#stream, 'readable', () => pieces.readOn());
  }

  #send(bytes: Uint8Array): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    if (!this.#deadlines.has('stall')) this.#mayStall();
    this.#queue.push(bytes);
  }

  /**
   * TLS over the same stream. What has arrived already and has not been read is still in the stream, and TLS reads it from there.
   *
   * @param agreed called when the handshake is through
   */
  protected secure(create: (raw: Duplex) => TLSSocket, agreed: (secure: TLSSocket) => void): void {
    if (!this.opening) return;
    this.#state = 'upgrading';
    this.#listeners.clear();
    // TLS over a stream that is not a socket may wait for ever for an end, and hear of an error too late; the stream below tells.
    this.#listeners.on(this.#raw, 'error', (error: Error) => this.#broke(error));
    this.#listeners.on(this.#raw, 'close', () => this.#closed());
    const secure = create(this.#raw);
    this.#stream = secure;
    this.#queue.switchTo(secure);
    secure.on('error', () => undefined);
    this.#listen(secure);
    this.#listeners.on(secure, 'secure', () => {
      if (this.#state !== 'upgrading') return;
      this.#state = 'opening';
      this.#guard(() => agreed(secure));
    });
  }

  /** Ends the connection at once. */
  protected fail(code: LinkErrorCode, cause?: unknown): void {
    this.#error ??= new LinkError(code, cause === undefined ? undefined : { cause });
    this.destroy();
  }

  /** Ends the connection when what has been said is out. */
  #refuse(code: LinkErrorCode): void {
    this.#error ??= new LinkError(code);
    this.#finish();
  }

  /** A mistake of ours ends this connection and not the process. */
  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.fail('fault', error);
    }
  }

  #obey(event: LinkEvent): void {
    if (event.type === 'send') this.#send(event.bytes);
    else if (event.type === 'start-tls') this.#startTls();
    else this.#finish();
  }

  #startTls(): void {
    this.#upgradeWanted = true;
    if (this.#queue.queued === 0) this.#upgrade();
  }

  #upgrade(): void {
    this.#upgradeWanted = false;
    if (this.#stream !== this.#raw) {
      this.fail('fault', new Error('the engine asked for TLS inside of TLS'));
      return;
    }
    this.secure(
      (raw) => this.upgrade(raw),
      (secure) => {
        const problem = this.judgeTls(secure);
        if (problem) {
          this.fail(problem);
          return;
        }
        this.#open();
        this.run((engine, now) => engine.tlsStarted(now));
      },
    );
  }

  /** The system took something of what waits. */
  #progressed(): void {
    if (this.#state === 'closed') return;
    const { queued } = this.#queue;
    if (queued === 0) this.#deadlines.cancel('stall');
    else this.#mayStall();
    this.#pieces?.readOn();
    if (queued > 0) return;
    if (this.#upgradeWanted) this.#upgrade();
    else if (this.#state === 'closing') this.#stream.end();
    else if (this.#state === 'open') this.#options.drained?.();
  }

  /** What ends a stream, plain or TLS. */
  #listen(stream: Duplex): void {
    this.#listeners.on(stream, 'end', () => this.#peerEnded());
    this.#listeners.on(stream, 'error', (error: Error) => this.#broke(error));
    this.#listeners.on(stream, 'close', () => this.#closed());
  }

  #broke(error: Error): void {
    // Once the session has ended, how the other side hangs up is its own affair.
    if (this.#state === 'closing') return;
    this.#error ??= new LinkError(this.#whyGone(error) ?? 'broken', { cause: error });
  }

  /** What it means that the other side is gone at this point; undefined where that needs no word of the link. */
  #whyGone(error?: Error): LinkErrorCode | undefined {
    if (this.#state === 'upgrading') return this.whyTlsFailed(error);
    return this.#state === 'opening' && this.#proving ? 'proof-unfinished' : undefined;
  }

  #peerEnded(): void {
    const why = this.#whyGone() ?? (this.#first?.begun ? 'not-rdp' : undefined);
    if (why) this.#error ??= new LinkError(why);
    this.run((engine, now) => engine.streamEnded(now));
    this.#finish();
  }

  /** The engine has ended: lets the last bytes out, then closes, within the time limit. */
  #finish(): void {
    this.#engineEnded = true;
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#state = 'closing';
    this.#deadlines.cancel('open');
    this.#deadlines.set('close', this.#clock() + this.#limits.close, () => this.destroy());
    this.#stopReading();
    // Read on and throw away: a socket that is closed with unread bytes resets, and the other side may lose the last words.
    this.#stream.resume();
    if (this.#queue.queued === 0) this.#stream.end();
  }

  #closed(): void {
    if (this.#state === 'closed') return;
    // The engine says its last before the link does.
    this.run((engine, now) => engine.streamEnded(now));
    this.#state = 'closed';
    this.#engineEnded = true;
    this.#listeners.clear();
    this.#queue.clear();
    this.#deadlines.clear();
    this.#pieces?.stop();
    this.destroy();
    this.released();
    this.#options.closed(this.#error);
  }

  #openWithin(time: number): void {
    this.#deadlines.set('open', this.#clock() + time, () => this.fail('handshake-timeout'));
  }

  #mayRead(): boolean {
    // A stream that is destroyed still gives what it has; an engine that has failed gets no more of it.
    return this.#state === 'open' && this.#reading && !this.#error && this.#queue.queued <= this.#limits.queue;
  }

  #mayStall(): void {
    this.#deadlines.set('stall', this.#clock() + this.#limits.stall, () => this.fail('stalled'));
  }

  #engineDeadline(): void {
    const at = this.#engineEnded ? undefined : this.#engine?.nextDeadline();
    this.#deadlines.set('engine', at, () => this.run((engine, now) => engine.tick(now)));
  }
}
