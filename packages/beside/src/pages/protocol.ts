/**
 * What the pages and the program on this computer say to each other: types alone, which `ui` shares.
 *
 * Over `/socket` go JSON messages: the page's first one is a {@link Hello}; from then on the program sends the whole
 * {@link PageState} whenever it changes, and the page sends {@link Request}s, each answered by one {@link Reply}.
 * Over `/pictures` go an expert session's pictures, from the program to a worker of the page: after the worker's {@link PicturesHello},
 * JSON {@link PictureNote}s and binary picture messages (`writePictureMessage` of `@beside/rdp/codecs`), in order; the worker
 * answers with {@link Painted}. States hold codes, not sentences: the page has the words, in its person's language.
 *
 * Over HTTP, besides the static files (which need no bearer):
 * - The address that the browser is opened with ends in `#token=TOKEN&place=PLACE` ({@link Place}). `POST /bearer` with a
 *   {@link BearerRequest} answers with a {@link BearerReply}; 403 when the token is used or too old.
 * - `GET /invitation`: the invitation's file; 404 when there is none (any more).
 * - `POST /files?who=novice&name=NAME`, or `who=ID` of an expert session: offers the body, of the length that its header says, as a
 *   file. 204 once the file is over, whatever came of it (that is in the state); else a 4xx status with a {@link Failure}. When the other
 *   side wants no more of it, the connection may break before the answer is read.
 * - 401: that is no bearer of this program.
 *
 * WebSockets are closed with a code of {@link CloseCode}.
 */

import type { InputEvent, Monitor } from '@beside/rdp';
import type { ExpertClosedWhy, ExpertEndedReason, WayFailure } from '../expert/report.js';
import type { FileDirection } from '../files/report.js';
import type { Contact } from '../history/contacts.js';
import type { SessionLine, SessionSummary } from '../history/session-record.js';
import type { ClosedWhy, EndedReason, RefusedWhy } from '../novice/report.js';
import type { Settings } from '../settings/settings.js';

export type {
  ClosedWhy,
  Contact,
  EndedReason,
  ExpertClosedWhy,
  ExpertEndedReason,
  FileDirection,
  Monitor,
  RefusedWhy,
  SessionLine,
  SessionSummary,
  Settings,
  WayFailure,
};

/**
 * Where the pages begin: at the two choices, at "Invite someone", at "Help someone" (with {@link PageState.given} chosen already,
 * if there is one), in an expert session, or in one that the page has yet to open: it asks for `open` with `{ practice: true }` and goes to
 * the session that it is told. (Not opened before there is a page, because the novice is asked at once, and not for long.)
 */
export type Place = 'home' | 'invite' | 'help' | `expert/${string}` | 'practice';

/** Why the program closed a WebSocket. */
export type CloseCode =
  /** The program ends. */
  | 1001
  /** What came was not understood (the reason names the field), or no hello came in time. */
  | 1008
  /** The page is too slow, or there are too many. */
  | 1013
  /** That is no bearer of this program: the page has to be opened anew. */
  | 4401
  /** There is no such expert session, or it is over. */
  | 4404
  /** Another page shows these pictures now. */
  | 4409;

/** Trades the one-time token of the address for a bearer. */
export interface BearerRequest {
  readonly token: string;
}

/** What every later request shows, as `Authorization: Bearer BEARER` or in {@link Hello}; good as long as the program runs. */
export interface BearerReply {
  readonly bearer: string;
}

/**
 * The first message of a page on `/socket`. Whoever says anything else, or nothing for some seconds, is cut off. The code of the close is
 * 4401 where the bearer is not known: the page then says how to open Beside again, and does not try once more.
 */
export interface Hello {
  readonly type: 'hello';
  readonly bearer: string;
}

/** The first message on `/pictures`. */
export interface PicturesHello extends Hello {
  /** Of the expert session whose pictures are wanted. */
  readonly expert: string;
}

/** What the program tells, apart from replies: whole, at once after the hello and whenever something changed. */
export interface StateMessage {
  readonly type: 'state';
  readonly state: PageState;
}

/** Everything that pages show, apart from pictures and what they ask for ({@link Request}). */
export interface PageState {
  readonly version: string;
  readonly share: Share;
  readonly settings: Settings;
  /** The one invitation, or session as novice, of this program; stays after its end until it is dismissed. */
  readonly novice: NoviceState | null;
  /** Sessions as expert; each stays after its end until it is dismissed. */
  readonly experts: readonly ExpertState[];
  /** An invitation that the program was started with, until it is opened: the page asks for its password only. */
  readonly given: { readonly name: string } | null;
}

/** Whether this computer's screen can be shown. */
export type Share =
  | {
      readonly can: true;
      /** `practice`: there is no display here, so a drawn desktop is shown. The pages answer its questions then. */
      readonly desktop: 'screen' | 'practice';
    }
  | {
      readonly can: false;
      readonly why: 'wayland' | 'windows' | 'macos' | 'no-display' | 'not-allowed' | 'missing-part';
      readonly message: string;
    };

