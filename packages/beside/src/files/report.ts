import type { FileDeclineReason, FileFailureCode } from '@beside/assist';
import type { FileErrorCode } from './file-error.js';

/** A file's way, seen from this side. */
export type FileDirection = 'incoming' | 'outgoing';

/** Why a file came to nothing. */
type FileFailure =
  | FileErrorCode
  | FileFailureCode
  /** It could not be offered just now. */
  | 'not-now';

/** Which file a report is about. */
export interface ReportedFile {
  readonly direction: FileDirection;
  /** Without its folder; safe to show. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
}

/** What happens to files, as `--json` has it in both programs. */
export type FileReport =
  /** Incoming: somebody is to be asked. Outgoing: the other side is. */
  | ({ readonly event: 'file-offered' } & ReportedFile)
  /** The one who was asked said yes; the file is on its way. */
  | ({ readonly event: 'file-accepted' } & ReportedFile)
  /** So many of its bytes have come or gone. */
  | ({ readonly event: 'file-progress'; readonly bytes: number } & ReportedFile)
  /** Whole. `path`: where it is. */
  | ({ readonly event: 'file-done'; readonly path: string } & ReportedFile)
  /** The one who was asked said no. */
  | ({ readonly event: 'file-refused' } & ReportedFile)
  /** The other side offered one and was told no without a question. */
  | ({ readonly event: 'file-declined'; readonly why: FileDeclineReason } & ReportedFile)
  | ({ readonly event: 'file-cancelled'; readonly by: 'us' | 'them' | 'end' } & ReportedFile)
  | ({ readonly event: 'file-failed'; readonly code: FileFailure; readonly message: string } & ReportedFile);
