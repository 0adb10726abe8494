import koffi, { type node } from 'koffi';
import { DesktopError } from '../desktop.js';
import { connect } from './connect.js';
import { EventCode } from './events.js';
import { Fields } from './ffi/fields.js';
import { copyOut, libc } from './ffi/libc.js';
import type { Pointer } from './ffi/library.js';
import type { CORE, Requests, RequestTable } from './ffi/requests.js';
import { type ExtensionLibrary, type RequestFunctions, xcb } from './ffi/xcb.js';
import { readSetup, type Setup } from './setup.js';

const EVENT_MASK_ATTRIBUTE = 1 << 11;

/** An extension that the server has. */
export interface Extension<T extends RequestTable> {
  readonly requests: Requests<T>;
  /** Code of its first event; the others follow. */
  readonly firstEvent: number;
}

/** A request that the server refused. Almost always a window of somebody else that went away meanwhile. */
export class XError extends Error {
  override readonly name = 'XError';
  /** X Window System Protocol, section 4: 3 is Window, 8 is Match, 9 is Drawable, 10 is Access, ... */
  readonly code: number;

  constructor(error: Fields) {
    super(`the X server refused request ${error.u8(10)}.${error.u16(8)} on ${error.u32(4).toString(16)}: error ${error.u8(1)}`);
    this.code = error.u8(1);
  }
}

/** Of what is told to its makers of an event: its fields, as the protocol has them. */
export type EventHandler = (event: Fields) => void;

interface Waiter {
  readonly resolve: (reply: Fields) => void;
  readonly reject: (error: Error) => void;
}

interface Check {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * One connection to an X server. Everything happens on this thread: requests are written at the end of the turn in which
 * they were made, replies and events come when the socket turns readable. No error of the server ends anything:
 * `reply` and `done` reject with {@link XError}, and for a request that nobody asked about it is dropped.
 */
export class Connection {
  readonly setup: Setup;
  /** As a person would write it: ":0". */
  readonly display: string;
  readonly core: Requests<typeof CORE>;
  /** True when the server is on this machine, so that memory can be shared with it. */
  readonly local: boolean;

  #xcb: Pointer;
  #poll: node.PollHandle | null;
  #lostError: DesktopError | null = null;
  #flushSoon = false;
  #pumpSoon = false;
  #marked = true;
  #rootMask = 0;
  readonly #replies = new Map<number, Waiter>();
  readonly #checks = new Map<number, Check>();
  readonly #handlers = new Map<number, Set<EventHandler>>();
  readonly #xiHandlers = new Map<number, Set<EventHandler>>();
  readonly #lostHandlers = new Set<(error: DesktopError) => void>();
  readonly #atoms = new Map<string, number>();

  /**
   * @param display an X display name; without it the environment's DISPLAY. XAUTHORITY is honoured.
   * @throws DesktopError `no-display`, `not-allowed`, `missing-part`
   */
  static async open(display?: string): Promise<Connection> {
    return new Connection(await connect(display ?? null));
  }

