import { ProtocolError } from '@beside/bytes';
import type { WebSocket } from 'ws';
import { type PageApp, PageError } from './app.js';
import { refuse, requireText } from './greeting.js';
import { HeldInput } from './held-input.js';
import { readRequest } from './messages.js';
import type { Command, Reply, Request, StateMessage } from './protocol.js';

/** Shortest time between two states, in ms: what changes meanwhile goes with the next. */
const STATE_INTERVAL = 20;

/** Requests whose replies a page has not taken; with as many nothing more is read of it. */
const MOST_REQUESTS = 32;

/**
 * One page at `/socket`, after its hello: tells it the state, and does what it asks.
 *
 * A slow page costs no memory: a state is made only when the one before has left, so that the page gets the newest and never a
 * queue, and its requests are not read while {@link MOST_REQUESTS} replies wait.
 */
export class PageSocket {
  readonly #socket: WebSocket;
  readonly #app: PageApp;
  readonly #fault: (error: unknown) => void;
  readonly #unwatch: () => void;
  readonly #held = new HeldInput();
  #timer: NodeJS.Timeout | undefined;
  /** A state is on its way into the connection. */
  #sending = false;
  /** Something changed since the last state. */
  #stale = true;
  #requests = 0;

  /** @param fault is told what nobody expected to go wrong */
  constructor(socket: WebSocket, app: PageApp, fault: (error: unknown) => void) {
    this.#socket = socket;
    this.#app = app;
    this.#fault = fault;
    this.#unwatch = app.watch(() => this.#changed());
    socket.once('close', () => {
      this.#unwatch();
      clearTimeout(this.#timer);
      this.#input(this.#held.release());
    });
    socket.on('message', (data, binary) => this.#take(data, binary));
    this.#tell();
  }

  #changed(): void {
    this.#stale = true;
    if (!this.#sending) this.#timer ??= setTimeout(() => this.#tell(), STATE_INTERVAL);
  }

  #tell(): void {
    this.#timer = undefined;
    this.#stale = false;
    this.#sending = true;
    const message: StateMessage = { type: 'state', state: this.#app.state() };
    this.#socket.send(JSON.stringify(message), (error) => {
      this.#sending = false;
      if (!error && this.#stale) this.#changed();
    });
  }

  #take(data: unknown, binary: boolean): void {
    // What came in the same piece as the request that closed it.
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    let request: Request;
    try {
      request = readRequest(requireText(data, binary));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      refuse(this.#socket, 1008, error.message);
      return;
    }
    if (request.do === 'input') {
      this.#input(this.#held.take(request));
      this.#input(request);
    } else void this.#answer(request);
  }

  /** Passes input on, which has no reply. */
  #input(input: Extract<Command, { do: 'input' }> | undefined): void {
    if (input) void this.#run({ id: 0, ...input });
  }

  async #answer(request: Request): Promise<void> {
    this.#requests += 1;
    if (this.#requests === MOST_REQUESTS) this.#socket.pause();
    const reply = await this.#run(request);
    this.#socket.send(JSON.stringify(reply), () => {
      if (this.#requests === MOST_REQUESTS) this.#socket.resume();
      this.#requests -= 1;
    });
  }

  async #run({ id, ...command }: Request): Promise<Reply> {
    try {
      const result = await this.#app.run(command);
      return { type: 'done', id, ...(result && { result }) };
    } catch (error) {
      return { type: 'failed', id, ...failureOf(error, this.#fault) };
    }
  }
}

/** What a page may know of an error; what nobody expected is told to `fault` alone. */
export function failureOf(error: unknown, fault: (error: unknown) => void): { code: string; message: string } {
  if (error instanceof PageError) return { code: error.code, message: error.message };
  fault(error);
  return { code: 'fault', message: 'Beside made a mistake. Please try it again.' };
}
