import type { EndReason, ExpertRefusalReason } from '@beside/assist';
import type { LinkErrorCode } from '@beside/link';
import type { Monitor } from '@beside/rdp';
import type { FileReport } from '../files/report.js';
import type { PictureErrorCode } from './picture-file.js';

/** Why one way to the novice led nowhere. */
export type WayFailure =
  | LinkErrorCode
  | ExpertRefusalReason
  /** It does no TLS; Standard RDP Security is tried instead. */
  | 'tls-not-allowed'
  /** Nothing answers at that address. */
  | 'unreachable'
  /** It answers, and takes no connection at that port. */
  | 'connection-refused'
  /** The name is known to nobody. */
  | 'unknown-name';

/** How a session ended. */
export type ExpertEndedReason = EndReason | 'stalled' | 'fault';

/** Why the program ended. */
export type ExpertClosedWhy =
  /** What was asked for is done, or the person ended it. */
  | 'expert'
  /** The novice ended the session. */
  | 'ended'
  /** The session broke off. */
  | 'broken'
  | 'refused'
  | 'not-connected'
  /** Something that was asked for could not be done. */
  | 'failed';

/** What happens, as `--json` has it, one object a line; `time` is added. Texts that came from outside are safe to show. */
export type ExpertReport =
  | { readonly event: 'dialling'; readonly name: string | null; readonly addresses: readonly string[] }
  | { readonly event: 'way-failed'; readonly address: string; readonly why: WayFailure }
  | {
      readonly event: 'connected';
      readonly way: 'beside' | 'rdp';
      readonly address: string;
      /** Six digits that the novice's Beside shows too; null for another program, which cannot be verified. */
      readonly checkNumber: string | null;
    }
  | { readonly event: 'waiting-for-consent' }
  | { readonly event: 'novice-name'; readonly name: string }
  | { readonly event: 'viewing'; readonly width: number; readonly height: number }
  | { readonly event: 'resized'; readonly width: number; readonly height: number }
  /** How the novice's monitors stand, in its pixels; none: it does not say. Told again at every change, and behind `resized`. */
  | { readonly event: 'monitors'; readonly monitors: readonly Monitor[] }
  | { readonly event: 'control-asked' }
  /** The expert took its question back. */
  | { readonly event: 'control-withdrawn' }
  | { readonly event: 'controlling' }
  | { readonly event: 'control-refused'; readonly why: 'novice-said-no' | 'view-only' | 'no-answer' }
  | { readonly event: 'control-ended'; readonly by: 'novice' | 'escape' | 'expert' | 'end' }
  | { readonly event: 'paused' }
  | { readonly event: 'resumed' }
  | { readonly event: 'chat'; readonly text: string }
  | { readonly event: 'chat-dropped' }
  | { readonly event: 'typing'; readonly typing: boolean }
  /** Every key of a text was sent; `all` is false when control ended before. */
  | { readonly event: 'typed'; readonly all: boolean }
  | { readonly event: 'screenshot'; readonly path: string; readonly width: number; readonly height: number }
  /** It could not be saved. */
  | { readonly event: 'screenshot-failed'; readonly code: PictureErrorCode | 'fault'; readonly message: string }
  | FileReport
  | { readonly event: 'refused'; readonly why: ExpertRefusalReason }
  | { readonly event: 'ended'; readonly reason: ExpertEndedReason }
  | { readonly event: 'closed'; readonly why: ExpertClosedWhy }
  /** The invitation cannot be used, or no picture be written there; nothing was sent to anybody. Last, in place of `closed`. */
  | { readonly event: 'failed'; readonly code: string; readonly message: string };

/** Takes what happens to whoever wants to know. */
export type ExpertReporter = (report: ExpertReport) => void;
