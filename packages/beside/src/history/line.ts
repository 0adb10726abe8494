import { displayable, displayableName } from '@beside/bytes';
import type { ExpertReport } from '../expert/report.js';
import type { FileDirection } from '../files/report.js';
import type { Report } from '../novice/report.js';
import type { Role, SessionLine } from './session-record.js';

/** An event as both programs tell it. */
type Told<Event> = Extract<Report | ExpertReport, { event: Event }>;

/** Longest chat message, as `assist` lets them through, in characters; longest address and name of a file. */
const TEXT_LIMIT = 2000;
const ADDRESS_LIMIT = 100;
const FILE_LIMIT = 255;

/** Makes a field harmless; undefined: it is not what it should be. */
type Clean = (value: unknown) => string | number | boolean | null | undefined;

const string = (value: unknown) => (typeof value === 'string' ? value : undefined);
const code: Clean = (value) => (/^[a-z][a-z0-9-]{0,39}$/.test(string(value) ?? '') ? (value as string) : undefined);
const flag: Clean = (value) => (typeof value === 'boolean' ? value : undefined);
const count: Clean = (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined);
const text: Clean = (value) => (typeof value === 'string' ? displayable(value, TEXT_LIMIT, { lines: true }) : undefined);
const address: Clean = (value) => (typeof value === 'string' ? displayable(value, ADDRESS_LIMIT) : undefined);
const name: Clean = (value) => (typeof value === 'string' ? displayableName(value) || null : null);
const checkNumber: Clean = (value) => (/^[0-9]{6}$/.test(string(value) ?? '') ? (value as string) : null);
/** A name without its folders, of whatever system. */
const file: Clean = (value) => displayable(string(value)?.replace(/^.*[/\\]/s, '') ?? '', FILE_LIMIT) || undefined;
const optional =
  (clean: Clean): Clean =>
  (value) =>
    clean(value) ?? null;

/** One of the codes for which there are words; all have to be named. */
const oneOf =
  <Code extends string>(codes: Readonly<Record<Code, true>>): Clean =>
  (value) =>
    Object.hasOwn(codes, string(value) ?? '') ? (value as Code) : undefined;

const way = oneOf<Told<'connected'>['way']>({ beside: true, rdp: true });
const controlRefused = oneOf<Told<'control-refused'>['why']>({
  'novice-said-no': true,
  'view-only': true,
  'no-answer': true,
  'too-soon': true,
  busy: true,
});
const controlEnded = oneOf<Told<'control-ended'>['by']>({ novice: true, escape: true, expert: true, end: true });
const declined = oneOf<Told<'file-declined'>['why']>({
  busy: true,
  'too-large': true,
  'too-soon': true,
  paused: true,
  'internal-data': true,
});
const cancelled = oneOf<Told<'file-cancelled'>['by']>({ us: true, them: true, end: true });
const aFile = { direction: oneOf<FileDirection>({ incoming: true, outgoing: true }), file, size: count };

/** What is told and not kept: what is secret, or of the moment, or said by `started` and `ended`. */
type NotKept =
  | 'invited'
  | 'dialling'
  | 'way-failed'
  | 'typing'
  | 'monitors'
  | 'screenshot-failed'
  | 'file-progress'
  | 'closed'
  | 'failed';
/** Every event needs a place below, or above. */
type Kept = Exclude<(Report | ExpertReport)['event'], NotKept> | 'started' | 'person' | 'chat-sent' | 'record-full';

/**
 * What may stand in a record, event by event and field by field: who can read the disk learns from it what happened, and neither gets in
 * anywhere by it nor learns where this person's files are. What is not here is kept nowhere.
 */
const EVENTS: Readonly<Record<Kept, Readonly<Record<string, Clean>>>> = {
  started: { role: oneOf<Role>({ novice: true, expert: true }), viewOnly: optional(flag) },
  person: { name, address, way },
  connecting: { address },
  connected: { way, address, checkNumber },
  'consent-asked': { name, address, checkNumber },
  'waiting-for-consent': {},
  'novice-name': { name },
  viewing: { name, width: optional(count), height: optional(count) },
  resized: { width: count, height: count },
  'picture-cut': { name, width: count, height: count },
  'question-withdrawn': { name },
  'control-asked': { name },
  'control-withdrawn': {},
  'control-refused': { name, why: controlRefused },
  controlling: { name },
  'control-ended': { name, by: controlEnded },
  paused: {},
  resumed: {},
  chat: { name, text },
  'chat-sent': { text },
  'chat-dropped': { name },
  typed: { all: flag },
  screenshot: { path: file, width: count, height: count },
  'file-offered': { ...aFile, name },
  'file-accepted': { ...aFile, name },
  'file-done': { ...aFile, name },
  'file-refused': { ...aFile, name },
  'file-declined': { ...aFile, name, why: declined },
  'file-cancelled': { ...aFile, name, by: cancelled },
  // Its message names folders; the code says what it was.
  'file-failed': { ...aFile, name, code },
  refused: { why: code, address: optional(address) },
  'record-full': {},
  ended: { reason: code },
};

/**
 * A line as it may stand in a record and be shown: of events that are known, the fields that are. For what comes from reports as well as
 * for what stands in a file, into which anybody may have written.
 *
 * @returns undefined for everything else
 */
export function cleanLine(value: unknown): SessionLine | undefined {
  const raw = Object(value) as Readonly<Record<string, unknown>>;
  const { event, time } = raw;
  if (typeof time !== 'string' || !isKept(event)) return undefined;
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return undefined;
  const line: Record<string, unknown> & { time: string; event: string } = { time: at.toISOString(), event };
  for (const [field, clean] of Object.entries(EVENTS[event])) {
    const cleaned = clean(raw[field]);
    if (cleaned === undefined) return undefined;
    // What was not told is left out, but for a name, whose absence says something.
    if (cleaned !== null || field === 'name' || field === 'checkNumber') line[field] = cleaned;
  }
  return line;
}

function isKept(event: unknown): event is Kept {
  return typeof event === 'string' && Object.hasOwn(EVENTS, event);
}
