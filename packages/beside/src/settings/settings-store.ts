import { dirname, join } from 'node:path';
import { isSetting, SETTING_NAMES } from './check-settings.js';
import { JsonFile } from './json-file.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { whyNotWritten } from './write-failure.js';

/** Settings were not taken, or not saved; the message is for people. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code: 'bad-settings' | 'not-saved';

  constructor(code: 'bad-settings' | 'not-saved', message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The settings, and their file `settings.json`. What is wrong in the file costs nobody the program: Beside then goes on with what it comes
 * with, and says so. What the file holds besides, of a later Beside perhaps, stays in it.
 */
export class SettingsStore {
  readonly #file: JsonFile;
  readonly #tell: (sentence: string) => void;
  #settings: Settings = DEFAULT_SETTINGS;
  /** What a person set and no file has yet. */
  readonly #unsaved = new Set<keyof Settings>();
  /** Changes one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  private constructor(file: JsonFile, tell: (sentence: string) => void) {
    this.#file = file;
    this.#tell = tell;
  }

  /**
   * Reads the settings. Never fails.
   *
   * @param folder where they are, `userFolders().config`
   * @param tell takes a sentence for the person when something is wrong with the file
   */
  static async open(folder: string, tell: (sentence: string) => void): Promise<SettingsStore> {
    const store = new SettingsStore(new JsonFile(join(folder, 'settings.json')), tell);
    const { path } = store.#file;
    const content = await store.#file.read();
    if (content.found === 'damaged') store.#tellDamaged(content.aside);
    else if (content.found === 'unreadable') tell(`The settings in ${path} cannot be read. Beside goes on with its defaults.`);
    else if (content.found === 'object') {
      for (const name of store.#take(content.value))
        tell(`In ${path}, the value of “${name}” is none that Beside knows. It goes on with its default.`);
    }
    return store;
  }

  /** As they are in force. */
  get settings(): Settings {
    return this.#settings;
  }

  /**
   * Puts settings in force and saves them. Only what differs from {@link settings} is written: what another Beside changed in the
   * meantime stays, and is taken over.
   *
   * @param wish all settings, from a page perhaps
   * @throws SettingsError `bad-settings`: they are not, and nothing changed; `not-saved`: they are in force until the program ends
   */
  async change(wish: unknown): Promise<void> {
    const values = Object(wish) as Partial<Settings>;
    const bad = SETTING_NAMES.find((name) => !isSetting(name, values[name]));
    if (bad !== undefined) throw new SettingsError('bad-settings', `That is no value for the setting “${bad}”.`);
    const change = this.#work.then(() => this.#save(wish as Settings));
    this.#work = change.catch(() => undefined);
    await change;
  }

  async #save(wish: Settings): Promise<void> {
    for (const name of SETTING_NAMES) if (wish[name] !== this.#settings[name]) this.#unsaved.add(name);
    const changes = pick(wish, [...this.#unsaved]);
    this.#settings = { ...this.#settings, ...changes };
    if (this.#unsaved.size === 0) return;
    const content = await this.#file.read();
    if (content.found === 'damaged') this.#tellDamaged(content.aside);
    try {
      if (content.found === 'unreadable') throw content.error;
      const value = content.found === 'object' ? { ...content.value, ...changes } : this.#settings;
      await this.#file.write(value);
      this.#unsaved.clear();
      this.#take({ ...value });
    } catch (error) {
      const why = whyNotWritten(error, dirname(this.#file.path));
      throw new SettingsError('not-saved', `Your settings hold until Beside ends, and are not saved: ${why}`, { cause: error });
    }
  }

  /** Takes over what a file says, as far as it is right; returns the names of what is not. */
  #take(value: Readonly<Record<string, unknown>>): readonly string[] {
    const named = SETTING_NAMES.filter((name) => Object.hasOwn(value, name));
    const right = named.filter((name) => isSetting(name, value[name]));
    this.#settings = { ...DEFAULT_SETTINGS, ...pick(value, right) };
    return named.filter((name) => !right.includes(name));
  }

  #tellDamaged(aside: string | undefined): void {
    const kept = aside === undefined ? 'It is left as it is' : `It is kept as ${aside}`;
    this.#tell(`The settings in ${this.#file.path} are damaged. ${kept}; Beside goes on without them.`);
  }
}

function pick(from: object, names: readonly (keyof Settings)[]): Partial<Settings> {
  return Object.fromEntries(names.map((name) => [name, (from as Settings)[name]]));
}
