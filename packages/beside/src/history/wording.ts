import type { ExpertRefusalReason } from '@beside/assist';
import type { ExpertEndedReason, ExpertReport } from '../expert/report.js';
import { expertLines } from '../expert/wording.js';
import type { FileReport } from '../files/report.js';
import { DISAGREEMENTS, sizeInWords } from '../files/wording.js';
import type { EndedReason, Report } from '../novice/report.js';
import { calledBy, linesOf, sentence } from '../novice/wording.js';
import type { Role, SessionLine, SessionSummary } from './session-record.js';

type FileFailure = Extract<FileReport, { event: 'file-failed' }>['code'];

/** Why a file came to nothing, without the folder that only the moment's report named. */
const FILE_FAILURES: Readonly<Record<FileFailure, string>> = {
  ...DISAGREEMENTS,
  'disk-full': 'There was no room left.',
  'no-permission': 'Its folder may not be written in.',
  'no-folder': 'Its folder was not there.',
  'no-free-name': 'Its folder was full of files of that name.',
  unwritable: 'Its folder took nothing.',
  'not-found': 'It was not there.',
  'not-a-file': 'It was no file that can be sent.',
  'too-large': 'It was too large.',
  changed: 'It changed while it was sent.',
  unreadable: 'It could not be read.',
  'not-now': 'It could not be offered at that moment.',
};

/**
 * What a line of a record says to a person, line by line: mostly what the terminal said, without what keys do. Nothing for a line that
 * only programs want.
 *
 * @param role of the record's session
 */
export function lineWords(role: Role, line: SessionLine): string[] {
  const words =
    ownWords(role, line) ??
    (role === 'novice' ? linesOf(line as unknown as Report) : expertLines(line as unknown as ExpertReport));
  return words.map((text, i) => (i === 0 ? sentence(text) : text));
}

/** Where a record is told otherwise than the moment; undefined: it is not. */
function ownWords(role: Role, line: SessionLine): string[] | undefined {
  const detail = line as unknown as Record<'name' | 'file' | 'code' | 'text' | 'checkNumber' | 'address', string>;
  const { file, checkNumber } = detail;
  const other = role === 'novice' ? calledBy(detail.name) : 'the other person';
  const incoming = line['direction'] === 'incoming';
  switch (line.event) {
    case 'started':
      return line['viewOnly'] === true ? ['The invitation was for viewing only.'] : [];
    case 'person':
      return [
        `${detail.name ?? 'Somebody without a name'} at ${detail.address}, ` +
          (line['way'] === 'beside' ? 'with Beside.' : 'by an invitation for other programs.'),
      ];
    case 'consent-asked':
      return [`${other} asked to see your screen. ${checkNumberWords(checkNumber)}`];
    case 'connected':
      return [`Connected to ${detail.address}. ${checkNumberWords(checkNumber)}`];
    case 'viewing':
      return [role === 'novice' ? `${other} saw your screen from now on.` : 'You saw the screen from now on.'];
    case 'controlling':
      return [
        role === 'novice' ? `${other} controlled your computer from now on.` : 'You controlled the other computer from now on.',
      ];
    case 'paused':
      return [role === 'novice' ? 'You paused.' : 'The other person paused.'];
    case 'chat-sent':
      return chatLines(`You: ${detail.text}`);
    case 'file-accepted':
      return [incoming ? `You took ${file} (${sizeInWords(Number(line['size']))}).` : `${other} took ${file}.`];
    case 'file-done':
      return [incoming ? `${file} came.` : `${file} was sent.`];
    case 'file-failed':
      return [`${file} ${incoming ? 'did not come' : 'was not sent'}. ${FILE_FAILURES[detail.code as FileFailure] ?? ''}`.trim()];
    case 'record-full':
      return ['The record is full: what happened from here on is not in it.'];
    case 'refused':
      return [endedWords(role, String(line['why']))];
    case 'ended':
      return [endedWords(role, String(line['reason']))];
    default:
      return undefined;
  }
}

