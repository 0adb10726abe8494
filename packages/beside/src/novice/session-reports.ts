import type { Records, SessionRecord } from '../history/records.js';
import type { EndedReason, Report, Reporter } from './report.js';

/** Where a connection's reports go. */
export interface ReportTakers {
  readonly report: Reporter;
  readonly records: Records;
}

/** What is told of one connection: to the novice, and, from the moment on that it is let come near, to the record of its session. */
export class SessionReports {
  readonly #takers: ReportTakers;
  readonly #connection: number;
  readonly #way: 'beside' | 'rdp';
  /** There from `connecting` to `ended`, which is told only then. */
  #record: SessionRecord | undefined;
  #recorded: Promise<void> = Promise.resolve();

  /** @param connection tells it apart from others on the invitation */
  constructor(takers: ReportTakers, connection: number, way: 'beside' | 'rdp') {
    this.#takers = takers;
    this.#connection = connection;
    this.#way = way;
  }

  /** Somebody is there that may go on. */
  connecting(address: string, viewOnly: boolean): void {
    this.#record = this.#takers.records.begin('novice', { viewOnly });
    this.tell({ event: 'connecting', address });
  }

  tell(report: Report): void {
    if (report.event === 'consent-asked') this.#record?.person(report.name, report.address, this.#way);
    this.#record?.line(report);
    this.#takers.report(report, this.#connection);
  }

  /** The novice wrote this, and it is out. */
  said(text: string): void {
    this.#record?.line({ event: 'chat-sent', text });
  }

  /** The session is over; without effect when it had not begun, or is over already. */
  ended(reason: EndedReason): void {
    if (!this.#record) return;
    this.#recorded = this.#record.end(reason);
    this.#record = undefined;
    this.#takers.report({ event: 'ended', reason }, this.#connection);
  }

  /** When the record is on the disk. */
  get recorded(): Promise<void> {
    return this.#recorded;
  }
}
