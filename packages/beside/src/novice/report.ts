import type { EndReason, RefusalReason } from '@beside/assist';
import type { LinkErrorCode } from '@beside/link';
import type { FileReport } from '../files/report.js';
import type { InvitationForm } from './invitation-form.js';

/**
 * What a connection was refused for before there was a session, as far as the novice is told. Not told: hanging up
 * (`proof-unfinished`) and `busy`, which is how the ways end that an expert's program tried besides the one that it kept.
 */
export const LINK_REFUSALS = [
  'not-rdp',
  'handshake-timeout',
  'beside-not-offered',
  'rdp-not-offered',
  'alpn-missing',
  'tls-too-old',
  'tls-failed',
  'wrong-proof',
  'wrong-reveal',
  'malformed',
  'expired',
  'void',
] as const satisfies readonly LinkErrorCode[];

/** Why a connection came to nothing. */
export type RefusedWhy = RefusalReason | (typeof LINK_REFUSALS)[number];

/** How a session ended. */
export type EndedReason =
  | EndReason
  /** The expert's program stopped taking the picture. */
  | 'stalled'
  /** The desktop that was shown is gone. */
  | 'desktop-lost'
  /** A mistake in Beside. */
  | 'fault';

/** Why nobody can use the invitation any more. */
export type ClosedWhy = 'novice' | 'expired' | 'void' | 'desktop-lost';

/**
 * What happens, as `--json` has it, one object a line; `time` is added. Texts that came from outside are safe to show.
 * `name` is null when the expert gave none.
 */
export type Report =
  | {
      readonly event: 'invited';
      readonly for: InvitationForm;
      /** Where the ticket is, or its name where it is on no disk. */
      readonly file: string;
      /** The invitation as a link; null for one that is not for Beside. */
      readonly link: string | null;
      readonly password: string;
      readonly expires: string;
      readonly display: string;
      readonly port: number;
      readonly candidates: readonly string[];
      /** Of the certificate, SHA-256. */
      readonly fingerprint: string;
      readonly viewOnly: boolean;
    }
  | { readonly event: 'connecting'; readonly address: string }
  | {
      readonly event: 'consent-asked';
      readonly name: string | null;
      readonly address: string;
      /** Six digits that the expert's Beside shows too; null for another program, which cannot be verified. */
      readonly checkNumber: string | null;
    }
  | { readonly event: 'viewing'; readonly name: string | null }
  | { readonly event: 'picture-cut'; readonly name: string | null; readonly width: number; readonly height: number }
  | { readonly event: 'control-asked'; readonly name: string | null }
  | { readonly event: 'question-withdrawn'; readonly name: string | null }
  | { readonly event: 'controlling'; readonly name: string | null }
  | {
      readonly event: 'control-refused';
      readonly name: string | null;
      readonly why: 'view-only' | 'too-soon' | 'busy' | 'novice-said-no';
    }
  | { readonly event: 'control-ended'; readonly name: string | null; readonly by: 'novice' | 'escape' | 'expert' | 'end' }
  | { readonly event: 'paused' }
  | { readonly event: 'resumed' }
  | { readonly event: 'chat'; readonly name: string | null; readonly text: string }
  | { readonly event: 'chat-dropped'; readonly name: string | null }
  | { readonly event: 'typing'; readonly name: string | null; readonly typing: boolean }
  | (FileReport & { readonly name: string | null })
  | { readonly event: 'refused'; readonly why: RefusedWhy; readonly address: string }
  | { readonly event: 'ended'; readonly reason: EndedReason }
  | { readonly event: 'closed'; readonly why: ClosedWhy };

/** Takes what happens to whoever wants to know. `connection` tells those on one invitation apart; null: it is about none of them. */
export type Reporter = (report: Report, connection: number | null) => void;
