import { displayable, displayableName } from '@beside/bytes';
import type { Role, SessionLine, SessionSummary } from './session-record.js';

/** A summary that is being added to. */
export type SummaryDraft = { -readonly [Key in keyof SessionSummary]: SessionSummary[Key] };

/** Of a session that has only begun. */
export function draftSummary(id: string, role: Role, startedAt: number): SummaryDraft {
  return {
    id,
    role,
    name: null,
    address: null,
    way: null,
    viewedAt: null,
    startedAt,
    endedAt: null,
    controlled: false,
    reason: null,
    messages: 0,
  };
}

/** Adds what a line says; lines come in order, as `cleanLine` made them. */
export function addLine(summary: SummaryDraft, line: SessionLine): void {
  const at = Date.parse(line.time);
  switch (line.event) {
    case 'started':
      summary.role = line['role'] === 'expert' ? 'expert' : 'novice';
      summary.startedAt = at;
      break;
    case 'person':
    case 'connected':
    case 'consent-asked':
    case 'novice-name':
      addPerson(summary, line);
      break;
    case 'viewing':
      summary.viewedAt ??= at;
      break;
    case 'controlling':
      summary.controlled = true;
      break;
    case 'chat':
    case 'chat-sent':
      summary.messages++;
      break;
    case 'refused':
      summary.reason = line['why'] as string;
      break;
    case 'ended':
      summary.endedAt = at;
      // That it was refused is known already, and for what.
      if (line['reason'] !== 'refused' || summary.reason === null) summary.reason = line['reason'] as string;
      break;
  }
}

function addPerson(summary: SummaryDraft, { name, address, way }: SessionLine): void {
  if (typeof name === 'string') summary.name = name;
  if (typeof address === 'string') summary.address = address;
  if (way === 'beside' || way === 'rdp') summary.way = way;
}

/**
 * The summary that the last line of a record has, so that a list need not read all of each.
 *
 * @param value from a file, into which anybody may have written
 * @returns undefined: it is none
 */
export function cleanSummary(id: string, value: unknown): SessionSummary | undefined {
  const raw = Object(value) as Readonly<Record<keyof SessionSummary, unknown>>;
  const { role, name, address, way, viewedAt, startedAt, endedAt, controlled, reason, messages } = raw;
  if ((role !== 'novice' && role !== 'expert') || !isTime(startedAt) || !isTime(endedAt)) return undefined;
  if (viewedAt !== null && !isTime(viewedAt)) return undefined;
  if (typeof reason !== 'string' || !/^[a-z-]{1,40}$/.test(reason)) return undefined;
  return {
    id,
    role,
    name: typeof name === 'string' ? displayableName(name) || null : null,
    address: typeof address === 'string' ? displayable(address, 100) : null,
    way: way === 'beside' || way === 'rdp' ? way : null,
    viewedAt,
    startedAt,
    endedAt,
    controlled: controlled === true,
    reason,
    messages: Number.isSafeInteger(messages) ? (messages as number) : 0,
  };
}

/** ms since 1970 that a `Date` can be. */
function isTime(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= 8.64e15;
}
