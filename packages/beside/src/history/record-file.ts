import { closeSync, fsync, openSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** Longest record of a session, in bytes. */
export const RECORD_LIMIT = 10_000_000;
/** What is left free of it for the lines that are needed. */
const RESERVE = 10_000;

/**
 * The file of one session, to which lines are added as things happen.
 *
 * Each is with the system when `append` returns, and not in a queue of ours: whatever ends the program, it is in the file. They are
 * few and short, so that waiting for the system costs nothing that anybody notices.
 */
export class RecordFile {
  readonly id: string;
  readonly #descriptor: number;
  #length = 0;

  private constructor(id: string, descriptor: number) {
    this.id = id;
    this.#descriptor = descriptor;
  }

  /**
   * Makes the file, for its owner alone.
   *
   * @throws the system's error
   */
  static create(path: string, id: string): RecordFile {
    return new RecordFile(id, openSync(path, 'ax', 0o600));
  }

  /**
   * Adds a line.
   *
   * @param needed it is written although the record is full
   * @returns false: there was no room for it, nor is there for any after it that is not needed
   * @throws the system's error; nothing must be added any more then, since part of the line may be there
   */
  append(line: object, needed = false): boolean {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    if (!needed && this.#length + bytes.length > RECORD_LIMIT - RESERVE) {
      this.#length = RECORD_LIMIT;
      return false;
    }
    this.#length += bytes.length;
    writeFileSync(this.#descriptor, bytes);
    return true;
  }

  /** Brings everything to the disk and lets go of the file. @throws the system's error */
  async close(): Promise<void> {
    try {
      await promisify(fsync)(this.#descriptor);
    } finally {
      closeSync(this.#descriptor);
    }
  }
}
