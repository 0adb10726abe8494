import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadsFolder } from '../../src/files/downloads-folder.js';
import { typedPath } from '../../src/files/typed-path.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'beside-home-'));
});
afterEach(() => rm(home, { recursive: true }));

async function configured(text: string, config = join(home, '.config')): Promise<void> {
  await mkdir(config, { recursive: true });
  await writeFile(join(config, 'user-dirs.dirs'), text);
}

describe('the folder for downloads', () => {
  it('is the one that the desktop knows', async () => {
    await mkdir(join(home, 'Mes "Dossiers"'));
    await mkdir(join(home, 'Downloads'));
    await configured('# a comment\nXDG_DESKTOP_DIR="$HOME/Desktop"\nXDG_DOWNLOAD_DIR="$HOME/Mes \\"Dossiers\\""\n');
    expect(await downloadsFolder({ home, config: undefined })).toBe(join(home, 'Mes "Dossiers"'));
  });

  it('is read from where the configuration is', async () => {
    await mkdir(join(home, 'd'));
    await configured(`XDG_DOWNLOAD_DIR="${home}/d"`, join(home, 'conf'));
    expect(await downloadsFolder({ home, config: join(home, 'conf') })).toBe(join(home, 'd'));
    expect(await downloadsFolder({ home, config: 'not/absolute' })).toBe(home);
  });

  it('is Downloads when the desktop knows none, or one that is not there or makes no sense', async () => {
    await mkdir(join(home, 'Downloads'));
    for (const text of ['', 'XDG_DOWNLOAD_DIR="$HOME/missing"', 'XDG_DOWNLOAD_DIR="relative"', 'XDG_DOWNLOAD_DIR=$HOME']) {
      await configured(text);
      expect(await downloadsFolder({ home, config: undefined })).toBe(join(home, 'Downloads'));
    }
  });

  it('is the home folder when there is no other', async () => {
    expect(await downloadsFolder({ home, config: undefined })).toBe(home);
  });
});

describe('a path that is typed', () => {
  it('may begin at home, and is else seen from the current folder', () => {
    expect(typedPath('~/a b.txt')).toBe(join(homedir(), 'a b.txt'));
    expect(typedPath('~')).toBe(homedir());
    expect(typedPath('~other/a')).toBe(resolve('~other/a'));
    expect(typedPath('/x/../a')).toBe('/a');
    expect(typedPath('a')).toBe(resolve('a'));
  });
});
