import { type Folders, userFolders } from '../settings/folders.js';
import { SettingsStore } from '../settings/settings-store.js';
import { ContactBook } from './contacts.js';
import { RecordKeeper } from './record-keeper.js';
import type { Records } from './records.js';
import { SessionFolder } from './session-folder.js';

/** What Beside keeps for this user from one time to the next. */
export interface UserData {
  readonly settings: SettingsStore;
  readonly records: Records;
  readonly sessions: SessionFolder;
  readonly contacts: ContactBook;
}

/**
 * Opens what is kept; where there is nothing yet, nothing is made. Never fails.
 *
 * @param tell takes a sentence for the person: something is wrong with a file, or a record cannot be written
 */
export async function openUserData(tell: (sentence: string) => void, folders: Folders = userFolders()): Promise<UserData> {
  const settings = await SettingsStore.open(folders.config, tell);
  const sessions = new SessionFolder(folders.state);
  const contacts = new ContactBook(folders.config);
  const records = new RecordKeeper({ sessions, contacts, settings: () => settings.settings, tell, now: Date.now });
  return { settings, records, sessions, contacts };
}
