/** Why a file could not be read or written. Stable; programs match on it. */
export type FileErrorCode =
  | 'disk-full'
  | 'no-permission'
  /** The folder is not there. */
  | 'no-folder'
  /** The file is not there. */
  | 'not-found'
  /** A folder, a device or a pipe. */
  | 'not-a-file'
  | 'too-large'
  /** It became shorter while it was read. */
  | 'changed'
  /** Every name like it is taken. */
  | 'no-free-name'
  | 'unreadable'
  | 'unwritable';

/** Something about a file went wrong; the message is for people and says what to do. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** In plain words why `folder` takes no file. */
export function writeError(error: unknown, folder: string): FileError {
  if (error instanceof FileError) return error;
  const options = { cause: error };
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new FileError(
        'disk-full',
        `There is no room left in ${folder}. Make room, or choose another folder by --downloads.`,
        options,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FileError('no-permission', `You may not write in ${folder}. Choose another folder by --downloads.`, options);
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileError('no-folder', `There is no folder ${folder}. Make it, or choose another one by --downloads.`, options);
    default:
      return new FileError('unwritable', `Nothing can be written in ${folder}. Choose another folder by --downloads.`, options);
  }
}

/** In plain words why `path` cannot be sent. */
export function readError(error: unknown, path: string): FileError {
  if (error instanceof FileError) return error;
  const options = { cause: error };
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileError('not-found', `There is no file ${path}.`, options);
    case 'EACCES':
    case 'EPERM':
      return new FileError('no-permission', `You may not read ${path}.`, options);
    // What a socket says when it is opened like a file.
    case 'ENXIO':
      return new FileError('not-a-file', `${path} is not a file that can be sent.`, options);
    default:
      return new FileError('unreadable', `${path} cannot be read.`, options);
  }
}
