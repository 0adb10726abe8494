import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, rename, rm, statfs } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { FileError, writeError } from './file-error.js';

/**
 * What a block costs while it waits for the disk, besides its bytes: objects and promises of its own. Without it, a million blocks of
 * one byte would count as a megabyte.
 */
const BLOCK_COST = 1024;

/** Names that are tried before giving up: `a.txt`, `a (2).txt`, ... */
const NAMES = 1000;
/** What file systems without hard links answer to `link`: FAT, and what is mounted over a network. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * One file that is being received. What has come stands under a hidden name of its own, that only its owner can read, until
 * it is whole; then it gets its name, or the next like it that is free. Nothing that is there is ever overwritten or followed.
 */
export class Download {
  readonly #folder: string;
  readonly #name: string;
  readonly #partial: string;
  readonly #handle: FileHandle;
  readonly #waits: (bytes: number) => void;
  #waiting = 0;
  /** Everything that was asked of the file, in order. Never fails: {@link #error} has why. */
  #work: Promise<void> = Promise.resolve();
  #error: FileError | undefined;
  readonly #failed: (error: FileError) => void;
  #over = false;

  private constructor(options: DownloadOptions, partial: string, handle: FileHandle) {
    this.#folder = options.folder;
    this.#name = options.name;
    this.#waits = options.waits;
    this.#failed = options.failed;
    this.#partial = partial;
    this.#handle = handle;
  }

  /**
   * Begins a file.
   *
   * @throws FileError when the folder takes none, or has no room for it
   */
  static async begin(options: DownloadOptions): Promise<Download> {
    const { folder, name, size } = options;
    const partial = join(folder, `.${name}.${randomBytes(6).toString('hex')}.part`);
    try {
      const { bavail, bsize } = await statfs(folder);
      // Some file systems do not say; what does not fit is then found out by writing.
      if (bavail > 0 && bavail * bsize < size) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      return new Download(options, partial, await open(partial, 'wx', 0o600));
    } catch (error) {
      throw writeError(error, folder);
    }
  }

  /** Writes behind what came before; the bytes are copied. What goes wrong is told to `failed`, once. */
  write(bytes: Uint8Array): void {
    if (this.#over || this.#error || bytes.length === 0) return;
    const copy = Buffer.from(bytes);
    const cost = copy.length + BLOCK_COST;
    this.#wait(cost);
    const written = this.#then(async () => {
      if (!this.#over) await this.#handle.writeFile(copy);
    });
    void written.then(() => this.#wait(-cost));
  }

  /**
   * Everything has come.
   *
   * @returns the path that the file now has
   * @throws FileError; nothing is left of it then
   */
  async finish(): Promise<string> {
    let path = '';
    await this.#then(async () => {
      await this.#handle.sync();
      await this.#handle.close();
      path = await this.#place();
    });
    if (this.#error) {
      await this.discard();
      throw this.#error;
    }
    this.#over = true;
    return path;
  }

  /** Takes away what has come. Also waits until nothing more is done with the file. */
  async discard(): Promise<void> {
    const over = this.#over;
    this.#over = true;
    await this.#work;
    if (over) return;
    await this.#handle.close().catch(() => undefined);
    await rm(this.#partial, { force: true }).catch(() => undefined);
  }

  /** Does a step after those before it, unless one of them failed. */
  #then(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (this.#error) return;
      try {
        await step();
      } catch (error) {
        this.#error = writeError(error, this.#folder);
        this.#failed(this.#error);
      }
    });
    return this.#work;
  }

  #wait(bytes: number): void {
    this.#waiting += bytes;
    this.#waits(this.#waiting);
  }

  async #place(): Promise<string> {
    const { name, ext } = parse(this.#name);
    for (let number = 1; number <= NAMES; number++) {
      const path = join(this.#folder, number === 1 ? this.#name : `${name} (${number})${ext}`);
      if (await this.#takeName(path)) return path;
    }
    throw new FileError('no-free-name', `${this.#folder} is full of files called ${this.#name}. Take some of them away.`);
  }

  /** Gives the file this name, unless something has it. */
  async #takeName(path: string): Promise<boolean> {
    try {
      await link(this.#partial, path);
      await rm(this.#partial);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code === undefined || !NO_LINKS.has(code)) throw error;
    }
    // Without hard links the name is taken by an empty file first, which only this program then replaces.
    try {
      await (await open(path, 'wx', 0o600)).close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
    await rename(this.#partial, path);
    return true;
  }
}

export interface DownloadOptions {
  readonly folder: string;
  /** Of one harmless path component, as `assist` makes it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Told how much memory waits to be written, in bytes, each time that changes. */
  readonly waits: (bytes: number) => void;
  /** Told when writing failed; the file then only waits to be discarded. */
  readonly failed: (error: FileError) => void;
}