function checkNumberWords(checkNumber: string | null): string {
  if (checkNumber === null) return 'That program could not be verified.';
  return `Check number ${checkNumber.replace(/...(?=.)/g, '$& ')}.`;
}

function chatLines(text: string): string[] {
  return text.split('\n').map((line, i) => (i === 0 ? line : `    ${line}`));
}

/** The codes for which the experts' and the novices' wording has a sentence; a record may have others, of a later Beside. */
const EXPERT_ENDED: Readonly<Record<ExpertEndedReason, true>> = {
  novice: true,
  expert: true,
  'connection-lost': true,
  refused: true,
  timeout: true,
  malformed: true,
  stalled: true,
  fault: true,
};
const NOVICE_ENDED: Readonly<Record<EndedReason, true>> = { ...EXPERT_ENDED, 'desktop-lost': true };
const EXPERT_REFUSED: Readonly<Record<ExpertRefusalReason, true>> = {
  'wrong-password': true,
  'no-such-invitation': true,
  expired: true,
  busy: true,
  'novice-said-no': true,
  'no-answer': true,
  'not-allowed': true,
  'incompatible-version': true,
  'novice-left': true,
  'novice-failed': true,
  denied: true,
  'wrong-key': true,
  'not-remote-assistance': true,
  unsupported: true,
};

/**
 * How a session ended, in one sentence.
 *
 * @param reason of the end, or for what the expert was refused
 */
function endedWords(role: Role, reason: string): string {
  const words = role === 'novice' ? noviceEnded(reason) : expertEnded(reason);
  return words ?? `It ended: ${reason}.`;
}

function noviceEnded(reason: string): string | undefined {
  if (reason === 'novice-said-no') return 'You said no.';
  if (reason === 'no-answer') return 'You did not answer in time.';
  return isIn(NOVICE_ENDED, reason) ? linesOf({ event: 'ended', reason })[0] : undefined;
}

function expertEnded(reason: string): string | undefined {
  if (isIn(EXPERT_ENDED, reason)) return expertLines({ event: 'ended', reason })[0];
  return isIn(EXPERT_REFUSED, reason) ? expertLines({ event: 'refused', why: reason })[0] : undefined;
}

function isIn<Code extends string>(codes: Readonly<Record<Code, true>>, code: string): code is Code {
  return Object.hasOwn(codes, code);
}

/** What a past session was, in a few sentences. */
export function summaryWords(summary: SessionSummary): string {
  const { role, controlled, messages, endedAt, reason } = summary;
  const seen = seenWords(summary);
  const control = controlled ? (role === 'novice' ? ' and controlled your computer' : ' and controlled that computer') : '';
  const chat = messages === 0 ? '' : ` ${messages} ${messages === 1 ? 'message' : 'messages'}.`;
  const end = endedAt === null || reason === null ? 'The record breaks off.' : endedWords(role, reason);
  return `${seen}${control}.${chat} ${end}`;
}

function seenWords({ role, name, viewedAt, endedAt }: SessionSummary): string {
  const duration = viewedAt === null || endedAt === null ? '' : ` for ${durationWords(endedAt - viewedAt)}`;
  if (role === 'novice')
    return `${sentence(calledBy(name))} ${viewedAt === null ? 'asked to see' : 'saw'} your screen${duration}`;
  return `You ${viewedAt === null ? 'asked to see' : 'saw'} the screen of ${name ?? 'somebody'}${duration}`;
}

/** @param ms how long something took */
function durationWords(ms: number): string {
  const minutes = Math.round(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'less than a minute';
  const hours = Math.floor(minutes / 60);
  return [hours > 0 ? `${hours} h` : '', minutes % 60 > 0 ? `${minutes % 60} min` : ''].filter((part) => part !== '').join(' ');
}
