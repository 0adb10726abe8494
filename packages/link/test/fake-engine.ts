import { createServer, connect as netConnect, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import {
  createIdentity,
  type Identity,
  type LinkError,
  type LinkEvent,
  type LinkLimits,
  NoviceLink,
  type SessionEngine,
} from '../src/index.js';

/** An X.224 Connection Request inside its TPKT; the content is the engine's affair. */
export const FIRST_MESSAGE = Buffer.from('0300000b06e00000000000', 'hex');
/** What the engine answers in the clear before TLS. */
export const CONFIRM = Buffer.from('030000 0b06d00000000000'.replaceAll(' ', ''), 'hex');

/** An engine played by hand: it answers the first message with {@link CONFIRM} and TLS, and keeps what it gets afterwards. */
export class FakeEngine implements SessionEngine {
  readonly received: Buffer[] = [];
  readonly calls: string[] = [];
  deadline: number | undefined;
  /** TLS stands on this side. A client knows its own side only: in TLS 1.3 it is ready first. */
  readonly secured: Promise<void>;
  #secured: () => void = () => undefined;
  onTick: (now: number) => void = () => undefined;
  onReceive: ((bytes: Uint8Array) => void) | undefined;
  readonly emit: (event: LinkEvent) => void;

  constructor(emit: (event: LinkEvent) => void) {
    this.emit = emit;
    this.secured = new Promise((resolve) => {
      this.#secured = resolve;
    });
  }

  receive(bytes: Uint8Array): void {
    this.received.push(Buffer.from(bytes));
    if (this.onReceive) this.onReceive(bytes);
    else if (this.received.length === 1) {
      this.emit({ type: 'send', bytes: CONFIRM });
      this.emit({ type: 'start-tls' });
    }
  }

  tlsStarted(): void {
    this.calls.push('tlsStarted');
    this.#secured();
  }

  tick(now: number): void {
    this.calls.push('tick');
    this.deadline = undefined;
    this.onTick(now);
  }

  nextDeadline(): number | undefined {
    return this.deadline;
  }

  streamEnded(): void {
    this.calls.push('streamEnded');
    this.emit({ type: 'ended' });
  }
}

/** A socket as a stream that is not one, like TCP of one's own over datagrams. */
export class PlainDuplex extends Duplex {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (bytes) => {
      if (!this.push(bytes)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

/** What one connection of a {@link Listener} came to. */
export interface Connection {
  readonly link: NoviceLink<FakeEngine>;
  readonly stream: Duplex;
  engine: FakeEngine | undefined;
  drained: number;
  closed: Promise<LinkError | undefined>;
}

let identity: Promise<Identity> | undefined;
/** One key for all tests: making one takes a while. */
function testIdentity(): Promise<Identity> {
  identity ??= createIdentity(Date.now(), Date.now() + 3600_000);
  return identity;
}

/** Puts a link on a stream. */
async function link(
  stream: Duplex,
  limits: Partial<LinkLimits> = {},
  prepare: (engine: FakeEngine) => void = () => undefined,
): Promise<Connection> {
  const identity = await testIdentity();
  let closed: (error: LinkError | undefined) => void = () => undefined;
  const connection: { -readonly [Key in keyof Connection]: Connection[Key] } = {
    stream,
    engine: undefined,
    drained: 0,
    closed: new Promise((resolve) => {
      closed = resolve;
    }),
    link: undefined as unknown as NoviceLink<FakeEngine>,
  };
  connection.link = new NoviceLink(stream, {
    identity,
    offers: { way: 'rdp' },
    limits,
    createEngine: (obey) => {
      connection.engine = new FakeEngine(obey);
      prepare(connection.engine);
      return connection.engine;
    },
    drained: () => {
      connection.drained++;
    },
    closed: (error) => closed(error),
  });
  return connection;
}

/** A listener on loopback whose connections each get a link. */
export class Listener {
  readonly #server: Server;
  readonly #waiting: ((connection: Connection) => void)[] = [];
  readonly #accepted: Connection[] = [];

  private constructor(limits: Partial<LinkLimits>, prepare: (engine: FakeEngine) => void, wrap: (socket: Socket) => Duplex) {
    this.#server = createServer((socket) => {
      void link(wrap(socket), limits, prepare).then((connection) => {
        const waiting = this.#waiting.shift();
        if (waiting) waiting(connection);
        else this.#accepted.push(connection);
      });
    });
  }

  static async open(
    limits: Partial<LinkLimits> = {},
    prepare: (engine: FakeEngine) => void = () => undefined,
    wrap: (socket: Socket) => Duplex = (socket) => socket,
  ): Promise<Listener> {
    await testIdentity();
    const listener = new Listener(limits, prepare, wrap);
    await new Promise<void>((resolve) => listener.#server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  /** The next connection, in the order of arrival. */
  accepted(): Promise<Connection> {
    const connection = this.#accepted.shift();
    return connection ? Promise.resolve(connection) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  dial(): Promise<Socket> {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return new Promise((resolve, reject) => {
      const socket = netConnect(address.port, '127.0.0.1', () => resolve(socket));
      socket.once('error', reject);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

/** The client's side of the upgrade: sends the first message, takes the confirm, starts TLS. */
export async function secure(socket: Duplex, options: ConnectionOptions = {}): Promise<TLSSocket> {
  socket.write(FIRST_MESSAGE);
  await read(socket, CONFIRM.length);
  return startTls(socket, options);
}

export function startTls(socket: Duplex, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const client = tlsConnect({ socket, rejectUnauthorized: false, ...options }, () => resolve(client));
    client.once('error', reject);
  });
}

/** Exactly `length` bytes of a stream; what follows stays in it. */
export function read(stream: Duplex, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const bytes: Buffer | null = stream.read(length);
      if (!bytes) return;
      stream.off('readable', look);
      stream.off('end', ended);
      if (bytes.length < length) reject(new Error('the stream ended'));
      else resolve(bytes);
    };
    const ended = () => reject(new Error('the stream ended'));
    stream.on('readable', look);
    stream.on('end', ended);
    look();
  });
}

/** Everything until the stream is closed, however it is closed. */
export function readAll(stream: Duplex): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    stream.on('data', (bytes: Buffer) => chunks.push(bytes));
    stream.on('error', () => undefined);
    stream.on('close', () => resolve(Buffer.concat(chunks)));
  });
}
