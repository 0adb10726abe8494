import type { Share } from 'beside/protocol';

/** The start page. */
export const home = {
  title: 'Start',
  heading: 'Help is beside you',
  lead: 'See one screen together, and talk while you do. The two computers connect directly, with nobody in between.',
  choices: 'What would you like to do?',
  invite: {
    title: 'Invite someone you trust to help you',
    text: 'They see your screen once you say yes. You can stop at any moment.',
  },
  help: {
    title: 'Help someone who has invited you',
    text: 'You need their invitation, and the password that they tell you.',
  },
  cannotShare: {
    wayland: 'This computer’s screen cannot be shown yet: its desktop runs on Wayland. You can still help someone.',
    windows: 'The screen of a Windows computer cannot be shown yet. You can still help someone.',
    macos: 'The screen of a Mac cannot be shown yet. You can still help someone.',
    'no-display': 'This computer has no screen that could be shown. You can still help someone.',
    'not-allowed': 'Beside may not see this computer’s screen. You can still help someone.',
    'missing-part': 'A part that Beside needs to show this screen is missing. You can still help someone.',
  } satisfies Record<Extract<Share, { can: false }>['why'], string>,
  now: 'Going on now',
  noviceStates: {
    preparing: 'Your invitation is being made',
    waiting: 'Your invitation waits for the expert',
    connecting: 'Somebody is connecting to you',
    viewing: 'Somebody sees your screen',
    closed: 'Your last session has ended',
  },
  noviceQuestion: 'You are being asked something',
  expertSession: (name: string | null) => `Your session with ${name ?? 'the person you help'}`,
  expertSessionEnded: (name: string | null) => `Your session with ${name ?? 'the person you helped'} has ended`,
  show: 'Show',
  showInvitation: 'Show your invitation',
  showSession: (session: string) => `Show: ${session}`,
  link: 'Beside, to the start page',
  people: 'Recent people',
  sessions: 'Past sessions',
  settings: 'Settings',
  more: 'More',
};
