import type { Connection } from './connection.js';
import type { Extensions } from './extensions.js';
import { type ClipboardAtoms, clipboardAtoms, propertyWindow } from './selection.js';
import { SelectionOwner } from './selection-owner.js';
import { SelectionReader } from './selection-reader.js';

/** XFIXES: tell of a new owner, and of one that went away with its window or its program. */
const OWNER_CHANGES = 1 | 2 | 4;

/** The text in the clipboard (the CLIPBOARD selection; what is merely marked is nobody's copy). */
export class Clipboard {
  readonly #connection: Connection;
  readonly #window: number;
  readonly #atoms: ClipboardAtoms;
  readonly #owner: SelectionOwner;
  readonly #reader: SelectionReader;

  /**
   * @param onChanged called with the new text, or null without any, when another program changed it
   * @throws DesktopError `lost`
   */
  static async watch(
    connection: Connection,
    extensions: Extensions,
    onChanged: (text: string | null) => void,
  ): Promise<Clipboard> {
    return new Clipboard(connection, extensions, await clipboardAtoms(connection), onChanged);
  }

  private constructor(
    connection: Connection,
    { xfixes }: Extensions,
    atoms: ClipboardAtoms,
    onChanged: (text: string | null) => void,
  ) {
    this.#connection = connection;
    this.#atoms = atoms;
    this.#window = propertyWindow(connection);
    this.#owner = new SelectionOwner(connection, this.#window, atoms);
    this.#reader = new SelectionReader(connection, atoms);
    xfixes.requests.select_selection_input(this.#window, atoms.clipboard, OWNER_CHANGES);
    let latest = 0;
    connection.on(xfixes.firstEvent, (event) => {
      if (event.u32(12) !== atoms.clipboard) return;
      const owner = event.u32(8);
      const change = ++latest;
      if (owner === this.#window) {
        this.#owner.owned(event.u32(20));
        return;
      }
      const told = (text: string | null) => {
        if (change === latest) onChanged(text);
      };
      if (owner === 0) told(null);
      else void this.#reader.read().then(told, () => {}); // it fails when the server is lost, which is told elsewhere
    });
  }

  /** @throws DesktopError `lost` */
  async read(): Promise<string | null> {
    if (this.#owner.text !== null) return this.#owner.text;
    const owner = await this.#connection.reply(this.#connection.core.get_selection_owner(this.#atoms.clipboard));
    return owner.u32(8) === 0 ? null : this.#reader.read();
  }

  set(text: string): void {
    this.#owner.own(text);
  }

  close(): void {
    this.#owner.close();
  }
}
