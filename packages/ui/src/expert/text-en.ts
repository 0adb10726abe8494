import type { ExpertClosedWhy, ExpertEndedReason, ExpertNotice, WayFailure } from 'beside/protocol';
import { count } from '../text/en/common.js';
import type { EndText } from '../text/en/ended.js';
import type { SpecialKey } from './input/special-keys.js';

const NEW_INVITATION = 'Ask for a new invitation.';
/** A session's end leaves the invitation open, unless it is the novice who ends it. */
const OPEN_AGAIN = 'Open the invitation again; if it is over, ask for a new one.';

/** Why one way led nowhere: the end of "ADDRESS: ...". */
const ways = {
  'not-rdp': 'what answers there is no Remote Assistance',
  'beside-not-offered': 'that invitation is for other programs than Beside',
  'rdp-not-offered': 'that invitation is for Beside alone',
  'not-beside': 'what answers there is not the Beside that made the invitation',
  'alpn-missing': 'what answers there is not Beside',
  'tls-too-old': 'it offers only security that is too old',
  'tls-failed': 'no secure connection came about',
  'wrong-certificate': 'another computer answers there',
  'proof-unfinished': 'it hung up before both sides had proved who they are',
  'wrong-proof': 'what answers there does not have the invitation',
  'wrong-reveal': 'somebody interfered with the check number',
  'proof-refused': 'it does not know this invitation',
  malformed: 'what it sends cannot be understood',
  expired: 'the invitation has expired',
  void: 'the invitation is void',
  busy: 'somebody else is helping already',
  'handshake-timeout': 'it did not finish connecting in time',
  stalled: 'it takes nothing any more',
  broken: 'the connection broke',
  fault: 'a mistake in Beside',
  'wrong-password': 'the password is not the invitation’s',
  'no-such-invitation': 'it knows no such invitation',
  'novice-said-no': 'the other person said no',
  'no-answer': 'the other person did not answer',
  'not-allowed': 'that computer does not allow Remote Assistance',
  'incompatible-version': 'it speaks another version of Remote Assistance',
  'novice-left': 'the other person has gone',
  'novice-failed': 'something failed at that computer',
  denied: 'that computer hung up',
  'wrong-key': 'another computer answers there',
  'not-remote-assistance': 'what answers there is no Remote Assistance',
  unsupported: 'it has no security in common with this computer',
  'tls-not-allowed': 'it does no TLS, so the older security is tried',
  unreachable: 'nothing answers there',
  'connection-refused': 'nobody waits at that port',
  'unknown-name': 'nobody knows that name',
} as const satisfies Readonly<Record<WayFailure, string>>;

/** Refusals that something can be done about, or that need more than a phrase. */
const refused: Readonly<Partial<Record<WayFailure, EndText>>> = {
  'wrong-password': {
    heading: 'The password is not right',
    text: 'Ask for the password of this invitation once more, and open it again.',
  },
  'proof-refused': { heading: 'The invitation is not known there', text: `It was used up or closed. ${NEW_INVITATION}` },
  'no-such-invitation': { heading: 'The invitation is not known there', text: `It was used up or closed. ${NEW_INVITATION}` },
  expired: { heading: 'The invitation has expired', text: NEW_INVITATION },
  void: { heading: 'The invitation is void', text: `There were too many wrong attempts. ${NEW_INVITATION}` },
  busy: {
    heading: 'Somebody else is helping already',
    text: 'One person can help at a time. Open the invitation again once the other one has finished.',
  },
  'novice-said-no': {
    heading: 'They said no',
    text: 'The other person did not want their screen to be seen. Talk to them, and open the invitation again.',
  },
  'no-answer': {
    heading: 'They did not answer',
    text: 'The other person was asked whether you may see the screen, and did not answer. Call them, and open the invitation again.',
  },
  'not-allowed': {
    heading: 'That computer does not allow it',
    text: 'Its settings forbid Remote Assistance. Its administrator can change that.',
  },
  'incompatible-version': {
    heading: 'The versions do not fit',
    text: `That computer speaks another version of Remote Assistance than its invitation says. ${NEW_INVITATION}`,
  },
  'novice-left': {
    heading: 'They have gone',
    text: `That computer is shut down, or its Remote Assistance was closed. ${NEW_INVITATION}`,
  },
  'novice-failed': { heading: 'Something failed at that computer', text: NEW_INVITATION },
  denied: { heading: 'That computer hung up', text: `The invitation is over, most likely. ${NEW_INVITATION}` },
  'wrong-key': {
    heading: 'This is not the computer that made the invitation',
    text: 'Somebody may be in between. Nothing was sent. Ask for a new invitation, on another way than the last one came.',
  },
  'wrong-certificate': {
    heading: 'This is not the computer that made the invitation',
    text: 'Somebody may be in between. Nothing was sent. Ask for a new invitation, on another way than the last one came.',
  },
};

