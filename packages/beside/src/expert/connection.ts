import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Duplex } from 'node:stream';
import { Expert, type ExpertEvent, type ExpertOptions } from '@beside/assist';
import { ExpertLink, type LinkError } from '@beside/link';
import { RdpError } from '@beside/rdp';
import { type Attempt, WayError } from './dial.js';
import type { OpenedInvitation } from './open-invitation.js';
import type { WayFailure } from './report.js';

/** The desktop that is wished, in pixels; the novice's own counts. */
const WISH = { width: 1920, height: 1080 };

/** What the engine has to say that is not for the link alone. */
export type ConnectionEvent = Exclude<ExpertEvent, { type: 'send' | 'start-tls' }>;

/** Takes what a connection says once it is through. */
export interface ConnectionListener {
  event(event: ConnectionEvent): void;
  drained(): void;
  /** The connection is gone. */
  closed(error: LinkError | undefined): void;
}

/**
 * One connection to the novice: link and engine. It is through when both sides know each other: between Besides once both have
 * proved, else once RDP stands with the computer whose key the invitation names. Until then nothing of it is told.
 */
export class Connection implements Attempt {
  readonly through: Promise<void>;
  readonly link: ExpertLink<Expert>;
  /** Of a connection between two Besides. */
  checkNumber: string | null = null;
  #isThrough = false;
  #settle: { resolve(): void; reject(error: WayError): void } | undefined;
  #listener: ConnectionListener | undefined;
  /** What was said after it got through and before anybody listened. */
  readonly #early: ConnectionEvent[] = [];
  /** It went between the two. */
  #closedEarly: { readonly error: LinkError | undefined } | undefined;
  #why: WayFailure | undefined;

  constructor(stream: Duplex, invitation: OpenedInvitation, expertName: string, security: 'negotiate' | 'standard') {
    this.through = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.link = new ExpertLink<Expert>(stream, {
      way: invitation.way,
      createEngine: (obey, now, opened) => {
        if (opened.way === 'beside') this.checkNumber = opened.checkNumber;
        const engine = new Expert(expertOptions(invitation, expertName, security), now, (event) => {
          if (event.type === 'send' || event.type === 'start-tls') obey(event);
          else this.#told(event);
          if (event.type === 'ended') obey(event);
        });
        if (opened.way === 'beside') this.#gotThrough();
        return engine;
      },
      drained: () => this.#listener?.drained(),
      closed: (error) => this.#closed(error),
    });
  }

  /** Whoever listens gets everything from the moment it got through. */
  listen(listener: ConnectionListener): void {
    this.#listener = listener;
    for (const event of this.#early.splice(0)) listener.event(event);
    if (this.#closedEarly) listener.closed(this.#closedEarly.error);
  }

  abandon(): void {
    this.link.destroy();
  }

  #told(event: ConnectionEvent): void {
    if (event.type === 'resized' && !this.#isThrough) this.#gotThrough();
    if (event.type === 'refused') this.#why ??= event.why;
    if (event.type === 'ended' && event.error instanceof RdpError && event.error.code === 'tls-not-allowed')
      this.#why = 'tls-not-allowed';
    if (!this.#isThrough) return;
    if (this.#listener) this.#listener.event(event);
    // Pictures need not be kept, and their bytes would not be valid: the first of the desktop come after a yes.
    else if (event.type !== 'picture') this.#early.push(event);
  }

  #gotThrough(): void {
    this.#isThrough = true;
    this.#settle?.resolve();
  }

  #closed(error: LinkError | undefined): void {
    if (this.#isThrough && this.#listener) this.#listener.closed(error);
    else if (this.#isThrough) this.#closedEarly = { error };
    else this.#settle?.reject(new WayError(this.#why ?? error?.code ?? 'broken', error && { cause: error }));
  }
}

function expertOptions({ rdp }: OpenedInvitation, expertName: string, security: 'negotiate' | 'standard'): ExpertOptions {
  const common = { expertName, computerName: hostname(), random: randomBytes, ...WISH };
  return rdp ? { way: 'rdp', ...common, ...rdp, security } : { way: 'beside', ...common };
}
