import { displayableName } from '@beside/bytes';
import type { Records, SessionRecord } from '../history/records.js';
import { userName } from '../user-name.js';
import { Connection } from './connection.js';
import { type Address, addressesOf, dial, displayedAddress } from './dial.js';
import type { OpenedInvitation } from './open-invitation.js';
import type { PictureSink } from './picture-sink.js';
import type { ExpertClosedWhy, ExpertReport, WayFailure } from './report.js';
import { ExpertSession, type ExpertSessionOptions, type SessionOutcome } from './session.js';

export interface HelpingOptions<Sink extends PictureSink> extends Omit<ExpertSessionOptions<Sink>, 'chatSent'> {
  /** Where what happens is kept. */
  readonly records: Records;
}

/** How it came out. */
export type HelpingOutcome = Exclude<ExpertClosedWhy, 'failed'>;

/**
 * The expert's help with one invitation: finds a way to the novice, and sees the session through to its end. Whoever sits at it, in a
 * terminal, at a page or nowhere, is told by reports and works on the session.
 */
export class Helping<Sink extends PictureSink> {
  readonly #invitation: OpenedInvitation;
  readonly #options: HelpingOptions<Sink>;
  readonly #stopped = new AbortController();
  /** As the novice calls itself in the invitation; safe to show. */
  readonly #novice: string | null;
  #session: ExpertSession<Sink> | undefined;
  #record: SessionRecord | undefined;
  /** Tells the record who the novice is. */
  #introduce: (name: string | null) => void = () => undefined;

  constructor(invitation: OpenedInvitation, options: HelpingOptions<Sink>) {
    this.#invitation = invitation;
    this.#options = options;
    this.#novice = displayableName(invitation.user ?? '') || null;
  }

  /** Once a connection got through. */
  get session(): ExpertSession<Sink> | undefined {
    return this.#session;
  }

  /** {@link stop} was called. */
  get stopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  /**
   * Runs it from the first way to the last report.
   *
   * @param connected called with the session as soon as there is one
   * @returns when everything is let go of
   */
  async run(connected?: (session: ExpertSession<Sink>) => void): Promise<HelpingOutcome> {
    const found = await this.#connect();
    if (!found) return this.stopped ? 'expert' : 'not-connected';
    this.#begun(found);
    const session = new ExpertSession(found.connection, {
      ...this.#options,
      report: (report) => this.#report(report),
      chatSent: (text) => this.#record?.line({ event: 'chat-sent', text }),
    });
    this.#session = session;
    if (this.stopped) session.end();
    connected?.(session);
    const outcome = await session.over;
    await this.#record?.end(outcome.reason);
    return cameTo(outcome);
  }

  /** The person wants no more: gives up dialling, or ends the session. */
  stop(): void {
    this.#stopped.abort();
    this.#session?.end();
  }

  async #connect(): Promise<Found | undefined> {
    const addresses = addressesOf(this.#invitation.candidates);
    this.#report({ event: 'dialling', name: this.#novice, addresses: addresses.map(displayedAddress) });
    const withoutTls: Address[] = [];
    return (
      (await this.#dial(addresses, 'negotiate', withoutTls)) ??
      (withoutTls.length > 0 ? await this.#dial(withoutTls, 'standard', []) : undefined)
    );
  }

  async #dial(
    addresses: readonly Address[],
    security: 'negotiate' | 'standard',
    withoutTls: Address[],
  ): Promise<Found | undefined> {
    const from = new Map<Connection, Address>();
    const expertName = userName('expert');
    const connection = await dial(
      addresses,
      (stream, address) => {
        const attempt = new Connection(stream, this.#invitation, expertName, security);
        from.set(attempt, address);
        return attempt;
      },
      (address, why, cause) => this.#wayFailed(address, why, cause, withoutTls),
      this.#stopped.signal,
    );
    return connection && { connection, address: displayedAddress(from.get(connection)!) };
  }

  #wayFailed(address: Address, why: WayFailure, cause: unknown, withoutTls: Address[]): void {
    if (why === 'fault') this.#options.fault(cause);
    if (why === 'tls-not-allowed') withoutTls.push(address);
    this.#report({ event: 'way-failed', address: displayedAddress(address), why });
  }

  #begun({ connection, address }: Found): void {
    const way = this.#invitation.way.type;
    this.#record = this.#options.records.begin('expert', {});
    this.#introduce = (name) => this.#record?.person(name, address, way);
    this.#introduce(this.#novice);
    this.#report({ event: 'connected', way, address, checkNumber: connection.checkNumber });
  }

  #report(report: ExpertReport): void {
    this.#record?.line(report);
    if (report.event === 'novice-name') this.#introduce(report.name);
    this.#options.report(report);
  }
}

interface Found {
  readonly connection: Connection;
  readonly address: string;
}

function cameTo({ reason, refused }: SessionOutcome): HelpingOutcome {
  if (refused) return 'refused';
  if (reason === 'expert') return 'expert';
  return reason === 'novice' ? 'ended' : 'broken';
}
