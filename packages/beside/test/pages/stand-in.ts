import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { WebSocket } from 'ws';
import type { PageApp, PictureFeed, PictureTaker } from '../../src/pages/app.js';
import type { BearerReply, Command, PageState, ReplyResult, Who } from '../../src/pages/protocol.js';
import { LocalServer } from '../../src/pages/server.js';
import type { StaticFile } from '../../src/pages/static-files.js';
import { DEFAULT_SETTINGS } from '../../src/settings/settings.js';

/** A program that does nothing by itself, and tells what it was asked. */
export class StandIn implements PageApp {
  readonly commands: Command[] = [];
  readonly sent: { who: Who; name: string; size: number; bytes: Buffer }[] = [];
  readonly painted: number[] = [];
  version = '0.0.0';
  invitation: { name: string; bytes: Uint8Array } | undefined;
  taker: PictureTaker | undefined;
  drained = 0;
  /** Feeds that were closed. */
  left = 0;
  /** What becomes of a command. */
  obey: (command: Command) => Promise<ReplyResult | undefined> = async () => undefined;
  /** What becomes of a file; undefined: it is read to its end. */
  takeFile: ((stream: Readable) => Promise<void>) | undefined;
  readonly #watchers = new Set<() => void>();

  state(): PageState {
    return {
      version: this.version,
      share: { can: true, desktop: 'practice' },
      settings: DEFAULT_SETTINGS,
      novice: null,
      experts: [],
      given: null,
    };
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  change(version: string): void {
    this.version = version;
    for (const changed of this.#watchers) changed();
  }

  async run(command: Command): Promise<ReplyResult | undefined> {
    this.commands.push(command);
    return this.obey(command);
  }

  invitationFile() {
    return this.invitation;
  }

  pictures(expert: string, to: PictureTaker): PictureFeed | undefined {
    if (expert !== 'one') return undefined;
    this.taker?.end('taken');
    this.taker = to;
    return {
      painted: (frame) => this.painted.push(frame),
      drained: () => {
        this.drained += 1;
      },
      close: () => {
        this.left += 1;
      },
    };
  }

  async sendFile(who: Who, name: string, size: number, stream: Readable): Promise<void> {
    if (this.takeFile) return this.takeFile(stream);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    this.sent.push({ who, name, size, bytes: Buffer.concat(chunks) });
  }
}

const page = (type: string, text: string, hashed = false): StaticFile => ({ bytes: Buffer.from(text), type, hashed });

/** Pages of a line each. */
const FILES = new Map([
  ['/', page('text/html; charset=utf-8', '<!doctype html>')],
  ['/index.html', page('text/html; charset=utf-8', '<!doctype html>')],
  ['/assets/index-1a2b.js', page('text/javascript; charset=utf-8', 'export {};', true)],
]);

/** A server with a stand-in behind it, and what it told. */
export class Stage {
  readonly app: StandIn;
  readonly server: LocalServer;
  readonly faults: unknown[];
  /** How many pages there were, each time that was told. */
  readonly counts: number[];
  /** What the server's clock shows, in ms. */
  readonly clock: { now: number };

  private constructor(stage: Omit<Stage, 'token' | 'bearer' | 'socket' | 'page' | 'ask' | 'authority'>) {
    this.app = stage.app;
    this.server = stage.server;
    this.faults = stage.faults;
    this.counts = stage.counts;
    this.clock = stage.clock;
  }

  static async open(): Promise<Stage> {
    const app = new StandIn();
    const faults: unknown[] = [];
    const counts: number[] = [];
    const clock = { now: 0 };
    const server = await LocalServer.open({
      app,
      files: FILES,
      pages: (count) => counts.push(count),
      fault: (error) => faults.push(error),
      now: () => clock.now,
    });
    return new Stage({ app, server, faults, counts, clock });
  }

  get authority(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  token(): string {
    return new URLSearchParams(new URL(this.server.address('home')).hash.slice(1)).get('token') ?? '';
  }

  async bearer(): Promise<string> {
    const { body } = await this.ask('POST', '/bearer', {}, JSON.stringify({ token: this.token() }));
    return (JSON.parse(body) as BearerReply).bearer;
  }

  /** A request as a page of this server makes it; a header of null is left out. */
  ask(method: string, path: string, headers: Record<string, string | null> = {}, body?: string | Buffer): Promise<Answer> {
    const { authority } = this;
    const all: Record<string, string | null> = { Host: authority, Origin: `http://${authority}`, ...headers };
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port: this.server.port,
          method,
          path,
          headers: Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)),
          setHost: false,
          agent: false,
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
          response.on('error', reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  /** A WebSocket that has said nothing yet. */
  socket(path: string, origin: string | null = `http://${this.authority}`): Line {
    return new Line(`ws://${this.authority}${path}`, origin === null ? {} : { origin });
  }

  /** A page that has said its hello, and was told the state. */
  async page(): Promise<Line> {
    const line = this.socket('/socket');
    line.say({ type: 'hello', bearer: await this.bearer() });
    await line.next();
    return line;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A WebSocket with everything that came over it. */
export class Line {
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  /** The code of the close; an HTTP status when it was not let in; 0 when the connection went away before. */
  readonly over: Promise<number>;
  readonly got: (string | Buffer)[] = [];
  #read = 0;
  #wake: () => void = () => undefined;

  constructor(address: string, options: { origin?: string }) {
    this.socket = new WebSocket(address, options);
    this.opened = new Promise((resolve) => this.socket.once('open', resolve));
    this.over = new Promise((resolve) => {
      this.socket.once('close', (code) => resolve(code));
      this.socket.once('unexpected-response', (request, response) => {
        resolve(response.statusCode ?? 0);
        request.destroy();
      });
      this.socket.on('error', () => resolve(0));
    });
    this.socket.on('message', (data, binary) => {
      this.got.push(binary ? (data as Buffer) : data.toString());
      this.#wake();
    });
  }

  /** Says it once the line is open. */
  say(message: unknown): void {
    const data = typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message);
    void this.opened.then(() => this.socket.send(data));
  }

  /** The next message that was not waited for yet; JSON is read. */
  async next(): Promise<Record<string, unknown> | Buffer> {
    while (this.#read >= this.got.length)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const message = this.got[this.#read]!;
    this.#read += 1;
    return typeof message === 'string' ? JSON.parse(message) : message;
  }
}
