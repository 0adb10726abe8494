import { createServer, connect as netConnect, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Identity } from '../src/index.js';
import { type Connection, noviceOn, type Setting, testIdentity } from './ends.js';

/** How a test wants its listener. */
interface ListenerSetting extends Setting {
  readonly wrap?: (socket: Socket) => Duplex;
}

/** A listener on loopback whose connections each get a novice's link. */
export class Listener {
  readonly #server: Server;
  readonly #waiting: ((connection: Connection) => void)[] = [];
  readonly #accepted: Connection[] = [];

  private constructor(own: Identity, setting: ListenerSetting) {
    const { wrap = (socket) => socket } = setting;
    this.#server = createServer((socket) => {
      const connection = noviceOn(wrap(socket), own, setting);
      const waiting = this.#waiting.shift();
      if (waiting) waiting(connection);
      else this.#accepted.push(connection);
    });
  }

  static async open(setting: ListenerSetting = {}): Promise<Listener> {
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
export async function listen(setting?: ListenerSetting): Promise<Listener> {
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
