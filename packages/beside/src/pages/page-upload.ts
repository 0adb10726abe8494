import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { safeFileName } from '@beside/assist';
import { PageError } from './app.js';

/** A file that came from a page, in a folder that this user alone can look into. */
export interface PageUpload {
  /** It has the name that the page gave, as far as that is harmless. */
  readonly path: string;
  /** Takes file and folder away. */
  remove(): Promise<void>;
}

/**
 * Takes a file from a page onto the disk, since the other side reads it only once somebody there said yes, which takes as long as it takes.
 *
 * @param name as the page tells it: not trusted
 * @param stream read to its end
 * @param parent the folder in which the private one is made
 * @throws PageError `disk-full`, `upload-broken`; nothing is left of it then
 */
export async function takeUpload(name: string, stream: Readable, parent = tmpdir()): Promise<PageUpload> {
  // It may break off while nothing reads it yet; the pipeline finds that out.
  stream.on('error', () => undefined);
  // Only its owner may enter it, by mkdtemp(3).
  const folder = await mkdtemp(join(parent, 'beside-')).catch((error: unknown) => {
    stream.destroy();
    throw notTaken(error);
  });
  const path = join(folder, safeFileName(name));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await remove();
    throw notTaken(error);
  }
  return { path, remove };
}

/** The file that pages send within one session: one at a time, from the page's first byte until nothing reads it any more. */
export class PageUploads {
  #stream: Readable | undefined;

  /** One is on its way. */
  get busy(): boolean {
    return this.#stream !== undefined;
  }

  /**
   * Takes a file from a page, and offers it.
   *
   * @param offer looks whether it may be offered, and offers the file at this path; resolves when nothing reads it any more
   * @throws PageError as {@link takeUpload}, and what `offer` throws; nothing is kept of the file
   */
  async send(name: string, stream: Readable, offer: (path: string) => Promise<void>): Promise<void> {
    this.#stream = stream;
    try {
      const upload = await takeUpload(name, stream);
      try {
        await offer(upload.path);
      } finally {
        await upload.remove();
      }
    } finally {
      this.#stream = undefined;
    }
  }

  /**
   * Takes no more of it from the page. One that has come whole is the session's matter.
   *
   * @param why what {@link send} throws
   * @returns false when there was none to break off
   */
  breakOff(why?: PageError): boolean {
    if (this.#stream?.readableEnded !== false) return false;
    this.#stream.destroy(why);
    return true;
  }
}

function notTaken(error: unknown): PageError {
  if (error instanceof PageError) return error;
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String((error as NodeJS.ErrnoException).code));
  return full
    ? new PageError('disk-full', 'There is no room on this computer’s disk to get the file ready. Make room and try again.', {
        cause: error,
      })
    : new PageError('upload-broken', 'The file could not be got ready to be sent. Try again.', { cause: error });
}
