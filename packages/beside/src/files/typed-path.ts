import { homedir } from 'node:os';
import { resolve } from 'node:path';

/** The absolute path that a person typed: no shell has read it, so that `~` still stands for the home folder. */
export function typedPath(text: string): string {
  return resolve(text.replace(/^~(?=\/|$)/, homedir()));
}
