import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { FILE_SIZE_LIMIT } from '@beside/assist';
import { ProtocolError } from '@beside/bytes';
import { type PageApp, PageError } from './app.js';
import { KEPT, NOT_KEPT } from './headers.js';
import { readBearerRequest, readWho } from './messages.js';
import { bearerOf, isOurs } from './our-requests.js';
import { failureOf } from './page-socket.js';
import type { BearerReply, Failure } from './protocol.js';
import type { StaticFile } from './static-files.js';
import type { Tokens } from './tokens.js';

/** Largest body of `POST /bearer`, in bytes, and how long it may take, in ms. */
const BEARER_BODY = { limit: 256, patience: 5000 } as const;

/** Longest name of a file, in characters of the address; the engine cuts it further. */
const NAME_LIMIT = 1024;

/** Most files that are on their way from pages at once. */
const MOST_FILES = 8;

export interface HttpAnswersOptions {
  readonly app: PageApp;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly tokens: Tokens;
  readonly port: number;
  /** For every answer. */
  readonly headers: OutgoingHttpHeaders;
  /** A connection has shown a bearer. */
  readonly proven: (socket: Socket) => void;
  readonly fault: (error: unknown) => void;
}

/** An answer that is no more than its status, and a sentence for whoever opened the address by hand. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Answers HTTP requests: the pages' files to everybody of this computer, the rest to whoever has a bearer. */
export class HttpAnswers {
  readonly #options: HttpAnswersOptions;
  #files = 0;

  constructor(options: HttpAnswersOptions) {
    this.#options = options;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(this.#options.headers)) if (value !== undefined) response.setHeader(name, value);
    this.#answer(request, response).catch((error) => this.#refuse(request, response, error));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (!isOurs(request, this.#options.port, reading ? 'if-told' : 'needed'))
      throw new Refusal(403, 'not-ours', `The pages of Beside are at http://127.0.0.1:${this.#options.port}/ and nowhere else.`);
    // An address of another form (http://..., *) is in no list, and so not found.
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const file = this.#options.files.get(path);
    if (file) {
      if (!reading) throw new Refusal(405, 'method', 'That can only be read.');
      this.#send(response, 200, file.type, file.bytes, file.hashed ? KEPT : NOT_KEPT);
      return;
    }
    switch (`${request.method} ${path}`) {
      case 'POST /bearer':
        await this.#trade(request, response);
        break;
      case 'GET /invitation':
        this.#requireBearer(request);
        this.#sendInvitation(response);
        break;
      case 'POST /files':
        this.#requireBearer(request);
        await this.#takeFile(request, response, new URLSearchParams(query));
        break;
      default:
        throw new Refusal(404, 'not-found', 'There is nothing here.');
    }
  }

  async #trade(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { token } = readBearerRequest(await smallBody(request));
    const bearer = this.#options.tokens.trade(token);
    if (bearer === undefined) throw new Refusal(403, 'token', 'This address was used already, or is too old.');
    this.#options.proven(request.socket);
    this.#sendJson(response, 200, { bearer } satisfies BearerReply);
  }

  #sendInvitation(response: ServerResponse): void {
    const file = this.#options.app.invitationFile();
    if (!file) throw new Refusal(404, 'no-invitation', 'There is no invitation any more.');
    // The program's own name for it, so that nothing has to be encoded; whatever it should become, it cannot end the header.
    const name = file.name.replace(/[^\w.-]/g, '_');
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    this.#send(response, 200, 'application/octet-stream', file.bytes, NOT_KEPT);
  }

  async #takeFile(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const who = readWho(query.get('who'));
    const name = query.get('name') ?? '';
    if (name === '' || name.length > NAME_LIMIT) throw new ProtocolError('files.name', `not of 1 to ${NAME_LIMIT} characters`);
    const size = lengthOf(request);
    if (size > FILE_SIZE_LIMIT) throw new Refusal(413, 'too-large', 'Files go up to 4 GB.');
    if (this.#files >= MOST_FILES) throw new Refusal(503, 'busy', 'Too many files are on their way.');
    this.#files += 1;
    const stream = new PassThrough();
    // Node ends a body after the length that the header says, or breaks it off.
    request.once('error', (error) => stream.destroy(error));
    request.pipe(stream);
    // Told to whoever reads it, and no fault of ours.
    stream.on('error', () => undefined);
    try {
      await this.#options.app.sendFile(who, name, size, stream);
    } finally {
      this.#files -= 1;
      request.unpipe(stream);
      stream.destroy();
    }
    this.#end(request, response, 204);
  }

  #requireBearer(request: IncomingMessage): void {
    const bearer = bearerOf(request);
    if (bearer === undefined || !this.#options.tokens.knows(bearer))
      throw new Refusal(401, 'bearer', 'This page was not opened by this Beside.');
    this.#options.proven(request.socket);
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    // Whoever asked is gone, or has half of an answer: there is nobody to tell, and what went wrong by it is no fault.
    if (response.headersSent || (request.destroyed && !request.complete)) {
      response.destroy();
      return;
    }
    const { status, code, message } = refusalOf(error, this.#options.fault);
    // What is left of a body is not read for the sake of the connection.
    if (!request.complete) response.setHeader('Connection', 'close');
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (code === 'not-ours' || code === 'not-found')
      this.#send(response, status, 'text/plain; charset=utf-8', Buffer.from(`${message}\n`), NOT_KEPT);
    else this.#sendJson(response, status, { code, message } satisfies Failure);
  }

  #end(request: IncomingMessage, response: ServerResponse, status: number): void {
    if (!request.complete) response.setHeader('Connection', 'close');
    response.writeHead(status, { 'Cache-Control': NOT_KEPT }).end();
  }

  #sendJson(response: ServerResponse, status: number, body: BearerReply | Failure): void {
    this.#send(response, status, 'application/json', Buffer.from(JSON.stringify(body)), NOT_KEPT);
  }

  #send(response: ServerResponse, status: number, type: string, bytes: Uint8Array, cache: string): void {
    response
      .writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length, 'Cache-Control': cache })
      // Node leaves the body of an answer to HEAD out by itself.
      .end(bytes);
  }
}

/** A body of at most {@link BEARER_BODY}, in time. */
async function smallBody(request: IncomingMessage): Promise<string> {
  if (lengthOf(request) > BEARER_BODY.limit) throw new Refusal(413, 'too-large', 'That is too long.');
  const timer = setTimeout(() => request.destroy(), BEARER_BODY.patience);
  try {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    return body;
  } finally {
    clearTimeout(timer);
  }
}

/** The length that the header says: bodies without one are not taken. */
function lengthOf({ headers }: IncomingMessage): number {
  const length = headers['content-length'];
  if (length === undefined) throw new Refusal(411, 'no-length', 'Say how long it is.');
  return Number(length);
}

function refusalOf(error: unknown, fault: (error: unknown) => void): { status: number; code: string; message: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof ProtocolError) return { status: 400, code: error.code, message: error.message };
  if (error instanceof PageError) return { status: 409, ...failureOf(error, fault) };
  // The page went away in the middle of it.
  if ((error as NodeJS.ErrnoException).code === 'ECONNRESET')
    return { status: 400, code: 'broken-off', message: 'It broke off.' };
  return { status: 500, ...failureOf(error, fault) };
}
