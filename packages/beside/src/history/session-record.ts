/** Which end of a session this computer was. */
export type Role = 'novice' | 'expert';

/** One line of a session's record: what happened, and when. Never a password, a link or a key. */
export interface SessionLine {
  /** ISO 8601. */
  readonly time: string;
  /** As the reports of `beside novice` and `beside expert` name it. */
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** A past session, from its record. */
export interface SessionSummary {
  /** Names its record; for `beside log`. */
  readonly id: string;
  readonly role: Role;
  /** As the other side called itself; null: not told. */
  readonly name: string | null;
  /** Of the other side. */
  readonly address: string | null;
  /** How it was reached and secured. */
  readonly way: 'beside' | 'rdp' | null;
  /** ms since 1970 of the first picture; null: it never came to that. */
  readonly viewedAt: number | null;
  readonly startedAt: number;
  /** Null: the record breaks off, the program was ended by force. */
  readonly endedAt: number | null;
  /** Control was given at least once. */
  readonly controlled: boolean;
  /** How it ended: a code of the reports; null as for `endedAt`. */
  readonly reason: string | null;
  /** Messages of the chat that are in the record. */
  readonly messages: number;
}
