/** Why an offered file was declined without a question. Stable; programs match on it. */
export type FileDeclineReason =
  /** Another file is under way, or another question is open. */
  | 'busy'
  /** Larger than this side takes. */
  | 'too-large'
  /** Offers come faster than anybody can answer, or soon after one was refused. */
  | 'too-soon'
  /** The novice has paused. */
  | 'paused'
  /** Data for the other side's program and not for a person, as in [MS-RA] 2.2.5. */
  | 'internal-data';

/** Why a transfer came to nothing by itself. Stable; programs match on it. */
export type FileFailureCode =
  /** The other side sent what does not belong there: its program and this one do not agree. */
  | 'out-of-sequence'
  /** More bytes came than were offered. */
  | 'too-long'
  /** The end came before the last byte. */
  | 'too-short';

/** What becomes of files, in both directions and alike for both roles. `id` stands for one transfer. */
export type FileEvent =
  /** The other side offers a file. The name is safe to show and to store under; `size` in bytes. `answer` takes the answer. */
  | { readonly type: 'file-offered'; readonly id: string; readonly name: string; readonly size: number }
  /** An offered file was declined; nobody is to be asked. */
  | { readonly type: 'file-declined'; readonly name: string; readonly size: number; readonly why: FileDeclineReason }
  /** The other side takes the file that was offered: send its blocks. */
  | { readonly type: 'file-accepted'; readonly id: string }
  /** The other side does not want the file that was offered. */
  | { readonly type: 'file-refused'; readonly id: string }
  /** To be written behind what came before. The view is valid only during the call. */
  | { readonly type: 'file-block'; readonly id: string; readonly bytes: Uint8Array }
  /** Everything was sent, or everything has come: as many bytes as were offered. */
  | { readonly type: 'file-done'; readonly id: string }
  /** A transfer, or an offer that was not answered yet, was called off. */
  | { readonly type: 'file-cancelled'; readonly id: string; readonly by: 'us' | 'them' | 'end' }
  | { readonly type: 'file-failed'; readonly id: string; readonly code: FileFailureCode };
