/** In plain words why nothing of Beside's own could be written in a folder: a sentence with what to do. */
export function whyNotWritten(error: unknown, folder: string): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `there is no room left in ${folder}. Make some.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `you may not write in ${folder}. See to its permissions.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `something that is no folder stands where ${folder} belongs. Take it away.`;
    default:
      return `nothing can be written in ${folder}.`;
  }
}
