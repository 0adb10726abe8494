import type { LinkError } from '@beside/link';
import type { Bandwidth } from '../settings/settings.js';
import type { PreparedInvitation } from './prepare.js';
import type { Questions } from './questions.js';
import type { ReportTakers } from './session-reports.js';
import type { SharedDesktop } from './shared-desktop.js';

/** What sessions on one invitation share. */
export interface SessionContext extends ReportTakers {
  readonly prepared: PreparedInvitation;
  readonly desktop: SharedDesktop;
  readonly questions: Questions;
  /** Whether an expert may be given control; asked anew at each request. */
  readonly mayControl: () => boolean;
  /** How much of the line the picture may take; asked when somebody begins to see. */
  readonly bandwidth: () => Bandwidth;
  /** The folder for files from the expert. */
  readonly downloads: string;
  /** Shortest time between two reports of a file's progress, in ms. */
  readonly progressEvery: number;
  /** The novice pressed End. */
  readonly quit: () => void;
  /** The novice pressed Chat; there is such a button only if this is there. */
  readonly chatWanted?: () => void;
  /** Takes a mistake in Beside that ended a session. */
  readonly fault: (error: unknown) => void;
}

/** Who connects. */
export interface Caller {
  /** For people. */
  readonly address: string;
  /** Tells this connection apart from others on the invitation. */
  readonly number: number;
}

/** What the listener wants to know of a session. */
export interface SessionListener {
  /** The expert has proved that it has the invitation and its password. */
  proved(): void;
  /** Consent was given. */
  viewing(): void;
  /** The connection is gone. */
  closed(error: LinkError | undefined): void;
}
