import type { Duplex } from 'node:stream';

/** What the first bytes of a connection are. */
export type FirstMessage =
  /** One whole TPKT (RFC 1006, 6), whose content RDP's server engine judges. */
  | { readonly type: 'rdp'; readonly bytes: Uint8Array }
  /** A TLS handshake record: a Beside. All of it is still in the stream. */
  | { readonly type: 'tls' }
  | { readonly type: 'unknown' };

const TPKT_VERSION = 0x03;
const TPKT_HEADER = 4;
const TLS_HANDSHAKE = 0x16;

/**
 * Takes exactly the first message out of a stream and leaves what follows it there.
 *
 * That it takes no byte more is what keeps the upgrade to TLS safe: whatever was sent in the clear behind the X.224
 * Connection Request is given to TLS, which refuses it, and never to the engine, which would take it for something that came
 * through TLS (the fault known as STARTTLS injection, RFC 3207, section 6 and CVE-2011-0411).
 */
export class FirstMessageReader {
  readonly #stream: Duplex;
  readonly #limit: number;
  #header: Buffer | undefined;

  /** @param limit longest message, in bytes */
  constructor(stream: Duplex, limit: number) {
    this.#stream = stream;
    this.#limit = limit;
  }

  /** Whether a part of the message is there. */
  get begun(): boolean {
    return this.#header !== undefined;
  }

  /** To be called whenever the stream is readable, until it returns a message. */
  read(): FirstMessage | undefined {
    if (!this.#header) {
      const first: Buffer | null = this.#stream.read(1);
      if (!first) return undefined;
      if (first[0] === TLS_HANDSHAKE) {
        this.#stream.unshift(first);
        return { type: 'tls' };
      }
      if (first[0] !== TPKT_VERSION) return { type: 'unknown' };
      this.#header = first;
    }
    if (this.#header.length < TPKT_HEADER) {
      const rest: Buffer | null = this.#stream.read(TPKT_HEADER - this.#header.length);
      if (!rest) return undefined;
      this.#header = Buffer.concat([this.#header, rest]);
      const length = this.#length();
      if (this.#header.length < TPKT_HEADER || length <= TPKT_HEADER || length > this.#limit) return { type: 'unknown' };
    }
    const body: Buffer | null = this.#stream.read(this.#length() - TPKT_HEADER);
    if (!body) return undefined;
    // At the end of a stream `read` gives what there is, however short.
    if (body.length < this.#length() - TPKT_HEADER) return { type: 'unknown' };
    return { type: 'rdp', bytes: Buffer.concat([this.#header, body]) };
  }

  /** Length of the whole message, as its header says. */
  #length(): number {
    return this.#header!.length < TPKT_HEADER ? 0 : this.#header!.readUInt16BE(2);
  }
}
