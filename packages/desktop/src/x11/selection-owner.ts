import type { Connection } from './connection.js';
import { EventCode, EventMask } from './events.js';
import type { Fields } from './ffi/fields.js';
import { Atom, type ClipboardAtoms, PROPERTY_DELETED } from './selection.js';

/** Texts above this many bytes are handed over in parts of it. */
const PART = 64 << 10;
/** Handings-over in parts that run at a time; further programs that ask are refused. */
const TRANSFER_LIMIT = 16;
/** Milliseconds that a program may take for each part. */
const STEP_TIME = 5000;
const EVENT_MASK_ATTRIBUTE = 1 << 11;
const REPLACE = 0;
const CURRENT_TIME = 0;
const NONE = 0;

interface Transfer {
  readonly requestor: number;
  readonly property: number;
  readonly type: number;
  readonly bytes: Uint8Array;
  sent: number;
  timer: NodeJS.Timeout;
}

/** Hands Beside's text to the programs that ask for the clipboard (ICCCM 2.0, sections 2.2 and 2.7.2). */
export class SelectionOwner {
  readonly #connection: Connection;
  readonly #window: number;
  readonly #atoms: ClipboardAtoms;
  readonly #transfers = new Set<Transfer>();
  #text: string | null = null;
  #since = CURRENT_TIME;

  /** @param window the window of this connection that owns the clipboard */
  constructor(connection: Connection, window: number, atoms: ClipboardAtoms) {
    this.#connection = connection;
    this.#window = window;
    this.#atoms = atoms;
    connection.on(EventCode.SelectionRequest, (event) => {
      if (event.u32(8) === window && event.u32(16) === atoms.clipboard) this.#answer(event);
    });
    connection.on(EventCode.SelectionClear, (event) => {
      if (event.u32(8) === window && event.u32(12) === atoms.clipboard) this.#text = null;
    });
    connection.on(EventCode.PropertyNotify, (event) => {
      if (event.u8(16) === PROPERTY_DELETED) this.#goOn(event.u32(4), event.u32(8));
    });
  }

  /** The text that Beside put into the clipboard, as long as it is in there. */
  get text(): string | null {
    return this.#text;
  }

  /**
   * Takes the clipboard. With the current time, since no event of a person leads here whose time could be named; the
   * server tells afterwards which time it was.
   */
  own(text: string): void {
    this.#text = text;
    this.#connection.core.set_selection_owner(this.#window, this.#atoms.clipboard, CURRENT_TIME);
  }

  /** @param time the server's time at which the clipboard was taken */
  owned(time: number): void {
    this.#since = time;
  }

  /** Stops every handing-over. */
  close(): void {
    for (const transfer of [...this.#transfers]) this.#end(transfer);
  }

  #answer(request: Fields): void {
    const requestor = request.u32(12);
    const target = request.u32(20);
    // Old programs name no property and mean one called like the target.
    const property = request.u32(24) || target;
    const done = this.#put(requestor, target, property);
    const event = new Uint8Array(32);
    event[0] = EventCode.SelectionNotify;
    new Uint32Array(event.buffer, 4, 5).set([request.u32(4), requestor, request.u32(16), target, done ? property : NONE]);
    this.#connection.core.send_event(0, requestor, 0, event);
  }

  /** @returns false when the target is not to be had */
  #put(requestor: number, target: number, property: number): boolean {
    const { core } = this.#connection;
    const { targets, timestamp, utf8, mimeUtf8 } = this.#atoms;
    if (this.#text === null) return false;
    if (target === targets) {
      const offered = new Uint32Array([targets, timestamp, utf8, mimeUtf8, Atom.String]);
      core.change_property(REPLACE, requestor, property, Atom.Atom, 32, offered.length, offered);
      return true;
    }
    if (target === timestamp) {
      core.change_property(REPLACE, requestor, property, Atom.Integer, 32, 1, new Uint32Array([this.#since]));
      return true;
    }
    if (target !== utf8 && target !== mimeUtf8 && target !== Atom.String) return false;
    const bytes = target === Atom.String ? Buffer.from(this.#text, 'latin1') : new TextEncoder().encode(this.#text);
    if (bytes.length > PART) return this.#begin(requestor, property, target, bytes);
    core.change_property(REPLACE, requestor, property, target, 8, bytes.length, bytes);
    return true;
  }

  #begin(requestor: number, property: number, type: number, bytes: Uint8Array): boolean {
    if (this.#transfers.size >= TRANSFER_LIMIT) return false;
    const { core } = this.#connection;
    const transfer: Transfer = {
      requestor,
      property,
      type,
      bytes,
      sent: 0,
      timer: setTimeout(() => this.#end(transfer), STEP_TIME),
    };
    transfer.timer.unref();
    this.#transfers.add(transfer);
    core.change_window_attributes(requestor, EVENT_MASK_ATTRIBUTE, new Uint32Array([EventMask.PropertyChange]));
    core.change_property(REPLACE, requestor, property, this.#atoms.incr, 32, 1, new Uint32Array([bytes.length]));
    return true;
  }

  /** The receiver took the last part: the next one, of which one without bytes is the end. */
  #goOn(requestor: number, property: number): void {
    for (const transfer of this.#transfers) {
      if (transfer.requestor !== requestor || transfer.property !== property) continue;
      const part = transfer.bytes.subarray(transfer.sent, transfer.sent + PART);
      this.#connection.core.change_property(REPLACE, requestor, property, transfer.type, 8, part.length, part);
      transfer.sent += part.length;
      if (part.length === 0) this.#end(transfer);
      else transfer.timer.refresh();
      return;
    }
  }

  #end(transfer: Transfer): void {
    clearTimeout(transfer.timer);
    this.#transfers.delete(transfer);
    if ([...this.#transfers].some(({ requestor }) => requestor === transfer.requestor)) return;
    this.#connection.core.change_window_attributes(transfer.requestor, EVENT_MASK_ATTRIBUTE, new Uint32Array([0]));
  }
}