/** Somebody at the other end, as far as it told; safe to show, not to believe. */
export interface Person {
  /** Null when it gave none. */
  readonly name: string | null;
  readonly address: string;
  /** Six digits that the other Beside shows too; null: another program, which cannot be verified. */
  readonly checkNumber: string | null;
}

/** The invitation as long as nobody used it. */
export interface InvitationState {
  readonly for: 'beside' | 'windows';
  /** The name that the file should get: `Invitation.beside`. Its content is at `/invitation`, with the bearer. */
  readonly fileName: string;
  /** Null for one that is not for Beside. */
  readonly link: string | null;
  readonly password: string;
  /** ms since 1970. */
  readonly expiresAt: number;
  readonly addresses: readonly string[];
}

export interface NoviceState {
  readonly phase: /** The invitation is being made. */
    | 'preparing'
    /** It stands, and nobody is there. */
    | 'waiting'
    /** Somebody is coming in, or waits for consent. */
    | 'connecting'
    | 'viewing'
    /** Nobody can use the invitation any more; see `closed`. */
    | 'closed';
  /** Null while it is made, and from the moment on that somebody sees the screen. */
  readonly invitation: InvitationState | null;
  readonly viewOnly: boolean;
  /** The one who connects or sees. */
  readonly expert: Person | null;
  readonly question: QuestionState | null;
  readonly controlling: boolean;
  readonly paused: boolean;
  /** The expert is writing a message. */
  readonly typing: boolean;
  readonly chat: readonly ChatLine[];
  readonly files: readonly FileState[];
  /** What happened, oldest first, at most 100; for the page to tell, and for screen readers. */
  readonly notices: readonly NoviceNotice[];
  /** How the last session ended; null before the first end. */
  readonly ended: EndedReason | null;
  /** Set with the phase `closed`; `failed`: it could not be made, see `failure`. */
  readonly closed: ClosedWhy | 'failed' | null;
  readonly failure: Failure | null;
  /** Counts up each time the novice presses Chat in the bar on the shared screen: the page is to come forward with its chat. */
  readonly chatWanted: number;
}

/** A question to the novice, or about a file to the expert. */
export interface QuestionState {
  /** Names it in `answer`, so that an answer never meets another question. */
  readonly id: number;
  readonly about: 'consent' | 'control' | 'file';
  /** Of a file: its name and bytes. */
  readonly file?: string;
  readonly size?: number;
  /** When it is answered no by itself, ms since 1970. */
  readonly expiresAt: number;
  /**
   * Who may say yes: `page`; or `desktop`, where the window of Beside on the screen alone takes it, from the novice's own mouse
   * and keyboard (an expert in control could press what a page shows). No is taken from everywhere.
   */
  readonly yes: 'page' | 'desktop';
}

export interface ChatLine {
  readonly id: number;
  readonly from: 'me' | 'them';
  readonly text: string;
  /** ms since 1970. */
  readonly at: number;
}

/** A file on its way, or that was. */
export interface FileState {
  readonly id: number;
  readonly direction: FileDirection;
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly bytes: number;
  readonly stage: 'offered' | 'moving' | 'done' | 'refused' | 'declined' | 'cancelled' | 'failed';
  /** Where it is, when done and incoming. */
  readonly path?: string;
  readonly failure?: Failure;
}

/** Why something could not be done: a stable code, and a sentence in plain words. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Something that happened to a novice; `id` counts up. */
export type NoviceNotice = { readonly id: number; readonly at: number } & (
  | { readonly what: 'connecting'; readonly address: string }
  | {
      readonly what: 'viewing' | 'control-asked' | 'controlling' | 'paused' | 'resumed' | 'question-withdrawn' | 'chat-dropped';
      readonly name: string | null;
    }
  | { readonly what: 'picture-cut'; readonly width: number; readonly height: number }
  | { readonly what: 'control-refused'; readonly why: 'view-only' | 'too-soon' | 'busy' | 'novice-said-no' }
  | { readonly what: 'control-ended'; readonly by: 'novice' | 'escape' | 'expert' | 'end' }
  | { readonly what: 'refused'; readonly why: RefusedWhy; readonly address: string }
  | { readonly what: 'ended'; readonly reason: EndedReason }
);

export interface ExpertState {
  readonly id: string;
  readonly phase:
    | 'dialling'
    /** Connected; the novice is asked. */
    | 'waiting-for-consent'
    | 'viewing'
    | 'closed';
  /** Whose invitation it is. */
  readonly novice: string | null;
  /** Each address with what came of it; `trying` until something did. */
  readonly ways: readonly { readonly address: string; readonly result: 'trying' | 'connected' | WayFailure }[];
  readonly connected: { readonly way: 'beside' | 'rdp'; readonly address: string; readonly checkNumber: string | null } | null;
  /** The novice's desktop, in pixels. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Its monitors, in its pixels; empty when that is not known. */
  readonly monitors: readonly Monitor[];
  readonly control: 'none' | 'asked' | 'controlling';
  readonly paused: boolean;
  readonly typing: boolean;
  readonly chat: readonly ChatLine[];
  readonly files: readonly FileState[];
  readonly question: QuestionState | null;
  readonly notices: readonly ExpertNotice[];
  /** ms, of the connection; null: not known. */
  readonly roundTrip: number | null;
  readonly ended: ExpertEndedReason | null;
  /** Why the other side refused, in one code; with `closed` `refused`. */
  readonly refused: string | null;
  readonly closed: ExpertClosedWhy | null;
  /** ms since 1970 of the first picture, and of the end. */
  readonly viewingSince: number | null;
}

