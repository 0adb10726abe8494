import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStaticFiles } from '../../src/pages/static-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beside-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the files of the pages', () => {
  it('are those of a folder, with their types', async () => {
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), 'page');
    await writeFile(join(folder, 'assets', 'a-1.js'), 'script');
    await writeFile(join(folder, '.sources'), 'hash');
    await symlink('/etc/passwd', join(folder, 'link.txt'));
    const files = await readStaticFiles(folder);
    expect([...files.keys()].sort()).toEqual(['/', '/assets/a-1.js', '/index.html']);
    expect(files.get('/')).toMatchObject({ type: 'text/html; charset=utf-8', hashed: false });
    expect(files.get('/assets/a-1.js')).toMatchObject({ type: 'text/javascript; charset=utf-8', hashed: true });
  });

  it('that were not built are missed with what to do', async () => {
    await expect(readStaticFiles(join(folder, 'nothing'))).rejects.toThrow(/npm run build/);
  });
});
