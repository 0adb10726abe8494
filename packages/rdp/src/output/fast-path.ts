import { Writer } from '@beside/bytes';
import { FAST_PATH_HEADER } from '../security/security-layer.js';

/** Update codes of fast-path output ([MS-RDPBCGR] 2.2.9.1.2.1). */
export const UpdateCode = {
  orders: 0x0,
  bitmap: 0x1,
  palette: 0x2,
  synchronize: 0x3,
  surfaceCommands: 0x4,
  pointerHidden: 0x5,
  pointerDefault: 0x6,
  pointerPosition: 0x8,
  colorPointer: 0x9,
  cachedPointer: 0xa,
  newPointer: 0xb,
  largePointer: 0xc,
} as const;
export type UpdateCode = (typeof UpdateCode)[keyof typeof UpdateCode];

/**
 * Longest fast-path PDU that is sent, in bytes. The length field could say 0x7fff; Windows and FreeRDP send no more than
 * this, and it fits one TLS record.
 */
const MAX_PDU = 0x3fff;
/** Most that a security layer takes of a PDU, in bytes: dataSignature ([MS-RDPBCGR] 2.2.9.1.2). */
const MAX_OVERHEAD = 8;
/** updateHeader, size. */
const UPDATE_HEADER = 3;

/** Most data an update can hold that is not cut into fragments, in bytes. */
export const MAX_UPDATE = MAX_PDU - FAST_PATH_HEADER - MAX_OVERHEAD - UPDATE_HEADER;

/** Fragmentation bits of updateHeader ([MS-RDPBCGR] 2.2.9.1.2.1). */
const LAST = 1 << 4;
const FIRST = 2 << 4;
const NEXT = 3 << 4;

/**
 * Packs updates into server fast-path update PDUs ([MS-RDPBCGR] 2.2.9.1.2): several short updates share a PDU, a long one
 * is cut into fragments. One buffer is used for everything.
 */
export class FastPathWriter {
  readonly #write: (pdu: Uint8Array) => void;
  readonly #pdu = new Writer(MAX_PDU);
  /** Where the first update stands in a PDU. */
  readonly #first: number;
  /** Where the open update's header stands in the PDU; 0 while none is open. */
  #open = 0;

  /**
   * @param overhead bytes behind the header that are left free for the security layer, at most 8
   * @param write takes one whole PDU; the view is valid only during the call
   */
  constructor(overhead: number, write: (pdu: Uint8Array) => void) {
    this.#first = FAST_PATH_HEADER + overhead;
    this.#write = write;
    this.#start();
  }

  /** Data that still fits the open update, in bytes. */
  get room(): number {
    return MAX_PDU - this.#pdu.length;
  }

  /**
   * Opens an update, in the PDU that is being filled if `atLeast` bytes of data fit it, else in a new one.
   *
   * @param atLeast at most {@link MAX_UPDATE}
   * @returns where to write the data, no more than {@link room}, before {@link end}
   */
  begin(code: UpdateCode, atLeast: number): Writer {
    if (this.#pdu.length + UPDATE_HEADER + atLeast > MAX_PDU) this.flush();
    this.#open = this.#pdu.length;
    return this.#pdu.u8(code).u16(0);
  }

  /** Closes the open update. */
  end(): void {
    this.#pdu.patchU16(this.#open + 1, this.#pdu.length - this.#open - UPDATE_HEADER);
    this.#open = 0;
  }

  /**
   * Sends an update of any length, in fragments if it must be. The client has to have said that it puts that much together
   * again ([MS-RDPBCGR] 2.2.7.2.6).
   *
   * @param head the data's beginning
   * @param body the rest of the data
   */
  long(code: UpdateCode, head: Uint8Array, body: Uint8Array): void {
    const total = head.length + body.length;
    if (total <= MAX_UPDATE) {
      this.begin(code, total).bytes(head).bytes(body);
      this.end();
      return;
    }
    this.flush();
    for (let from = 0; from < total; ) {
      const to = Math.min(total, from + MAX_UPDATE);
      this.#pdu.u8(code | (from === 0 ? FIRST : to === total ? LAST : NEXT)).u16(to - from);
      if (from < head.length) this.#pdu.bytes(head.subarray(from, to));
      if (to > head.length) this.#pdu.bytes(body.subarray(Math.max(0, from - head.length), to - head.length));
      this.flush();
      from = to;
    }
  }

  /** Sends what was packed. */
  flush(): void {
    const length = this.#pdu.length;
    if (length === this.#first) return;
    this.#pdu.patchU16BE(1, 0x8000 | length);
    this.#write(this.#pdu.view());
    this.#start();
  }

  /** fpOutputHeader: action 0 (FASTPATH_OUTPUT_ACTION_FASTPATH); the length has two bytes in short PDUs too. */
  #start(): void {
    this.#pdu.reset().zeros(this.#first);
  }
}
