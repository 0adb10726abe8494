import { dirname } from 'node:path';

/** In plain words why a file of Beside's own could not be written: a sentence with what to do. */
export function whyNotWritten(error: unknown, path: string): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `there is no room left in ${dirname(path)}. Make some.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `you may not write in ${dirname(path)}. See to its permissions.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `something that is no folder stands where ${dirname(path)} belongs. Take it away.`;
    default:
      return `${path} cannot be written.`;
  }
}
