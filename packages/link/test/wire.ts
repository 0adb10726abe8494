import { Duplex } from 'node:stream';

/** How a wire carries what one of its ends says. */
export interface WireOptions {
  /** Most bytes that arrive at once, each lot in a turn of its own; as they were sent, unless told otherwise. */
  readonly piece?: number;
  /** Bytes that arrive at all, and what becomes of the wire then: it goes dead, ends, or breaks. */
  readonly cut?: { readonly after: number; readonly fate: 'stall' | 'end' | 'break' };
}

/** One end of a connection in memory. What it says counts as sent once the other end has taken it. */
class WireEnd extends Duplex {
  other!: WireEnd;
  /** Bytes that it said and that arrived. */
  carried = 0;
  /** It has said more than arrives, and the other end has taken what did. */
  readonly cut: Promise<void>;
  #tellCut: () => void = () => undefined;
  readonly #options: WireOptions;
  #taken: (() => void) | undefined;

  constructor(options: WireOptions) {
    super({ allowHalfOpen: false });
    this.#options = options;
    this.cut = new Promise((resolve) => {
      this.#tellCut = resolve;
    });
  }

  override _read(): void {
    const taken = this.other.#taken;
    this.other.#taken = undefined;
    taken?.();
  }

  override _write(bytes: Buffer, _: BufferEncoding, done: () => void): void {
    const { piece = bytes.length, cut } = this.#options;
    const goes = cut ? bytes.subarray(0, Math.max(0, cut.after - this.carried)) : bytes;
    const carry = (at: number): void => {
      if (this.other.destroyed) {
        // What nobody takes any more is lost, and whoever says it is not told.
        done();
        return;
      }
      if (at < goes.length) {
        const lot = goes.subarray(at, at + piece);
        this.carried += lot.length;
        this.#taken = () => setImmediate(carry, at + piece);
        this.other.push(lot);
      } else if (goes.length === bytes.length) done();
      else {
        this.#tellCut();
        if (cut?.fate === 'end') this.other.push(null);
        else if (cut?.fate === 'break') this.other.destroy(new Error('the wire broke'));
      }
    };
    carry(0);
  }

  override _final(done: () => void): void {
    if (!this.other.destroyed) this.other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    done(error);
    this._read();
    // The other end hears the end.
    if (!this.writableFinished && !this.other.destroyed && !this.other.readableEnded) this.other.push(null);
  }
}

/**
 * A connection in memory, so that tests can play the clock while it carries TLS.
 *
 * @param theirs how it carries what the second end says
 */
export function wire(theirs: WireOptions = {}): [WireEnd, WireEnd] {
  const [ours, other] = [new WireEnd({}), new WireEnd(theirs)];
  ours.other = other;
  other.other = ours;
  return [ours, other];
}

/** Says something; resolves once the other end has taken it. */
export function say(stream: Duplex, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stream.write(bytes, () => resolve());
  });
}
