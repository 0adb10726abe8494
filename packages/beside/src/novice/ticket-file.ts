import { access, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** What Windows calls it. */
const DEFAULT_NAME = 'Invitation';

/** The ticket could not be written; the message says what to do. */
export class TicketFileError extends Error {
  override readonly name = 'TicketFileError';
  readonly code: 'file-exists' | 'not-writable';

  constructor(code: 'file-exists' | 'not-writable', message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Writes an invitation, readable by its owner alone. Nothing that is there already is overwritten, unless `force` says so.
 *
 * @param extension with its dot
 * @param file a path; undefined: `Invitation` and the extension in the current folder, or the next name like it that is free
 * @returns the absolute path
 * @throws TicketFileError
 */
export async function writeTicketFile(
  bytes: Uint8Array,
  extension: string,
  file: string | undefined,
  force: boolean,
): Promise<string> {
  const path = resolve(file ?? (await freeName(extension)));
  try {
    // Removed and made anew, so that an old file's permissions, or what a link leads to, are never kept.
    if (force) await rm(path, { force: true });
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new TicketFileError('file-exists', `${path} is there already. Choose another name, or --force to replace it.`);
    throw new TicketFileError('not-writable', `${path} cannot be written. Choose another place by --file.`, { cause: error });
  }
}

async function freeName(extension: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = `${DEFAULT_NAME}${number === 1 ? '' : ` ${number}`}${extension}`;
    const taken = await access(name).then(
      () => true,
      () => false,
    );
    if (!taken) return name;
  }
}
