import { ProtocolError } from '@beside/bytes';
import { TPKT_HEADER, TPKT_SHORTEST, TPKT_VERSION } from './tpkt.js';

/** What a {@link Framer} accepts; may be changed between two PDUs. */
export interface FramerOptions {
  /** Longest PDU, in bytes. */
  maxLength: number;
  /** Fast-path PDUs may come as well; before the first activation they may not. */
  fastPath: boolean;
}

/** The two kinds of PDU on an RDP connection, told by the first byte. */
export type PduKind = 'tpkt' | 'fast-path';

/**
 * Cuts a byte stream into whole TPKT and fast-path PDUs ([MS-RDPBCGR] 2.2.8.1.2), whatever pieces it comes in.
 *
 * A PDU that lies whole in the input is given out as a view of it. What is kept of an unfinished one is what arrived, never
 * what its length field promises.
 */
export class Framer {
  readonly options: FramerOptions;
  #kept = new Uint8Array(0);
  #keptLength = 0;
  #stopped = false;

  constructor(options: FramerOptions) {
    this.options = options;
  }

  /** True while a PDU has begun and is not yet whole. */
  get partial(): boolean {
    return this.#keptLength > 0;
  }

  /** Gives out nothing any more and forgets what it kept. */
  stop(): void {
    this.#stopped = true;
    this.#kept = new Uint8Array(0);
    this.#keptLength = 0;
  }

  /**
   * Takes the next bytes of the stream.
   *
   * @param handle gets each PDU, header included; the view is valid only during the call, which may {@link stop} the framer
   * @throws ProtocolError the bytes are neither kind of PDU, or the PDU is longer or shorter than it may be
   */
  push(bytes: Uint8Array, handle: (pdu: Uint8Array, kind: PduKind) => void): void {
    let at = 0;
    while (!this.#stopped && at < bytes.length) {
      if (this.#keptLength === 0) {
        const rest = bytes.subarray(at);
        const length = this.#lengthOf(rest, rest.length);
        if (length !== undefined && length <= rest.length) {
          at += length;
          handle(rest.subarray(0, length), kindOf(rest[0]!));
          continue;
        }
        this.#keep(rest);
        return;
      }
      at += this.#complete(bytes.subarray(at), handle);
    }
  }

  /** Adds to the unfinished PDU what it still lacks; one byte while its length is unknown. Returns the bytes taken. */
  #complete(bytes: Uint8Array, handle: (pdu: Uint8Array, kind: PduKind) => void): number {
    const known = this.#lengthOf(this.#kept, this.#keptLength);
    const taken = Math.min((known ?? this.#keptLength + 1) - this.#keptLength, bytes.length);
    this.#keep(bytes.subarray(0, taken));
    const length = known ?? this.#lengthOf(this.#kept, this.#keptLength);
    if (length === this.#keptLength) {
      this.#keptLength = 0;
      handle(this.#kept.subarray(0, length), kindOf(this.#kept[0]!));
    }
    return taken;
  }

  #keep(bytes: Uint8Array): void {
    const needed = this.#keptLength + bytes.length;
    if (needed > this.#kept.length) {
      const larger = new Uint8Array(Math.max(needed, Math.min(2 * this.#kept.length, this.options.maxLength)));
      larger.set(this.#kept.subarray(0, this.#keptLength));
      this.#kept = larger;
    }
    this.#kept.set(bytes, this.#keptLength);
    this.#keptLength = needed;
  }

  /** Length of the PDU that begins `head`, or undefined while too little of it is there to know. */
  #lengthOf(head: Uint8Array, available: number): number | undefined {
    const kind = kindOf(head[0]!);
    if (kind === 'fast-path' && !this.options.fastPath) {
      throw new ProtocolError('rdp.header', 'a fast-path PDU may not come before the connection is active');
    }
    const length = kind === 'tpkt' ? tpktLength(head, available) : fastPathLength(head, available);
    if (length === undefined) return undefined;
    if (length > this.options.maxLength) {
      throw new ProtocolError('rdp.header.length', `is ${length}, more than ${this.options.maxLength} bytes`);
    }
    return length;
  }
}

/** @throws ProtocolError the byte begins neither kind */
function kindOf(first: number): PduKind {
  if (first === TPKT_VERSION) return 'tpkt';
  if ((first & 3) === 0) return 'fast-path';
  throw new ProtocolError('rdp.header', 'is neither a TPKT nor a fast-path PDU');
}

function tpktLength(head: Uint8Array, available: number): number | undefined {
  if (available < TPKT_HEADER) return undefined;
  const length = (head[2]! << 8) | head[3]!;
  if (length < TPKT_SHORTEST) throw new ProtocolError('tpktHeader.length', `is ${length}, too short for any PDU`);
  return length;
}

/** length1, length2: one byte below 0x80, else two bytes of which the top bit is not part ([MS-RDPBCGR] 2.2.8.1.2). */
function fastPathLength(head: Uint8Array, available: number): number | undefined {
  if (available < 2) return undefined;
  const first = head[1]!;
  if (first < 0x80) {
    if (first < 2) throw new ProtocolError('fastPath.length1', `is ${first}, shorter than its header`);
    return first;
  }
  if (available < 3) return undefined;
  const length = ((first & 0x7f) << 8) | head[2]!;
  if (length < 3) throw new ProtocolError('fastPath.length2', `is ${length}, shorter than its header`);
  return length;
}
