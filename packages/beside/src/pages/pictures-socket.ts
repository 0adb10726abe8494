import { ProtocolError } from '@beside/bytes';
import type { WebSocket } from 'ws';
import type { PageApp, PictureFeed, PictureTaker } from './app.js';
import { refuse, requireText } from './greeting.js';
import { readPainted } from './messages.js';
import type { PictureNote } from './protocol.js';

/**
 * Bytes waiting for a page at which it is cut off. The feed holds back long before (`PictureTaker.queued`); this is the end of the
 * memory that a page can take which has stopped reading.
 */
const QUEUE_LIMIT = 64 * 1024 * 1024;

/** One worker of a page at `/pictures`, after its hello: the pictures of one expert session, in order, and what was painted of them. */
export class PicturesSocket implements PictureTaker {
  readonly #socket: WebSocket;
  #feed: PictureFeed | undefined;

  constructor(socket: WebSocket, app: PageApp, expert: string) {
    this.#socket = socket;
    socket.once('close', () => this.#feed?.close());
    socket.on('message', (data, binary) => this.#take(data, binary));
    this.#feed = app.pictures(expert, this);
    if (!this.#feed) refuse(socket, 4404, 'no such session');
  }

  note(note: PictureNote): void {
    this.#send(JSON.stringify(note));
  }

  picture(bytes: Uint8Array): void {
    this.#send(bytes);
  }

  queued(): number {
    return this.#socket.bufferedAmount;
  }

  end(why: 'over' | 'taken'): void {
    if (why === 'over') refuse(this.#socket, 4404, 'the session is over');
    else refuse(this.#socket, 4409, 'another page has the pictures');
  }

  #send(data: string | Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.queued() > QUEUE_LIMIT) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(data, (error) => {
      if (!error && this.queued() === 0) this.#feed?.drained();
    });
  }

  #take(data: unknown, binary: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    try {
      this.#feed?.painted(readPainted(requireText(data, binary)).painted);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      refuse(this.#socket, 1008, error.message);
    }
  }
}
