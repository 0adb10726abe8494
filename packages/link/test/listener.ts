import { createServer, connect as netConnect, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { createIdentity, type Identity, type LinkError, type LinkLimits, NoviceLink, type Offers } from '../src/index.js';
import { FakeEngine } from './fake-engine.js';

/** What a link on either end came to. */
interface End<Link> {
  readonly link: Link;
  readonly engine: FakeEngine | undefined;
  /** Settles when the engine is made. */
  readonly begun: Promise<FakeEngine>;
  readonly drained: number;
  readonly closed: Promise<LinkError | undefined>;
}

/** What one connection of a {@link Listener} came to. */
export interface Connection extends End<NoviceLink<FakeEngine>> {
  readonly stream: Duplex;
}

/** How a test wants its novices. */
export interface Setting {
  readonly limits?: Partial<LinkLimits>;
  readonly prepare?: (engine: FakeEngine) => void;
  readonly wrap?: (socket: Socket) => Duplex;
  readonly offers?: Offers;
  readonly clock?: () => number;
}

let identity: Promise<Identity> | undefined;
/** One key for all tests of a file: making one takes a while. */
function testIdentity(): Promise<Identity> {
  identity ??= createIdentity(Date.now(), Date.now() + 3600_000);
  return identity;
}

/** What all links of tests share: an engine that is remembered, and what became of them. */
function watch(role: 'novice' | 'expert', prepare: (engine: FakeEngine) => void = () => undefined) {
  let tellClosed: (error: LinkError | undefined) => void = () => undefined;
  let tellBegun: (engine: FakeEngine) => void = () => undefined;
  const end = {
    engine: undefined as FakeEngine | undefined,
    drained: 0,
    begun: new Promise<FakeEngine>((resolve) => {
      tellBegun = resolve;
    }),
    closed: new Promise<LinkError | undefined>((resolve) => {
      tellClosed = resolve;
    }),
  };
  const options = {
    createEngine: (...[obey, , opened]: Parameters<ConstructorParameters<typeof NoviceLink>[1]['createEngine']>) => {
      const engine = new FakeEngine(obey, opened, role);
      end.engine = engine;
      prepare(engine);
      tellBegun(engine);
      return engine;
    },
    drained: () => {
      end.drained++;
    },
    closed: (error: LinkError | undefined) => tellClosed(error),
  };
  return { end, options };
}

/** Puts a novice's link on a stream; at once, so the identity has to be there. */
function noviceOn(stream: Duplex, own: Identity, setting: Setting = {}): Connection {
  const { end, options } = watch('novice', setting.prepare);
  const { offers = { way: 'rdp' }, limits = {}, clock = Date.now } = setting;
  const link = new NoviceLink<FakeEngine>(stream, { ...options, identity: own, offers, limits, clock });
  return Object.assign(end, { link, stream });
}

/** A listener on loopback whose connections each get a novice's link. */
export class Listener {
  readonly #server: Server;
  readonly #waiting: ((connection: Connection) => void)[] = [];
  readonly #accepted: Connection[] = [];

  private constructor(own: Identity, setting: Setting) {
    const { wrap = (socket) => socket } = setting;
    this.#server = createServer((socket) => {
      const connection = noviceOn(wrap(socket), own, setting);
      const waiting = this.#waiting.shift();
      if (waiting) waiting(connection);
      else this.#accepted.push(connection);
    });
  }

  static async open(setting: Setting = {}): Promise<Listener> {
    const listener = new Listener(await testIdentity(), setting);
    await new Promise<void>((resolve) => listener.#server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** The next connection, in the order of arrival. */
  accepted(): Promise<Connection> {
    const connection = this.#accepted.shift();
    return connection ? Promise.resolve(connection) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  dial(): Promise<Socket> {
    return dial(this.port);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

/** A {@link Listener} for as long as the test runs. */
export async function listen(setting?: Setting): Promise<Listener> {
  const listener = await Listener.open(setting);
  onTestFinished(() => listener.close());
  return listener;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = netConnect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}