/** Ends of a session that had begun. */
const ended: Readonly<Record<ExpertEndedReason, EndText>> = {
  novice: { heading: 'They ended the session', text: 'The other person ended it. To go on, ask for a new invitation.' },
  expert: {
    heading: 'You ended the session',
    text: 'The other computer is not shown any more, and you do not control it. While the invitation stands, you can open it again.',
  },
  'connection-lost': {
    heading: 'The connection broke off',
    text: `One of the computers lost its network, or was shut down. ${OPEN_AGAIN}`,
  },
  refused: { heading: 'The session did not begin', text: NEW_INVITATION },
  timeout: { heading: 'The other computer stopped answering', text: `It did not go on in time. ${OPEN_AGAIN}` },
  malformed: {
    heading: 'The session was ended to be safe',
    text: 'What the other computer sent cannot be understood. If it happens again, both sides need the newest Beside.',
  },
  stalled: {
    heading: 'The other computer stopped answering',
    text: `It took nothing any more. ${OPEN_AGAIN}`,
  },
  fault: {
    heading: 'Beside made a mistake',
    text: `The session was ended by a mistake in Beside. Please report what happened. ${OPEN_AGAIN}`,
  },
};

/** Ends that are told by what closed the session; the others are told by {@link ended} and {@link refused}. */
const closed: Readonly<Record<Exclude<ExpertClosedWhy, 'ended' | 'broken' | 'refused'>, EndText>> = {
  expert: ended.expert,
  'not-connected': {
    heading: 'The other computer was not reached',
    text:
      'It has to be on, with the invitation still open there. Between two homes, its router has to forward the port. ' +
      'The person there can make a new invitation when their network has changed.',
  },
  failed: { heading: 'Not everything could be done', text: 'Something that was asked for could not be done.' },
};

const CONTROL_REFUSED = {
  'novice-said-no': 'They said no: you can look, not control.',
  'view-only': 'That computer may only be looked at.',
  'no-answer': 'They did not answer whether you may control.',
} as const;

const CONTROL_ENDED = {
  novice: 'They took control back.',
  escape: 'They took control back with Esc.',
  expert: 'You gave control back.',
  end: 'You do not control any more.',
} as const;

/** What happened, for the line below the picture and for screen readers. */
function notice(happened: ExpertNotice): string {
  switch (happened.what) {
    case 'waiting-for-consent':
      return 'Connected. The other person is asked whether you may see the screen.';
    case 'viewing':
      return 'You see their screen now.';
    case 'control-asked':
      return 'The other person is asked whether you may control.';
    case 'control-withdrawn':
      return 'You took the question back.';
    case 'controlling':
      return 'You control their computer now.';
    case 'paused':
      return 'They have paused: nothing is shown, and nothing you type arrives.';
    case 'resumed':
      return 'They continue: you see their screen again.';
    case 'chat-dropped':
      return 'They write too fast; some of it is not shown.';
    case 'control-refused':
      return CONTROL_REFUSED[happened.why];
    case 'control-ended':
      return CONTROL_ENDED[happened.by];
    case 'typed':
      return happened.all ? 'The text is typed.' : 'The text is not typed to its end: you do not control any more.';
    case 'ended':
      return `${ended[happened.reason].heading}.`;
  }
}

