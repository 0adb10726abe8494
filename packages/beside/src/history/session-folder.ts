import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanLine } from './line.js';
import { RECORD_LIMIT, RecordFile } from './record-file.js';
import type { SessionLine, SessionSummary } from './session-record.js';
import { addLine, cleanSummary, draftSummary } from './summary.js';

/** Most sessions that are kept; beyond, the oldest go. */
export const SESSION_LIMIT = 1000;

const EXTENSION = '.jsonl';
/** An id: when the session began, in UTC, and something that no other has. It is the name of the file, and never a path. */
const ID = /^[0-9]{8}-[0-9]{6}-[0-9a-f]{6}$/;
/** Enough for a last line, in bytes. */
const TAIL = 4096;
/** Files that are read at once. */
const AT_ONCE = 16;

/** The records of this person's sessions: a folder of JSON Lines, one file a session. */
export class SessionFolder {
  readonly path: string;

  /** @param state where it is, `userFolders().state` */
  constructor(state: string) {
    this.path = join(state, 'sessions');
  }

  /**
   * Begins a file, and takes away the oldest where there are too many.
   *
   * @param startedAt of the session, ms since 1970
   * @throws the system's error
   */
  create(startedAt: number): RecordFile {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    for (const old of newestFirst(readdirSync(this.path)).slice(SESSION_LIMIT - 1)) rmSync(this.#pathOf(old), { force: true });
    const [day, time] = new Date(startedAt)
      .toISOString()
      .replace(/[-:]|\..*/g, '')
      .split('T');
    const id = `${day}-${time}-${randomBytes(3).toString('hex')}`;
    return RecordFile.create(this.#pathOf(id), id);
  }

  /** All sessions, newest first; what cannot be read is passed over. */
  async list(): Promise<SessionSummary[]> {
    const ids = newestFirst(await this.#names());
    const summaries: SessionSummary[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => this.#summary(id).catch(() => undefined)));
      summaries.push(...some.filter((summary) => summary !== undefined));
    }
    return summaries;
  }

  /**
   * The record of one session, as far as it can be understood.
   *
   * @param id from a {@link SessionSummary}, a page or a command line
   * @returns undefined: there is none
   * @throws the system's error
   */
  async read(id: string): Promise<readonly SessionLine[] | undefined> {
    if (!ID.test(id)) return undefined;
    return this.#with(id, readLines).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  }

  /**
   * Takes all records away.
   *
   * @returns how many there were
   * @throws the system's error
   */
  async forget(): Promise<number> {
    const ids = newestFirst(await this.#names());
    for (const id of ids) await rm(this.#pathOf(id), { force: true });
    return ids.length;
  }

  async #names(): Promise<string[]> {
    return readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }

  async #summary(id: string): Promise<SessionSummary | undefined> {
    return this.#with(id, async (handle) => {
      const last = (await readTail(handle, TAIL)).split('\n').at(-2);
      const summary = cleanSummary(id, (parsed(last) as { summary?: unknown } | undefined)?.summary);
      return summary ?? summaryOf(id, await readLines(handle));
    });
  }

  async #with<T>(id: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
    const handle = await open(this.#pathOf(id));
    try {
      return await use(handle);
    } finally {
      await handle.close();
    }
  }

  #pathOf(id: string): string {
    return join(this.path, id + EXTENSION);
  }
}

function newestFirst(names: readonly string[]): string[] {
  return names
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => name.slice(0, -EXTENSION.length))
    .filter((id) => ID.test(id))
    .sort()
    .reverse();
}

/** Of a record that breaks off, or goes on still; undefined: there is nothing in it. */
function summaryOf(id: string, lines: readonly SessionLine[]): SessionSummary | undefined {
  const [first] = lines;
  if (first?.event !== 'started') return undefined;
  const summary = draftSummary(id, 'novice', 0);
  for (const line of lines) addLine(summary, line);
  return summary;
}

/** A line that is torn, or that nobody understands, is passed over. */
async function readLines(handle: FileHandle): Promise<SessionLine[]> {
  const text = await readTail(handle, RECORD_LIMIT);
  return text
    .split('\n')
    .map((line) => cleanLine(parsed(line)))
    .filter((line) => line !== undefined);
}

/** The last bytes of a file, as text; all, if it has fewer. */
async function readTail(handle: FileHandle, limit: number): Promise<string> {
  const { size } = await handle.stat();
  const length = Math.min(size, limit);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString('utf8', 0, bytesRead);
}

function parsed(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return undefined;
  }
}