  private constructor(made: { connection: Pointer; screen: number; display: string; local: boolean }) {
    this.#xcb = made.connection;
    this.display = made.display;
    this.local = made.local;
    const setup = xcb().get_setup(this.#xcb)!;
    const length = 8 + 4 * new Fields(copyOut(setup, 8)).u16(6);
    this.setup = readSetup(new Fields(copyOut(setup, length)), made.screen);
    this.core = this.#bind(xcb().core);
    // Called outside of any JavaScript turn, where promises would not be served: the immediate is a turn of its own.
    this.#poll = koffi.node.poll(xcb().get_file_descriptor(this.#xcb), () => this.#schedulePump());
  }

  get root(): number {
    return this.setup.root;
  }

  /** Whether the server is gone, or this end closed. */
  get lost(): boolean {
    return this.#lostError !== null;
  }

  /** A new id for a window, pixmap, ... of this connection. */
  id(): number {
    return xcb().generate_id(this.#xcb);
  }

  /** Bytes that one request can have. */
  get requestLimit(): number {
    return xcb().get_maximum_request_length(this.#xcb) * 4;
  }

  /** @returns the extension, or null when the server lacks it (its requests would make xcb give the connection up) */
  extension<T extends RequestTable>(library: ExtensionLibrary<T>): Extension<T> | null {
    const data = xcb().get_extension_data(this.#xcb, library.id);
    if (!data) return null;
    const reply = new Fields(copyOut(data, 32));
    if (reply.u8(8) === 0) return null;
    return { requests: this.#bind(library.requests), firstEvent: reply.u8(10) };
  }

  /**
   * The reply to a request that has one.
   *
   * @throws XError when the server refused it
   * @throws DesktopError `lost`
   */
  reply(sequence: number): Promise<Fields> {
    return new Promise((resolve, reject) => {
      if (this.#lostError || sequence === 0) reject(this.#lostError ?? this.#brokenError());
      else this.#replies.set(sequence, { resolve, reject });
    });
  }

  /** The same, without letting go of the thread: for short questions whose answer decides what is sent next. Null: refused or lost. */
  replyNow(sequence: number): Fields | null {
    const { reply, error } = xcb().wait_for_reply(this.#xcb, sequence);
    this.#schedulePump();
    if (error) libc().free(error);
    return reply ? takeReply(reply) : null;
  }

  /**
   * Resolves when the server has carried out a request that has no reply. To be asked in the turn that made the request.
   *
   * @throws XError when the server refused it
   * @throws DesktopError `lost`
   */
  done(sequence: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#lostError || sequence === 0) reject(this.#lostError ?? this.#brokenError());
      else {
        this.#checks.set(sequence, { resolve, reject });
        this.#marked = false;
      }
    });
  }

  /** Number of a name, which stays the same for the server's life. */
  async atom(name: string): Promise<number> {
    const known = this.#atoms.get(name);
    if (known !== undefined) return known;
    const bytes = new TextEncoder().encode(name);
    const atom = (await this.reply(this.core.intern_atom(0, bytes.length, bytes))).u32(8);
    this.#atoms.set(name, atom);
    return atom;
  }

  /**
   * Calls `handler` with every event of a code; several handlers of one code all hear it and look at its window
   * themselves. Events that another client made up by SendEvent are not told, except for the two that are only ever made so.
   *
   * @returns takes the handler away
   */
  on(code: number, handler: EventHandler): () => void {
    return subscribe(this.#handlers, code, handler);
  }

  /** The same for X Input 2 events, by their type. */
  onXi(type: number, handler: EventHandler): () => void {
    return subscribe(this.#xiHandlers, type, handler);
  }

  /** Listens to core events of the root window, beside those that were asked for before: a window has one mask a connection. */
  selectRoot(mask: number): void {
    this.#rootMask |= mask;
    this.core.change_window_attributes(this.root, EVENT_MASK_ATTRIBUTE, new Uint32Array([this.#rootMask]));
  }

  /** Called once, when the server is gone; not for {@link close}. */
  onLost(handler: (error: DesktopError) => void): void {
    this.#lostHandlers.add(handler);
  }

  /** Sends what was requested now, and not at the end of the turn. */
  flush(): void {
    this.#flushSoon = false;
    if (!this.#marked) {
      // Its reply comes after the error of every request before it: then those without an error went well.
      this.#marked = true;
      const last = [...this.#checks.keys()].at(-1)!;
      this.reply(xcb().core.get_input_focus(this.#xcb)).then(
        () => this.#settleChecks(last),
        () => {}, // lost, which has rejected the checks itself
      );
    }
    xcb().flush(this.#xcb);
    // Writing may have read, too; what it read makes no socket readable.
    this.#schedulePump();
  }

  /** Lets go of the server; what is waited for rejects. Can be called twice. */
  close(): void {
    this.#lostHandlers.clear();
    xcb().flush(this.#xcb);
    this.#lose(new DesktopError('lost', `The X display ${this.display} was closed.`));
  }

  #bind<T extends RequestTable>(functions: RequestFunctions<T>): Requests<T> {
    const bound: Record<string, unknown> = {};
    for (const [name, request] of Object.entries(functions)) {
      bound[name] = (...parameters: unknown[]) => {
        if (!this.#flushSoon) {
          this.#flushSoon = true;
          queueMicrotask(() => {
            if (this.#flushSoon) this.flush();
          });
        }
        return (request as (...all: unknown[]) => number)(this.#xcb, ...parameters);
      };
    }
    return bound as Requests<T>;
  }

  #schedulePump(): void {
    if (this.#pumpSoon || this.#lostError) return;
    this.#pumpSoon = true;
    setImmediate(() => {
      this.#pumpSoon = false;
      this.#pump();
    });
  }

  /** Takes in everything that has arrived. Events first: an error stands before the reply that shows it is complete. */
  #pump(): void {
    for (;;) {
      const event = this.#lostError ? null : xcb().poll_for_event(this.#xcb);
      if (!event) break;
      this.#dispatch(takeEvent(event));
    }
    for (const [sequence, waiter] of this.#replies) {
      const answer = xcb().poll_for_reply(this.#xcb, sequence);
      if (!answer) break;
      this.#replies.delete(sequence);
      if (answer.reply) waiter.resolve(takeReply(answer.reply));
      else if (answer.error) waiter.reject(new XError(takeError(answer.error)));
      else waiter.reject(this.#brokenError());
    }
    if (!this.#lostError && xcb().connection_has_error(this.#xcb) !== 0) this.#lose(this.#brokenError());
  }

  #dispatch(event: Fields): void {
    const code = event.u8(0) & 0x7f;
    if (code === 0) {
      const sequence = event.u32(event.length - 4);
      this.#checks.get(sequence)?.reject(new XError(event));
      this.#checks.delete(sequence);
      return;
    }
    const madeUp = event.u8(0) !== code;
    if (madeUp && code !== EventCode.ClientMessage && code !== EventCode.SelectionNotify) return;
    const handlers = code === EventCode.Generic ? this.#xiHandlers.get(event.u16(8)) : this.#handlers.get(code);
    if (handlers) for (const handler of [...handlers]) handler(event);
  }

  #settleChecks(last: number): void {
    for (const [sequence, check] of this.#checks) {
      this.#checks.delete(sequence);
      check.resolve();
      if (sequence === last) return;
    }
  }

  #brokenError(): DesktopError {
    return new DesktopError('lost', `The X display ${this.display} has ended.`);
  }

  #lose(error: DesktopError): void {
    if (this.#lostError) return;
    this.#lostError = error;
    this.#poll?.close();
    this.#poll = null;
    xcb().disconnect(this.#xcb);
    // Late callers find a connection that does nothing, where the freed one would end the process.
    this.#xcb = xcb().noConnection();
    for (const waiter of [...this.#replies.values(), ...this.#checks.values()]) waiter.reject(error);
    this.#replies.clear();
    this.#checks.clear();
    this.#handlers.clear();
    this.#xiHandlers.clear();
    for (const handler of this.#lostHandlers) handler(error);
    this.#lostHandlers.clear();
  }
}

function subscribe(all: Map<number, Set<EventHandler>>, key: number, handler: EventHandler): () => void {
  const set = all.get(key) ?? new Set();
  all.set(key, set.add(handler));
  return () => set.delete(handler);
}

function takeReply(reply: Pointer): Fields {
  const length = 32 + 4 * new Fields(copyOut(reply, 8)).u32(4);
  const fields = new Fields(copyOut(reply, length));
  libc().free(reply);
  return fields;
}

/** Errors and plain events have 32 bytes, after which xcb puts the full sequence number: it is kept there as the last field. */
function takeError(error: Pointer): Fields {
  const fields = new Fields(copyOut(error, 36));
  libc().free(error);
  return fields;
}

/** A generic event goes on after its first 32 bytes, where xcb puts the full sequence number in between: it is moved to the end. */
function takeEvent(event: Pointer): Fields {
  const head = new Fields(copyOut(event, 36));
  const more = (head.u8(0) & 0x7f) === EventCode.Generic ? 4 * head.u32(4) : 0;
  if (more === 0) {
    libc().free(event);
    return head;
  }
  const bytes = new Uint8Array(36 + more);
  bytes.set(head.bytes.subarray(0, 32));
  libc().memcpy(bytes.subarray(32), event + 36n, more);
  bytes.set(head.bytes.subarray(32), 32 + more);
  libc().free(event);
  return new Fields(bytes);
}
