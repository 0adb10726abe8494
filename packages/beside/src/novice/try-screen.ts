import { openX11 } from '@beside/desktop';

const nothing = () => undefined;

/**
 * Opens an X display and lets go of it again.
 *
 * @throws DesktopError when it cannot be shown
 */
export async function tryScreen(display: string): Promise<void> {
  const deaf = {
    ...{ damaged: nothing, resized: nothing, pointerMoved: nothing, pointerChanged: nothing },
    ...{ clipboardChanged: nothing, escapePressed: nothing, barPressed: nothing, lost: nothing },
  };
  const desktop = await openX11({ display }, deaf);
  await desktop.close();
}
