import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../src/pages/announcer.js';
import { openInBrowser } from '../../src/pages/open-browser.js';
import { type BrowserEnvironment, type WhereToOpen, whereToOpen } from '../../src/pages/where-to-open.js';
import type { Streams } from '../../src/terminal/lines.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beside-opening-'));
});
afterEach(() => rm(folder, { recursive: true }));

const ADDRESS = 'http://127.0.0.1:4321/#token=abc&place=expert%2F1';

describe('a page is opened in the browser', () => {
  it('through a file that its owner alone can read, and that can be taken away', async () => {
    let told = '';
    const opener = async (path: string) => {
      told = path;
    };
    const page = await openInBrowser(ADDRESS, () => undefined, { opener, parent: async () => folder });
    expect(dirname(dirname(told))).toBe(folder);
    expect((await stat(told)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(told))).mode & 0o777).toBe(0o700);
    expect(told).not.toContain('abc');
    const html = await readFile(told, 'utf8');
    expect(html).toContain('content="0; url=http://127.0.0.1:4321/#token=abc&amp;place=expert%2F1"');
    await page.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it('or somewhere else, where the folder for downloads cannot be written in', async () => {
    let told = '';
    const opener = async (path: string) => {
      told = path;
    };
    const page = await openInBrowser(ADDRESS, () => undefined, { opener, parent: async () => join(folder, 'nothing') });
    expect(told.startsWith(tmpdir())).toBe(true);
    await page.remove();
  });

  it('and when that comes to nothing, it is said', async () => {
    const failed = vi.fn();
    const opener = () => Promise.reject(new Error('no xdg-open'));
    await (await openInBrowser(ADDRESS, failed, { opener, parent: async () => folder })).remove();
    expect(failed).toHaveBeenCalledOnce();
  });
});

describe('where pages are opened', () => {
  const usual: BrowserEnvironment = { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000, container: false, user: 'anna' };
  const words = (change: Partial<BrowserEnvironment>) => {
    const where = whereToOpen({ ...usual, ...change });
    return where.browser ? 'browser' : where.words(4321).join('\n');
  };

  it.each([
    ['a display', {}],
    ['Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['a Mac', { platform: 'darwin', env: {} }],
    ['Windows', { platform: 'win32', env: {}, uid: undefined }],
    ['a container with a display', { container: true }],
  ] as const)('in the browser: %s', (_what, change) => {
    expect(words(change)).toBe('browser');
  });

  it.each([
    ['no display', { env: {} }, /no display here/],
    ['root', { uid: 0 }, /runs as root/],
    ['a container', { container: true, env: {}, uid: 0 }, /--network host.*port 4321/s],
    ['SSH', { env: { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.7 22' } }, /ssh -N -L 4321:127\.0\.0\.1:4321 anna@192\.0\.2\.7$/m],
    [
      'SSH at another port, with a display, as root',
      { env: { SSH_CONNECTION: 'fe80::1 50000 fe80::2%eth0 2222', DISPLAY: ':10' }, uid: 0 },
      / -p 2222 anna@fe80::2%eth0$/m,
    ],
  ] as const)('by hand: %s', (_what, change, expected) => {
    expect(words(change)).toMatch(expected);
  });
});

describe('the person is brought to the pages', () => {
  function stage(where: WhereToOpen, json = false) {
    const stdout = new PassThrough();
    let text = '';
    stdout.on('data', (chunk) => {
      text += chunk;
    });
    let count = 0;
    const announcer = new Announcer({
      streams: { stdout } as unknown as Streams,
      json,
      port: 4321,
      address: (place) => {
        count += 1;
        return `http://127.0.0.1:4321/#token=${count}&place=${place}`;
      },
      where,
    });
    return { announcer, told: () => text };
  }

  it('by hand: words, the address, and a new one when it is asked for', async () => {
    const { announcer, told } = stage({ browser: false, words: (port) => [`Open port ${port}:`] });
    await announcer.begin([{ place: 'home' }]);
    expect(told()).toBe(
      'Open port 4321:\n  http://127.0.0.1:4321/#token=1&place=home\nAn address is good once, for ten minutes.\n' +
        'Enter gives a new address, Ctrl+C ends Beside.\n',
    );
    announcer.tell([{ place: 'home' }]);
    expect(told()).toContain('#token=2&place=home');
  });

  it('to two pages, each with what it is for', async () => {
    const { announcer, told } = stage({ browser: false, words: () => [] });
    await announcer.begin([
      { place: 'invite', caption: 'One' },
      { place: 'practice', caption: 'Two' },
    ]);
    expect(told()).toContain('One:\n  http://127.0.0.1:4321/#token=1&place=invite\nTwo:\n  http');
  });

  it('who is a program: a line of JSON each', async () => {
    const { announcer, told } = stage({ browser: true }, true);
    await announcer.begin([{ place: 'home' }]);
    expect(JSON.parse(told())).toEqual({
      event: 'address',
      place: 'home',
      address: 'http://127.0.0.1:4321/#token=1&place=home',
    });
  });
});
