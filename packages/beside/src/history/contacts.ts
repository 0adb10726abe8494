import type { Role } from './session-record.js';

/** Somebody one had a session with. */
export interface Contact {
  /** As they called themselves: safe to show, not to believe. */
  readonly name: string;
  /** What this computer was for them in the last session. */
  readonly role: Role;
  /** ms since 1970. */
  readonly lastSeen: number;
  readonly sessions: number;
}
