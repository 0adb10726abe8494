import { join } from 'node:path';
import { displayableName } from '@beside/bytes';
import { JsonFile } from '../settings/json-file.js';
import type { Role, SessionSummary } from './session-record.js';

/** Somebody one had a session with. */
export interface Contact {
  /** As they called themselves: safe to show, not to believe. */
  readonly name: string;
  /** What this computer was for them in the last session. */
  readonly role: Role;
  /** ms since 1970. */
  readonly lastSeen: number;
  readonly sessions: number;
}

/** Most people that are remembered; beyond, those one has not seen for longest go. */
const CONTACT_LIMIT = 200;

/** The people one had sessions with, and their file `contacts.json`. */
export class ContactBook {
  readonly folder: string;
  readonly #file: JsonFile;
  /** Sessions that end at once are added one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  /** @param config where it is, `userFolders().config` */
  constructor(config: string) {
    this.folder = config;
    this.#file = new JsonFile(join(config, 'contacts.json'));
  }

  /**
   * Everybody, whom one has seen last first.
   *
   * @throws the system's error, when the file cannot be read
   */
  async list(): Promise<Contact[]> {
    const content = await this.#file.read();
    if (content.found === 'unreadable') throw content.error;
    const entries = content.found === 'object' ? content.value['contacts'] : [];
    const contacts = (Array.isArray(entries) ? entries : []).map(cleanContact).filter((contact) => contact !== undefined);
    return contacts.sort((a, b) => b.lastSeen - a.lastSeen).slice(0, CONTACT_LIMIT);
  }

  /**
   * Remembers whom a session was with; nobody where none gave a name.
   *
   * @throws the system's error
   */
  async add({ name, role, startedAt, endedAt }: SessionSummary): Promise<void> {
    if (name === null) return;
    const add = this.#work.then(async () => {
      const all = await this.list();
      const known = all.find((contact) => contact.name === name);
      const contact = { name, role, lastSeen: endedAt ?? startedAt, sessions: (known?.sessions ?? 0) + 1 };
      await this.#file.write({ contacts: [contact, ...all.filter((other) => other !== known)].slice(0, CONTACT_LIMIT) });
    });
    this.#work = add.catch(() => undefined);
    await add;
  }

  /**
   * Forgets everybody.
   *
   * @returns how many there were
   * @throws the system's error
   */
  async forget(): Promise<number> {
    const { length } = await this.list();
    if (length > 0) await this.#file.write({ contacts: [] });
    return length;
  }
}

/** A contact of the file, into which anybody may have written; undefined: it is none. */
function cleanContact(value: unknown): Contact | undefined {
  const { name, role, lastSeen, sessions } = Object(value) as Readonly<Record<string, unknown>>;
  const shown = typeof name === 'string' ? displayableName(name) : '';
  if (shown === '' || (role !== 'novice' && role !== 'expert')) return undefined;
  if (!Number.isSafeInteger(lastSeen) || !Number.isSafeInteger(sessions)) return undefined;
  return { name: shown, role, lastSeen: lastSeen as number, sessions: sessions as number };
}
