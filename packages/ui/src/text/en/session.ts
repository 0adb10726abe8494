import type { EndedReason, NoviceNotice } from 'beside/protocol';
import { bytes } from './common.js';
import { refusal } from './invite.js';

const EXPERT = 'The expert';

const ENDED: Readonly<Record<EndedReason, string>> = {
  novice: 'You ended the session.',
  expert: 'The expert ended the session.',
  'connection-lost': 'The connection broke off.',
  refused: 'The session did not begin.',
  timeout: 'The expert’s program did not go on in time.',
  malformed: 'What the expert’s program sent could not be understood, so the session was ended.',
  stalled: 'The expert’s program stopped taking the picture, so the session was ended.',
  'desktop-lost': 'The desktop that was shown is gone, so the session was ended.',
  fault: 'A mistake in Beside ended the session.',
};

const CONTROL_REFUSED = {
  'view-only': 'they may only look',
  'too-soon': 'they asked again too soon',
  busy: 'you are being asked something else',
  'novice-said-no': 'you said no',
} as const;

const CONTROL_ENDED = {
  novice: () => 'You took control back. The expert can only look.',
  escape: () => 'You took control back with Esc. The expert can only look.',
  expert: () => 'The expert gave control back.',
  end: () => 'Nobody controls your computer any more.',
} as const;

/** What happened, for eyes and for screen readers. */
function notice(happened: NoviceNotice): string {
  switch (happened.what) {
    case 'connecting':
      return `Somebody connects from ${happened.address}.`;
    case 'viewing':
      return `${happened.name ?? EXPERT} sees your screen now.`;
    case 'control-asked':
      return `${happened.name ?? EXPERT} asks to control your computer.`;
    case 'controlling':
      return `${happened.name ?? EXPERT} controls your computer now. Esc takes control back.`;
    case 'paused':
      return 'Paused. Nothing is shown, and nothing can be controlled.';
    case 'resumed':
      return 'Your screen is shown again.';
    case 'question-withdrawn':
      return 'The question is withdrawn.';
    case 'chat-dropped':
      return `${happened.name ?? EXPERT} writes too fast; some of it is not shown.`;
    case 'picture-cut':
      return `${EXPERT} sees only the upper left part of your screen (${happened.width} by ${happened.height}): that program keeps its size.`;
    case 'control-refused':
      return `${EXPERT} may not control your computer: ${CONTROL_REFUSED[happened.why]}.`;
    case 'control-ended':
      return CONTROL_ENDED[happened.by]();
    case 'refused':
      return refusal(happened.why, happened.address);
    case 'ended':
      return ENDED[happened.reason];
  }
}

/** A session, on the side of the one who is helped. */
export const session = {
  title: { viewing: 'Your screen is shown', controlling: (name: string) => `${name} controls`, paused: 'Paused' },
  viewing: (name: string) => `${name} sees your screen`,
  controlling: (name: string) => `${name} controls your computer`,
  paused: 'Paused: nothing is shown',
  unnamed: EXPERT,
  viewingText: 'They cannot press or type anything unless you allow it.',
  viewOnlyText: 'They can only look.',
  controllingText: 'You can use mouse and keyboard too. Press Esc at any time to take control back.',
  pausedText: (name: string) => `${name} sees nothing and can do nothing until you continue.`,
  stopControl: 'Stop control',
  pause: 'Pause',
  resume: 'Continue',
  end: 'End the session',
  from: (address: string) => `Connected from ${address}`,
  verified: (checkNumber: string) => `check number ${checkNumber}`,
  unverified: 'their program cannot be verified',
  happened: 'What happened so far',
  notify: 'Tell me also when this page is in the background',
  notifyText: 'By a notification of your desktop, when somebody asks, sees or controls.',
  notifyOn: 'You are also told when this page is in the background.',
  notifyDenied: 'This browser does not let Beside notify you.',
  notice,
  ended: ENDED,
  chat: 'Chat',
  me: 'You',
  chatEmpty: 'Nothing written yet.',
  typing: (name: string) => `${name} is writing`,
  message: 'Message',
  send: 'Send',
  messageText: 'Enter sends, Shift and Enter begin a new line.',
  files: 'Files',
  sendFile: 'Send a file',
  noFiles: 'Nothing sent yet.',
  cancelFile: 'Call it off',
  fileStages: {
    offered: { incoming: 'you are asked', outgoing: 'they are asked' },
    moving: { incoming: 'coming', outgoing: 'on its way' },
    done: { incoming: 'has come', outgoing: 'sent' },
    refused: { incoming: 'you refused it', outgoing: 'they do not want it' },
    declined: { incoming: 'was declined', outgoing: 'was declined' },
    cancelled: { incoming: 'called off', outgoing: 'called off' },
    failed: { incoming: 'did not come', outgoing: 'was not sent' },
  },
  progress: (done: number, size: number) => `${bytes(done)} of ${bytes(size)}`,
  stored: (path: string) => `Stored as ${path}`,
};
