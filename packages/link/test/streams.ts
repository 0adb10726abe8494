import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { CONFIRM, FIRST_MESSAGE } from './fake-engine.js';

/** A socket as a stream that is not one, like TCP of one's own over datagrams. */
export class PlainDuplex extends Duplex {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (bytes) => {
      if (!this.push(bytes)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

/** The client's side of the upgrade: sends the first message, takes the confirm, starts TLS. */
export async function secure(socket: Duplex, options: ConnectionOptions = {}): Promise<TLSSocket> {
  socket.write(FIRST_MESSAGE);
  await read(socket, CONFIRM.length);
  return startTls(socket, options);
}

export function startTls(socket: Duplex, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const client = tlsConnect({ socket, rejectUnauthorized: false, ...options }, () => resolve(client));
    client.once('error', reject);
  });
}

/** Exactly `length` bytes of a stream; what follows stays in it. */
export function read(stream: Duplex, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const bytes: Buffer | null = stream.read(length);
      if (!bytes) return;
      stream.off('readable', look);
      stream.off('end', ended);
      if (bytes.length < length) reject(new Error('the stream ended'));
      else resolve(bytes);
    };
    const ended = () => reject(new Error('the stream ended'));
    stream.on('readable', look);
    stream.on('end', ended);
    look();
  });
}

/** Everything until the stream is closed, however it is closed. */
export function readAll(stream: Duplex): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    stream.on('data', (bytes: Buffer) => chunks.push(bytes));
    stream.on('error', () => undefined);
    stream.on('close', () => resolve(Buffer.concat(chunks)));
  });
}
