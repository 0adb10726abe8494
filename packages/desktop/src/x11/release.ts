import { Connection } from './connection.js';
import { openExtensions } from './extensions.js';
import type { Held } from './held.js';
import { fakeButton, fakeKey } from './inject.js';
import { Keymap, Keysym } from './keymap.js';

/**
 * Releases what a connection that has ended left on the server.
 *
 * @throws DesktopError
 */
export async function releaseHeld(display: string | undefined, held: readonly Held[]): Promise<void> {
  const connection = await Connection.open(display);
  try {
    const extensions = await openExtensions(connection);
    extensions.test.requests.grab_control(1);
    const keymap = new Keymap(connection);
    for (const { kind, number } of held) {
      if (kind === 'key') fakeKey(extensions, number, false);
      else if (kind === 'button') fakeButton(extensions, number, false);
      else keymap.bind(number, Keysym.None, Keysym.None);
    }
    await connection.reply(connection.core.get_input_focus());
  } finally {
    connection.close();
  }
}
