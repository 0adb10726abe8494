import { createHash, createHmac, randomBytes } from 'node:crypto';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import { until } from './lab.js';

/** TLS as Beside asks for it, unless told otherwise. */
export interface BesideClientOptions {
  /** Its own address; all of 127.0.0.0/8 is this computer's. */
  readonly from?: string;
  readonly protocols?: readonly string[];
  readonly newest?: SecureVersion;
}

/**
 * One end of TLS between two Besides that says what it is told to say, and the proofs as the table of `packages/link/src/proof.ts` has
 * them, written a second time: a mistake made in both would be no proof of the other.
 */
export class BesideTalk {
  readonly #socket: TLSSocket;
  #received = Buffer.alloc(0);
  /** The other side ended the connection, or it broke. */
  closed = false;

  /** @param socket the handshake of which is through */
  constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
    });
    for (const event of ['end', 'close', 'error'])
      socket.on(event, () => {
        this.closed = true;
      });
  }

  /** Connects as an expert; rejects with TLS' own error where there is no handshake. Nothing is proved. */
  static async connect(port: number, { from = '127.0.0.2', ...options }: BesideClientOptions = {}): Promise<BesideTalk> {
    const { protocols = ['beside/1'], newest = 'TLSv1.3' } = options;
    const address = { port, host: '127.0.0.1', localAddress: from };
    const socket = connect({ ...address, ALPNProtocols: [...protocols], maxVersion: newest, rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve).once('error', reject);
    });
    return new BesideTalk(socket);
  }

  /** `tls-exporter` of RFC 9266. */
  get exporter(): Buffer {
    return this.#socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
  }

  /** The expert's first message: a proof, and the commitment to a nonce. */
  expertProof(secret: Uint8Array, nonce: Uint8Array = randomBytes(32)): Buffer {
    return Buffer.concat([this.proof('expert', secret), createHash('sha256').update(nonce).digest()]);
  }

  /** That one has the secret, and is an end of this session. */
  proof(role: 'expert' | 'novice', secret: Uint8Array): Buffer {
    return createHmac('sha256', secret).update(role).update(this.exporter).digest();
  }

  send(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Exactly so many bytes. */
  receive(length: number): Promise<Buffer> {
    return until(`${length} bytes of the other Beside`, () => {
      if (this.#received.length >= length) {
        const bytes = this.#received.subarray(0, length);
        this.#received = this.#received.subarray(length);
        return bytes;
      }
      if (this.closed) throw new Error(`the other Beside closed the connection after ${this.#received.toString('hex')}`);
      return undefined;
    });
  }

  /** Waits until the other side has closed the connection. */
  async refused(timeout = 10_000): Promise<void> {
    await until('the other Beside to close the connection', () => this.closed, timeout);
  }

  /** From here on everything goes over to another connection and back, and nothing is looked at. */
  join(other: BesideTalk): void {
    for (const [one, two] of [
      [this, other],
      [other, this],
    ] as const) {
      one.#socket.removeAllListeners('data');
      two.#socket.write(one.#received);
      one.#socket.pipe(two.#socket);
      one.#socket.on('close', () => two.close());
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}