export type ExpertNotice = { readonly id: number; readonly at: number } & (
  | {
      readonly what:
        | 'waiting-for-consent'
        | 'viewing'
        | 'control-asked'
        | 'control-withdrawn'
        | 'controlling'
        | 'paused'
        | 'resumed'
        | 'chat-dropped';
    }
  | { readonly what: 'control-refused'; readonly why: 'novice-said-no' | 'view-only' | 'no-answer' }
  | { readonly what: 'control-ended'; readonly by: 'novice' | 'escape' | 'expert' | 'end' }
  | { readonly what: 'typed'; readonly all: boolean }
  | { readonly what: 'ended'; readonly reason: ExpertEndedReason }
);

/** What a page asks for; `id` comes back in the reply. Input alone gets no reply (`id` is not looked at). */
export type Request = { readonly id: number } & Command;

export type Command =
  // As novice.
  | { readonly do: 'invite'; readonly for: 'beside' | 'windows'; readonly viewOnly: boolean }
  | { readonly do: 'answer'; readonly who: Who; readonly question: number; readonly yes: boolean }
  | { readonly do: 'stop-control'; readonly by: 'novice' | 'escape' }
  | { readonly do: 'pause' | 'resume' }
  // As expert. `invitation`: a file's bytes in base64, a link, the one of `PageState.given`, or the one that this program itself shows the
  // practice desktop by (whose password it knows; while its session goes on, that one is told again). Replied with the session's id, or
  // with a failure: nothing was sent then.
  | {
      readonly do: 'open';
      readonly invitation: GivenInvitation | { readonly given: true } | { readonly practice: true };
      readonly password: string;
    }
  | { readonly do: 'request-control' | 'give-back-control'; readonly who: Who }
  | { readonly do: 'input'; readonly who: Who; readonly events: readonly PageInput[] }
  // Both.
  | { readonly do: 'chat'; readonly who: Who; readonly text: string }
  | { readonly do: 'typing'; readonly who: Who; readonly typing: boolean }
  | { readonly do: 'cancel-files'; readonly who: Who }
  /** Ends session and invitation. */
  | { readonly do: 'end'; readonly who: Who }
  /** Takes an ended one off the pages. */
  | { readonly do: 'dismiss'; readonly who: Who }
  // The rest.
  | { readonly do: 'settings'; readonly settings: Settings }
  | { readonly do: 'contacts' }
  | { readonly do: 'history' }
  | { readonly do: 'log'; readonly session: string }
  | { readonly do: 'forget'; readonly what: 'contacts' | 'history' }
  /** Where `share.desktop` is `practice`: a one-time address of a second page, which is in the place `practice`. */
  | { readonly do: 'practice-expert' };

/** An invitation that a page has: a file's bytes in base64, or a link. */
export type GivenInvitation = { readonly file: string } | { readonly link: string };

/** Which session a command is for: the novice's, or the expert's of that id. */
export type Who = 'novice' | { readonly expert: string };

/** Pointer and keyboard of the expert, in pixels of the novice's desktop. */
export type PageInput = InputEvent;

export type Reply =
  | { readonly type: 'done'; readonly id: number; readonly result?: ReplyResult }
  | ({ readonly type: 'failed'; readonly id: number } & Failure);

export type ReplyResult =
  | { readonly opened: string }
  | { readonly address: string }
  | { readonly contacts: readonly Contact[] }
  | { readonly sessions: readonly SessionSummary[] }
  | { readonly log: readonly SessionLine[] };

/** What the program tells of pictures besides them, in order with them. */
export type PictureNote =
  /** The desktop has this size, and nothing of it has been painted. Comes first. */
  | { readonly note: 'reset'; readonly width: number; readonly height: number }
  | { readonly note: 'palette'; readonly colors: readonly number[] }
  /** `image`: width, height, hot point, and BGRA rows (straight alpha) in base64; null: hidden; `default`: an arrow. */
  | {
      readonly note: 'pointer';
      readonly image:
        | {
            readonly width: number;
            readonly height: number;
            readonly hotX: number;
            readonly hotY: number;
            readonly pixels: string;
          }
        | null
        | 'default';
    }
  | { readonly note: 'pointer-position'; readonly x: number; readonly y: number }
  /** Everything before it belongs together; say {@link Painted} once it is on the canvas. */
  | { readonly note: 'frame-end'; readonly frameId: number };

/** What the worker says: the frame is on the canvas. */
export interface Painted {
  readonly painted: number;
}
