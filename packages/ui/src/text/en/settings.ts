import type { Settings } from 'beside/protocol';

/** The settings. */
export const settings = {
  title: 'Settings',
  lead: 'They hold for this computer, from the next invitation on. Every change is kept at once.',
  saved: 'Saved',
  control: 'Control',
  mayBeControlled: 'Allow this computer to be controlled',
  mayBeControlledText: 'Off: whoever helps you can only look. You are not even asked whether they may control.',
  invitations: 'Invitations',
  lifetime: 'An invitation is good for',
  bandwidth: 'Picture quality',
  bandwidthText: 'How much of your line the picture may take. Choose less when it lags.',
  bandwidths: {
    low: { name: 'Low', text: 'for a slow line: colours are coarse while something moves, and exact a moment later' },
    medium: { name: 'Medium', text: 'a smoother picture with finer colours' },
    'medium-high': { name: 'Medium high', text: 'smoother and finer still' },
    high: { name: 'High', text: 'for a fast line: every picture as it is, as often as it changes' },
  } satisfies Record<Settings['bandwidth'], { name: string; text: string }>,
  privacy: 'What is kept on this computer',
  sessionLogs: 'Keep a record of each session',
  sessionLogsText: 'Who, when, how long, what was allowed, and the chat. Never a password or a picture.',
  contacts: 'Remember people I had a session with',
  contactsText: 'Their names as they told them, and when it was.',
};
