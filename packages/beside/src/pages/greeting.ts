import type { Socket } from 'node:net';
import { ProtocolError } from '@beside/bytes';
import type { WebSocket } from 'ws';
import type { CloseCode, Hello } from './protocol.js';

/** How long a WebSocket has for its first message, in ms. */
export const HELLO_TIMEOUT = 5000;

/** Most bytes that are read of a WebSocket before its hello is whole. */
const HELLO_BYTES = 1024;

/**
 * Waits for the first message of a WebSocket. Until it is there, and right, nothing else is read or kept: not more than
 * {@link HELLO_BYTES} are taken, however large messages may be later.
 *
 * @param wire the connection below it
 * @param read throws ProtocolError for anything but a hello
 * @param known whether a bearer is one of ours
 * @param welcome is called with the hello; else the WebSocket is closed, with 1008 or 4401
 */
export function awaitHello<H extends Hello>(
  socket: WebSocket,
  wire: Socket,
  read: (json: string) => H,
  known: (bearer: string) => boolean,
  welcome: (hello: H) => void,
): void {
  let bytes = 0;
  const count = (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > HELLO_BYTES) socket.terminate();
  };
  const timer = setTimeout(() => over(1008, 'no hello'), HELLO_TIMEOUT);
  const stop = () => {
    clearTimeout(timer);
    wire.off('data', count);
  };
  const over = (code: CloseCode, why: string) => {
    stop();
    refuse(socket, code, why);
  };
  wire.on('data', count);
  socket.once('close', stop);
  socket.once('message', (data, binary) => {
    try {
      const hello = read(requireText(data, binary));
      if (!known(hello.bearer)) over(4401, 'no such bearer');
      else {
        stop();
        welcome(hello);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      over(1008, error.message);
    }
  });
}

/**
 * A message's text: pages send nothing else.
 *
 * @throws ProtocolError for a binary one
 */
export function requireText(data: unknown, binary: boolean): string {
  if (binary) throw new ProtocolError('message', 'binary');
  // Whole messages come as one Buffer (ws, binaryType "nodebuffer").
  return (data as Buffer).toString('utf8');
}

/** Closes a WebSocket, and does not wait long for the other side to agree. */
export function refuse(socket: WebSocket, code: CloseCode, why: string): void {
  socket.close(code, why);
  setTimeout(() => socket.terminate(), CLOSE_PATIENCE).unref();
}

/** How long the other side has to answer a close, in ms. */
const CLOSE_PATIENCE = 1000;
