import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { PageApp } from './app.js';
import { securityHeaders } from './headers.js';
import { HttpAnswers } from './http-answers.js';
import { PICTURES_LIMIT, readHello, readPicturesHello, SOCKET_LIMIT } from './messages.js';
import { isOurs } from './our-requests.js';
import { PageSocket } from './page-socket.js';
import { PicturesSocket } from './pictures-socket.js';
import type { Hello, PicturesHello, Place } from './protocol.js';
import type { StaticFile } from './static-files.js';
import { Strangers } from './strangers.js';
import { Tokens } from './tokens.js';
import { WebSockets } from './web-sockets.js';

/** Most connections of any kind; what comes above is closed at once. */
const MOST_CONNECTIONS = 128;

/** Most pages, and most of them with pictures. */
const MOST_PAGES = 16;

/** How long headers may take, and how long a connection may be silent that has not shown a bearer, in ms. */
const PATIENCE = { headers: 5000, silence: 10_000, keepAlive: 5000 } as const;

/** Largest head of a request, in bytes: browsers send some 700. */
const HEAD_LIMIT = 8 * 1024;

export interface LocalServerOptions {
  readonly app: PageApp;
  readonly files: ReadonlyMap<string, StaticFile>;
  /** Is told how many pages there are whenever that changes. */
  readonly pages: (count: number) => void;
  /** Is told what nobody expected to go wrong. */
  readonly fault: (error: unknown) => void;
  /** A clock that never goes back, in ms. */
  readonly now?: () => number;
}

/**
 * The web server that the pages of this program come from, and speak with it through. It listens on 127.0.0.1 alone, at a port that the
 * system chooses. Loopback is open to every user and every web page of this computer, so nothing is taken that does not
 * name this server as its host and its origin, and nothing but the pages' own files is given without a bearer ({@link Tokens}).
 * Every limit counts before that: connections, their time and what is read of them.
 */
export class LocalServer {
  readonly #http: Server;
  readonly #tokens: Tokens;
  readonly #strangers = new Strangers();
  readonly #pages: WebSockets<Hello>;
  readonly #pictures: WebSockets<PicturesHello>;

  private constructor({ app, fault, pages, now = () => performance.now() }: LocalServerOptions) {
    this.#tokens = new Tokens(now);
    const common = { most: MOST_PAGES, known: (bearer: string) => this.#tokens.knows(bearer) };
    this.#pages = new WebSockets({
      ...common,
      limit: SOCKET_LIMIT,
      read: readHello,
      welcome: (socket, _hello, wire) => {
        this.#strangers.proven(wire);
        new PageSocket(socket, app, fault);
      },
      count: pages,
    });
    this.#pictures = new WebSockets({
      ...common,
      limit: PICTURES_LIMIT,
      read: readPicturesHello,
      welcome: (socket, { expert }, wire) => {
        this.#strangers.proven(wire);
        new PicturesSocket(socket, app, expert);
      },
    });
    this.#http = createServer({
      maxHeaderSize: HEAD_LIMIT,
      headersTimeout: PATIENCE.headers,
      // A file may take as long as the other side takes to want it; every other body has a time of its own.
      requestTimeout: 0,
      keepAliveTimeout: PATIENCE.keepAlive,
      connectionsCheckingInterval: 1000,
    });
    this.#http.timeout = PATIENCE.silence;
    this.#http.maxConnections = MOST_CONNECTIONS;
    this.#http.on('connection', (socket) => this.#strangers.add(socket));
    // Not a request at all, or one that took too long: there is nobody to explain it to.
    this.#http.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Begins to listen. */
  static async open(options: LocalServerOptions): Promise<LocalServer> {
    const server = new LocalServer(options);
    await server.#listen(options);
    return server;
  }

  /** The port of 127.0.0.1. */
  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  /**
   * An address that opens the pages, once and within ten minutes.
   *
   * @param traded is told when a page has been opened by it
   */
  address(place: Place, traded?: () => void): string {
    const fragment = new URLSearchParams({ token: this.#tokens.issue(traded), place });
    return `http://127.0.0.1:${this.port}/#${fragment}`;
  }

  /** Tells the pages that the program ends, and lets go of the port. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#http.close(resolve));
    await Promise.all([this.#pages.close(), this.#pictures.close()]);
    this.#strangers.close();
    this.#http.closeAllConnections();
    await closed;
  }

  async #listen({ app, files, fault }: LocalServerOptions): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
    });
    const answers = new HttpAnswers({
      app,
      files,
      tokens: this.#tokens,
      port: this.port,
      headers: securityHeaders(this.port),
      proven: (socket) => {
        this.#strangers.proven(socket);
        socket.setTimeout(0);
      },
      fault,
    });
    this.#http.on('request', (request, response) => answers.answer(request, response));
    this.#http.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head));
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // The HTTP server has let go of it.
    stream.on('error', () => stream.destroy());
    if (!isOurs(request, this.port, 'needed')) deny(stream, '403 Forbidden');
    else if (request.url === '/socket') this.#pages.upgrade(request, stream, head);
    else if (request.url === '/pictures') this.#pictures.upgrade(request, stream, head);
    else deny(stream, '404 Not Found');
  }
}

/** Refuses an upgrade; the other side's end of the connection is not waited for. */
function deny(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy());
}
