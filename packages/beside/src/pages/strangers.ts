import type { Socket } from 'node:net';

/** Most connections that have not shown a bearer. A page that is loading has six. */
export const MOST_STRANGERS = 32;

/**
 * Connections of which nobody knows whose they are. Every program of this computer can make some, another user's too, so they are few:
 * a new one takes the place of the oldest. A page shows its bearer within milliseconds, and whoever just sits there is who goes.
 */
export class Strangers {
  /** In the order in which they came. */
  readonly #sockets = new Set<Socket>();

  /** A connection has come. */
  add(socket: Socket): void {
    if (this.#sockets.size >= MOST_STRANGERS) {
      const [oldest] = this.#sockets;
      this.#sockets.delete(oldest!);
      oldest!.destroy();
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** It has shown a bearer. */
  proven(socket: Socket): void {
    this.#sockets.delete(socket);
  }

  /** Ends all of them. */
  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
