/** What the system is asked; replaced in tests. */
export interface ScreenEnvironment {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The screen that a novice shows, or why it cannot be shown, in one sentence. */
export type ScreenToShow =
  /** An X display name, or `practice`: there is no display here, so a drawn desktop is shown. */
  | { readonly can: true; readonly display: string }
  | { readonly can: false; readonly why: 'wayland' | 'windows' | 'macos'; readonly message: string };

const MESSAGES = {
  wayland:
    'Beside cannot share the screen of a Wayland session yet: to be helped, log out and choose a session “on Xorg” or “X11” where you log in; ' +
    'you can help others from here.',
  windows: 'Beside cannot share the screen of a Windows computer yet; you can help others from here.',
  macos: 'Beside cannot share the screen of a Mac yet; you can help others from here.',
} as const;

/**
 * Which screen is to be shown, as far as the environment tells.
 *
 * A Wayland session has an X display too, that of Xwayland: its programs for X11 draw there. Its root window holds no picture of the
 * screen, and the windows of other programs are not in it, so it is no screen to show.
 *
 * @param asked what the person named: an X display, or `practice`; it is taken at its word where there can be X displays
 */
export function screenToShow(
  asked?: string,
  { platform, env }: ScreenEnvironment = { platform: process.platform, env: process.env },
): ScreenToShow {
  if (asked === 'practice') return { can: true, display: asked };
  if (platform === 'win32') return cannot('windows');
  if (platform === 'darwin') return cannot('macos');
  if (asked !== undefined) return { can: true, display: asked };
  if (env['XDG_SESSION_TYPE'] === 'wayland' || env['WAYLAND_DISPLAY']) return cannot('wayland');
  return { can: true, display: env['DISPLAY'] || 'practice' };
}

function cannot(why: keyof typeof MESSAGES): ScreenToShow {
  return { can: false, why, message: MESSAGES[why] };
}
