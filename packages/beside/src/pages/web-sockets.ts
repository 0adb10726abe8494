import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { awaitHello, refuse } from './greeting.js';
import type { Hello } from './protocol.js';

export interface WebSocketsOptions<H extends Hello> {
  /** Largest message, in bytes. */
  readonly limit: number;
  /** Most of them at once. */
  readonly most: number;
  /** Reads the hello. @throws ProtocolError */
  readonly read: (json: string) => H;
  /** Whether a bearer is one of ours. */
  readonly known: (bearer: string) => boolean;
  /** One has said the right hello over this connection. */
  readonly welcome: (socket: WebSocket, hello: H, wire: Socket) => void;
  /** How many there are, whenever that changes. */
  readonly count?: (count: number) => void;
}

/** The WebSockets at one path, from the request to upgrade to the right hello, and to the end of the program. */
export class WebSockets<H extends Hello> {
  readonly #options: WebSocketsOptions<H>;
  readonly #server: WebSocketServer;
  /** After the hello. */
  readonly #open = new Set<WebSocket>();

  constructor(options: WebSocketsOptions<H>) {
    this.#options = options;
    // Compression would spend time and memory for a way that never leaves the computer.
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.limit,
    });
  }

  /** Takes a request that Host and Origin were looked at of already. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // An HTTP server of Node's has TCP sockets below it.
    const wire = stream as Socket;
    // The hello has a time of its own, and a page may be silent afterwards.
    wire.setTimeout(0);
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      // What breaks the rules of WebSockets, or a limit, ends that one: ws closes it by itself.
      socket.on('error', () => undefined);
      awaitHello(socket, wire, this.#options.read, this.#options.known, (hello) => this.#welcome(socket, hello, wire));
    });
  }

  /** Closes them, because the program ends. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#open].map((socket) => {
        const gone = new Promise((resolve) => socket.once('close', resolve));
        refuse(socket, 1001, 'Beside has ended');
        return gone;
      }),
    );
  }

  #welcome(socket: WebSocket, hello: H, wire: Socket): void {
    const { most, welcome, count } = this.#options;
    if (this.#open.size >= most) {
      refuse(socket, 1013, 'too many pages');
      return;
    }
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      count?.(this.#open.size);
    });
    welcome(socket, hello, wire);
    count?.(this.#open.size);
  }
}
