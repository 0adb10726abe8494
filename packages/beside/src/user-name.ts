import { userInfo } from 'node:os';

/** What the system is asked; replaced in tests. */
export interface UserQuery {
  /** @throws when the user has no entry in the system's list, as in a container that runs with any number */
  readonly system: () => string;
  /** $USER, if it is set. */
  readonly env: string | undefined;
}

/**
 * The name of the user who runs this program, which the other side is told.
 *
 * @param role the name of who has none
 */
export function userName(
  role: 'novice' | 'expert',
  { system, env }: UserQuery = { system: () => userInfo().username, env: process.env['USER'] },
): string {
  try {
    return system() || env || role;
  } catch {
    return env || role;
  }
}
