import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import open from 'open';
import { downloadsFolder } from '../files/downloads-folder.js';

/** Opens a file as the user's desktop does. Resolves when that is started; `failed` is called when it turns out to have come to nothing. */
export type Opener = (path: string, failed: () => void) => Promise<void>;

/** A page that is being opened in the browser. */
export interface OpeningPage {
  /** Takes the file away that leads there. */
  remove(): Promise<void>;
}

/**
 * Opens an address in the user's browser without telling it to anybody else: a command line can be read by every user of the
 * computer, so the browser is given a file, which its owner alone can read, and which leads to the address.
 *
 * The file lies in the user's folder for downloads. Browsers that are locked in by snap or flatpak see neither /tmp nor hidden folders, and
 * that one they do.
 *
 * @param failed is called when no browser opens, as far as that can be known
 */
export async function openInBrowser(
  address: string,
  failed: () => void,
  { opener = openByDesktop, parent = downloadsFolder }: { opener?: Opener; parent?: () => Promise<string> } = {},
): Promise<OpeningPage> {
  const folder = await privateFolder(await parent());
  const path = join(folder, 'Beside.html');
  await writeFile(path, leadingTo(address), { mode: 0o600, flag: 'wx' });
  await opener(path, failed).catch(failed);
  return { remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A new folder that only this user can enter, by mkdtemp(3). */
async function privateFolder(parent: string): Promise<string> {
  // A home that cannot be written to: then no browser there is locked in, either.
  return mkdtemp(join(parent, 'Beside-')).catch(() => mkdtemp(join(tmpdir(), 'Beside-')));
}

async function openByDesktop(path: string, failed: () => void): Promise<void> {
  const process = await open(path);
  process.once('exit', (code) => {
    if (code !== 0) failed();
  });
}

/** A page that goes on to the address at once, and has it to click where that does not happen. */
function leadingTo(address: string): string {
  const escaped = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${escaped}">
<title>Beside</title>
<p><a href="${escaped}">Beside</a></p>
</html>
`;
}
