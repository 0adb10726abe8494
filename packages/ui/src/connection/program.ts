import type { CloseCode, Command, Failure, Reply, ReplyResult, Request, StateMessage, Who } from 'beside/protocol';
import { forgetBearer, obtainBearer } from './bearer.js';
import { type Connection, type Happening, INITIAL, next } from './state.js';

/** Codes by which the program closes the socket so that it need not be tried again. */
const CLOSED = { programEnds: 1001, unknownBearer: 4401 } as const satisfies Readonly<Record<string, CloseCode>>;
/** ms until the next try to reach the program again, try by try; after the last of them it counts as closed. */
const RETRIES = [100, 300, 800, 1500, 2500];

/** The program did not do what was asked for. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: string;

  constructor({ code, message }: Failure) {
    super(message);
    this.code = code;
  }
}

/** The program on this computer, as a page knows it: its state, and what can be asked of it. */
export class Program {
  #connection: Connection = INITIAL;
  readonly #watchers = new Set<() => void>();
  readonly #waiting = new Map<number, { done(result: ReplyResult | undefined): void; failed(error: RequestError): void }>();
  #socket: WebSocket | undefined;
  #bearer: string | null = null;
  #lastId = 0;

  /** For `useSyncExternalStore`: the same object until something changed. */
  readonly connection = (): Connection => this.#connection;

  /** For `useSyncExternalStore`: calls `changed` after every change; returns the undo. */
  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /** For a worker's own connection; null before the first contact. */
  get bearer(): string | null {
    return this.#bearer;
  }

  /** Makes contact; `token` is of the address. What comes of it is in {@link connection}. */
  async open(token: string | null): Promise<void> {
    try {
      this.#bearer = await obtainBearer(token);
    } catch {
      this.#happens({ what: 'gave-up' });
      return;
    }
    if (this.#bearer === null) this.#happens({ what: 'not-known' });
    else this.#connect(0);
  }

  /** Tries once more to reach a program that counted as closed. */
  retry(): void {
    this.#happens({ what: 'retried' });
    this.#connect(RETRIES.length - 1);
  }

  /**
   * Asks for something.
   *
   * @returns what the reply carries, if anything
   * @throws RequestError as the program says it; `lost` when the program is not there
   */
  request(command: Command): Promise<ReplyResult | undefined> {
    return new Promise((done, failed) => {
      const id = this.#send(command);
      if (id === undefined) failed(new RequestError({ code: 'lost', message: '' }));
      else this.#waiting.set(id, { done, failed });
    });
  }

  /** Sends what gets no reply. False when the program is not there: it is dropped then. */
  send(command: Extract<Command, { do: 'input' }>): boolean {
    return this.#send(command) !== undefined;
  }

  /**
   * Offers a file to the other side.
   *
   * @returns when the file is over, whatever came of it: that is in the state
   * @throws RequestError when it cannot be offered
   */
  async sendFile(who: Who, file: File): Promise<void> {
    const query = new URLSearchParams({ who: who === 'novice' ? who : who.expert, name: file.name });
    const response = await this.#fetch(`/files?${query}`, { method: 'POST', body: file });
    if (!response.ok) throw new RequestError(await failureOf(response));
  }

  /**
   * The invitation's file.
   *
   * @throws RequestError when there is none any more
   */
  async invitationFile(): Promise<Blob> {
    const response = await this.#fetch('/invitation', {});
    if (!response.ok) throw new RequestError(await failureOf(response));
    return response.blob();
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(path, { ...init, headers: { Authorization: `Bearer ${this.#bearer}` } });
    } catch (error) {
      throw new RequestError({ code: 'lost', message: String(error) });
    }
  }

  #send(command: Command): number | undefined {
    if (this.#socket?.readyState !== WebSocket.OPEN) return undefined;
    const request: Request = { id: ++this.#lastId, ...command };
    this.#socket.send(JSON.stringify(request));
    return request.id;
  }

  #connect(tries: number): void {
    const socket = new WebSocket(`ws://${location.host}/socket`);
    this.#socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', bearer: this.#bearer })));
    socket.addEventListener('message', ({ data }) => {
      tries = 0;
      this.#take(JSON.parse(data) as StateMessage | Reply);
    });
    socket.addEventListener('close', ({ code }) => {
      for (const { failed } of this.#waiting.values()) failed(new RequestError({ code: 'lost', message: '' }));
      this.#waiting.clear();
      if (code === CLOSED.unknownBearer) {
        forgetBearer();
        this.#happens({ what: 'not-known' });
        return;
      }
      const pause = code === CLOSED.programEnds ? undefined : RETRIES[tries];
      this.#happens({ what: pause === undefined ? 'gave-up' : 'lost' });
      if (pause !== undefined) setTimeout(() => this.#connect(tries + 1), pause);
    });
  }

  #take(message: StateMessage | Reply): void {
    if (message.type === 'state') {
      this.#happens({ what: 'state', state: message.state });
      return;
    }
    const asked = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'done') asked?.done(message.result);
    else asked?.failed(new RequestError(message));
  }

  #happens(happening: Happening): void {
    this.#connection = next(this.#connection, happening);
    for (const changed of this.#watchers) changed();
  }
}

/** What the program says about a request that it did not do. */
async function failureOf(response: Response): Promise<Failure> {
  try {
    return (await response.json()) as Failure;
  } catch {
    return { code: `http-${response.status}`, message: response.statusText };
  }
}
