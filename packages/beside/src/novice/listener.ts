import type { Socket } from 'node:net';
import { ConnectionLimiter } from '@beside/link';
import { Session } from './session.js';
import type { SessionContext } from './session-context.js';

/** Idle time after which the system asks whether the other side is still there, in ms. */
const KEEP_ALIVE = 15_000;

/** Takes the connections that come in on an invitation, and keeps their sessions until they are over. */
export class Listener {
  readonly #context: SessionContext;
  readonly #limiter = new ConnectionLimiter();
  readonly #sessions = new Set<Session>();
  /** The session of the expert that was let in. */
  #viewed: Session | undefined;
  #helped = false;
  /** Connections so far. */
  #count = 0;
  #emptied: (() => void) | undefined;
  readonly #left: () => void;

  /** @param left called when an expert that was let in, or was not, has gone */
  constructor(context: SessionContext, left: () => void) {
    this.#context = context;
    this.#left = left;
    context.prepared.server.removeAllListeners('connection').on('connection', (socket) => this.#connected(socket));
  }

  /** The session in which somebody sees the desktop. */
  get session(): Session | undefined {
    return this.#viewed;
  }

  /** Somebody has seen the desktop by this invitation. */
  get helped(): boolean {
    return this.#helped;
  }

  /** Takes no more connections, ends those there are, and waits until their last bytes are out. */
  async close(reason: 'novice' | 'desktop-lost'): Promise<void> {
    this.#context.prepared.server.close();
    for (const session of this.#sessions) session.end(reason);
    if (this.#sessions.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
    });
  }

  #connected(socket: Socket): void {
    const address = displayedAddress(socket.remoteAddress ?? '');
    const place = this.#limiter.admit(address);
    if (!place) {
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE);
    const session: Session = new Session(socket, { address, number: ++this.#count }, this.#context, {
      proved: () => place.release(),
      viewing: () => {
        this.#viewed = session;
        this.#helped = true;
      },
      closed: () => {
        place.release();
        this.#sessions.delete(session);
        if (this.#viewed === session) this.#viewed = undefined;
        if (this.#sessions.size === 0) this.#emptied?.();
        this.#left();
      },
    });
    this.#sessions.add(session);
  }
}

/** An IPv4 address that came to an IPv6 socket, as people know it. */
function displayedAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
