import { expect, it } from 'vitest';
import { userFolders } from '../../src/settings/folders.js';

const home = '/home/ann';

it('is where the XDG specification says, by its variables or without them', () => {
  expect(userFolders({ platform: 'linux', env: {}, home })).toEqual({
    config: '/home/ann/.config/beside',
    state: '/home/ann/.local/state/beside',
  });
  const env = { XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' };
  expect(userFolders({ platform: 'freebsd', env, home })).toEqual({ config: '/c/beside', state: '/s/beside' });
});

it('passes over XDG folders that are relative or empty', () => {
  const env = { XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: '' };
  expect(userFolders({ platform: 'linux', env, home })).toEqual(userFolders({ platform: 'linux', env: {}, home }));
});

it('is in the application data on Windows', () => {
  const env = { APPDATA: 'C:\\A\\Roaming', LOCALAPPDATA: 'C:\\A\\Local' };
  expect(userFolders({ platform: 'win32', env, home: 'C:\\A' })).toEqual({
    config: 'C:\\A\\Roaming\\beside',
    state: 'C:\\A\\Local\\beside',
  });
  expect(userFolders({ platform: 'win32', env: {}, home: 'C:\\A' }).state).toBe('C:\\A\\AppData\\Local\\beside');
});

it('is in Application Support on macOS', () => {
  const folder = '/home/ann/Library/Application Support/beside';
  expect(userFolders({ platform: 'darwin', env: { XDG_CONFIG_HOME: '/c' }, home })).toEqual({ config: folder, state: folder });
});
