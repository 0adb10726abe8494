import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { FILE_BLOCK, FILE_SIZE_LIMIT } from '@beside/assist';
import { FileError, readError } from './file-error.js';

/** One file that is being sent: read block by block, and never more of it than its size when it was opened. */
export class Upload {
  readonly path: string;
  /** Without its folder, as it is offered. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Resolves once the file was let go of. */
  readonly closed: Promise<void>;
  #resolveClosed: () => void = () => undefined;
  readonly #handle: FileHandle;
  readonly #buffer = new Uint8Array(FILE_BLOCK);
  #read = 0;
  #reading: Promise<unknown> = Promise.resolve();

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.name = basename(path);
    this.size = size;
    this.#handle = handle;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  /** @throws FileError when it is not a file, or cannot be read */
  static async open(path: string): Promise<Upload> {
    let handle: FileHandle | undefined;
    try {
      // A pipe that nobody writes to would else be waited for without an end.
      handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const entry = await handle.stat();
      if (!entry.isFile()) throw new FileError('not-a-file', `${path} is not a file that can be sent.`);
      if (entry.size > FILE_SIZE_LIMIT) throw new FileError('too-large', `${path} is too large: files go up to 4 GB.`);
      return new Upload(path, entry.size, handle);
    } catch (error) {
      await handle?.close();
      throw readError(error, path);
    }
  }

  /**
   * The next bytes, {@link FILE_BLOCK} of them or what is left; valid until the next call. Empty at the end.
   *
   * @throws FileError when it cannot be read, or has become shorter
   */
  async next(): Promise<Uint8Array> {
    const wanted = Math.min(FILE_BLOCK, this.size - this.#read);
    for (let filled = 0; filled < wanted; ) {
      const reading = this.#handle.read(this.#buffer, filled, wanted - filled, this.#read + filled);
      this.#reading = reading.catch(() => undefined);
      const { bytesRead } = await reading.catch((error: unknown) => {
        throw readError(error, this.path);
      });
      if (bytesRead === 0) throw new FileError('changed', `${this.path} was changed while it was sent. Send it again.`);
      filled += bytesRead;
    }
    this.#read += wanted;
    return this.#buffer.subarray(0, wanted);
  }

  /** Lets go of the file, after what is being read of it. */
  async close(): Promise<void> {
    await this.#reading;
    await this.#handle.close().catch(() => undefined);
    this.#resolveClosed();
  }
}
