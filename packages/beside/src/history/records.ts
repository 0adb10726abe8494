import type { Role, SessionSummary } from './session-record.js';

/** What is known of a session when it begins. */
export interface SessionStart {
  /** Of a novice's invitation: nobody gets control by it. */
  readonly viewOnly?: boolean;
}

/** Keeps what happens in sessions, as far as the settings say so. */
export interface Records {
  /**
   * Begins the record of one session, which may be begun for any connection: nothing of it is on the disk, nor counted, before a novice
   * has answered whether the expert may see (event `viewing`, or `refused` for `novice-said-no` and `no-answer`), or an expert is
   * `connected`. Never fails: what cannot be written is told once, and the session goes on without a record.
   */
  begin(role: Role, start: SessionStart): SessionRecord;
}

/** The record of one session. */
export interface SessionRecord {
  /**
   * Takes what happened: any `Report` or `ExpertReport`, as it is told, and `{ event: 'chat-sent', text }` for what this person wrote.
   * Of these it keeps events and fields that it knows to be harmless; `ended` is left to {@link SessionRecord.end}.
   */
  line(event: object): void;
  /**
   * Who the other side turned out to be; may be called again once more is known.
   *
   * @param name as it called itself; null: not told
   */
  person(name: string | null, address: string, way: NonNullable<SessionSummary['way']>): void;
  /**
   * The session is over; nothing is taken any more.
   *
   * @param reason a code of the report `ended`
   * @returns when the record and the contact are on the disk; never fails
   */
  end(reason: string): Promise<void>;
}
