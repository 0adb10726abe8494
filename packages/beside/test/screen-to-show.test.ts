import { expect, it } from 'vitest';
import { screenToShow } from '../src/novice/screen-to-show.js';

const shown = (asked: string | undefined, platform: NodeJS.Platform, env: Record<string, string> = {}) => {
  const screen = screenToShow(asked, { platform, env });
  return screen.can ? screen.display : screen.why;
};

it.each([
  ['its display', undefined, 'linux', { DISPLAY: ':0' }, ':0'],
  ['its display in a session of X11', undefined, 'linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' }, ':0'],
  ['its display over SSH', undefined, 'linux', { DISPLAY: 'localhost:10.0', XDG_SESSION_TYPE: 'tty' }, 'localhost:10.0'],
  ['the practice desktop where there is none', undefined, 'linux', {}, 'practice'],
  ['the practice desktop where the display has no name', undefined, 'freebsd', { DISPLAY: '' }, 'practice'],
  ['nothing of Wayland', undefined, 'linux', { XDG_SESSION_TYPE: 'wayland' }, 'wayland'],
  ['nothing of Xwayland', undefined, 'linux', { XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' }, 'wayland'],
  ['nothing of a compositor that was started by hand', undefined, 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'wayland'],
  ['the display that was named', ':7', 'linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'wayland' }, ':7'],
  ['nothing of Windows', undefined, 'win32', {}, 'windows'],
  ['nothing of a Mac', ':0', 'darwin', { DISPLAY: ':0' }, 'macos'],
  ['the practice desktop anywhere, if asked', 'practice', 'win32', {}, 'practice'],
] as const)('a computer shows %s', (_what, asked, platform, env, display) => {
  expect(shown(asked, platform, env)).toBe(display);
});

it.each([
  ['win32', {}],
  ['darwin', {}],
  ['linux', { XDG_SESSION_TYPE: 'wayland' }],
] as const)('why not is told in one sentence on %s', (platform, env) => {
  const screen = screenToShow(undefined, { platform, env });
  expect(screen.can ? '' : screen.message).toMatch(/^[^.]+\.$/);
});