/** What the expert's page says, in English. */
export const expertText = {
  them: 'The other person',
  screenOf: (name: string | null) => (name === null ? 'Their screen' : `${name}’s screen`),
  gone: { heading: 'There is no such session', text: 'It is over and was put away, or Beside was started anew since.' },

  dialling: (name: string | null) => (name === null ? 'Connecting' : `Connecting to ${name}`),
  diallingText: 'Every way in the invitation is tried at once; the first one that works is taken.',
  ways: 'Ways',
  way: { trying: 'trying', connected: 'connected', ...ways } satisfies Record<WayFailure | 'trying' | 'connected', string>,
  stop: 'Stop',

  waiting: (name: string | null) => `${name ?? 'The other person'} is asked`,
  waitingText: 'You see the screen as soon as they say yes. They have two minutes.',
  checkNumber: 'Check number',
  checkText: 'Compare it on the phone. If theirs is another number, stop: somebody is in between.',
  unverified: 'The other program cannot be verified: it has no check number to compare.',

  toolbar: 'Session',
  requestControl: 'Request control',
  asked: 'Asked: take back',
  giveBack: 'Give back control',
  askAgainIn: (seconds: number) => `You can ask again in ${count(seconds, 'second', 'seconds')}.`,
  viewOnly: 'This invitation is for looking only.',
  monitors: 'Monitors',
  allMonitors: 'All monitors',
  monitor: (number: number, width: number, height: number, primary: boolean) =>
    `Monitor ${number}, ${width} × ${height}${primary ? ', main' : ''}`,
  size: 'Size of the picture',
  fit: 'Fit',
  actual: '1:1',
  fullScreen: 'Full screen',
  keys: 'Keys',
  specialKeys: {
    'ctrl-alt-delete': 'Ctrl + Alt + Del',
    super: 'Windows / Super',
    'alt-tab': 'Alt + Tab',
    'alt-f4': 'Alt + F4',
    'ctrl-escape': 'Ctrl + Esc',
    'ctrl-shift-escape': 'Ctrl + Shift + Esc',
    print: 'Print Screen',
  } satisfies Record<SpecialKey, string>,
  typeText: 'Type a text',
  typeTextText: 'Beside types it there, character by character, whatever keyboard is there. Paste here what you have copied.',
  text: 'Text',
  typeIt: 'Type it',
  notTyped:
    'The text is not typed to its end: Beside on this computer did not answer. See what has arrived there, and type the rest.',
  chat: 'Chat',
  unread: (n: number) => count(n, 'new message', 'new messages'),
  wrote: (text: string) => `They write: ${text}`,
  files: 'Files',
  connection: 'Connection',
  end: 'End',
  endQuestion: 'You control the other computer. End the session now?',
  endYes: 'End the session',

  picture: (width: number, height: number) => `${width} by ${height} pixels`,
  keysOf: 'Keyboard to the other computer',
  leaveKeys: 'Everything you type goes to the other computer, Esc and Tab too. Ctrl + Alt + Home brings the keyboard back here.',
  viewing: (name: string | null) => `You see ${name === null ? 'their' : `${name}’s`} screen.`,
  controllingHere: 'You control. Press on the picture, and your keyboard goes there too.',
  controllingThere: 'Your keyboard goes to their computer. Ctrl + Alt + Home brings it back.',
  paused: 'Paused by the other person',
  pausedText: 'Nothing is shown, and nothing you press or type arrives, until they continue.',
  loading: 'The picture is coming',
  lost: 'The picture is on its way again',
  lostText: 'This page lost the pictures for a moment.',
  taken: 'Another page shows this session',
  takenText: 'The picture is in the page that was opened last.',
  takeBack: 'Show it here',
  fault: 'The picture cannot be shown',
  faultText: 'A mistake in Beside stopped it. Please report it; the session goes on.',

  fileOffered: 'A file for you',
  fileQuestion: (file: string, size: string) => `They want to send you “${file}”, ${size}.`,

  panel: {
    way: 'With',
    address: 'Address',
    desktop: 'Their desktop',
    roundTrip: 'Round trip',
    frames: 'Frames',
    bandwidth: 'Bandwidth',
    codecs: 'Picture coding',
    decode: 'Decoding',
    paint: 'Painting',
    unknown: 'not known',
    none: 'none now',
    beside: 'Beside, over a secure connection',
    rdp: 'Another program',
    ms: (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`,
    aFrame: (ms: number) => `${ms.toFixed(1)} ms a frame`,
    perSecond: (frames: number) => `${frames.toFixed(frames < 10 ? 1 : 0)} a second`,
    kilobits: (kbit: number) => (kbit < 1000 ? `${Math.round(kbit)} kbit/s` : `${(kbit / 1000).toFixed(1)} Mbit/s`),
    codec: { raw: 'uncompressed', interleaved: 'interleaved', planar: 'planar', remotefx: 'RemoteFX', nscodec: 'NSCodec' },
    share: (codec: string, share: number) => `${codec} ${Math.round(share * 100)} %`,
  },

  notice,
  ended,
  closed,
  refused,
  refusedOtherwise: (why: string) => ({
    heading: 'The session did not begin',
    text: `The other side refused it: ${why}. ${NEW_INVITATION}`,
  }),
  reopen: 'Open an invitation again',
};
