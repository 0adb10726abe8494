import type { RefusedWhy } from 'beside/protocol';
import { spelled } from './phonetic.js';

const CAME_WITH: Readonly<Record<Exclude<RefusedWhy, 'novice-said-no' | 'no-answer'>, string>> = {
  'wrong-session': 'with another invitation than this one',
  expired: 'after the invitation had expired',
  void: 'after the invitation had become void',
  'not-remote-assistance': 'with a program that is not for Remote Assistance',
  'incompatible-version': 'with an unknown version of Remote Assistance',
  'wrong-password': 'with a wrong password',
  busy: 'while somebody is helping already',
  unsupported: 'with a program that has no security in common with Beside',
  'not-rdp': 'with a program that speaks something else',
  'handshake-timeout': 'and did not finish in time',
  'beside-not-offered': 'with Beside, and this invitation is for other programs',
  'rdp-not-offered': 'with another program than Beside, and this invitation is for Beside alone',
  'alpn-missing': 'with a program that is not Beside',
  'tls-too-old': 'with a program that knows no secure connection of today',
  'tls-failed': 'with a program that did not agree on a secure connection',
  'wrong-proof': 'without the secret of this invitation',
  'wrong-reveal': 'and changed its part of the check number: somebody may be in between',
  malformed: 'with a program that does not keep to the rules',
};

/** A connection that came to nothing. */
export function refusal(why: RefusedWhy, address: string): string {
  if (why === 'novice-said-no') return `You said no to somebody at ${address}.`;
  if (why === 'no-answer') return `You did not answer somebody at ${address} in time, so they were sent away.`;
  return `Not let in: somebody at ${address} came ${CAME_WITH[why] ?? 'with something else'}.`;
}

/** Making an invitation, and waiting with it. */
export const invite = {
  title: 'Get help',
  heading: 'Invite someone to help you',
  lead: 'Invite only somebody you know and trust. Nothing is shown before you say yes.',
  whatTheyUse: 'What does the person who helps you use?',
  beside: 'Beside',
  besideText: 'On their computer, of any kind. You both see a number by which you know that nobody is in between.',
  windows: 'Windows Remote Assistance, FreeRDP or Remmina',
  windowsText:
    'They need no Beside. The price: their program cannot be verified, and whoever gets hold of the file can guess at its password much faster.',
  viewOnly: 'They may only look, not control',
  viewOnlyText: 'You are not asked about control then.',
  neverControlled: 'This computer cannot be controlled at all: the settings say so.',
  create: 'Make the invitation',
  goodFor: (time: string) => `It is good for ${time}.`,
  preparing: 'Your invitation is being made',
  ready: 'Your invitation is ready',
  readyLead: 'Three steps, and then you need only wait.',
  give: 'Give them the invitation',
  giveText: 'Send the file or the link as you like: by mail, in a chat, on a USB stick.',
  giveFileText: 'Send the file as you like: by mail, in a chat, on a USB stick.',
  saveFile: 'Save as a file',
  saved: (name: string) => `Saved as ${name}`,
  copyLink: 'Copy the link',
  linkCopied: 'The link is copied',
  tell: 'Tell them the password',
  tellText: 'On the phone, for example. Not in the same message as the invitation.',
  password: 'Password',
  spelled,
  copyPassword: 'Copy the password',
  passwordCopied: 'The password is copied',
  wait: 'Keep this page open',
  waitText: 'When they connect you are asked, and see who it is, before anything is shown.',
  waiting: 'Waiting for the expert',
  connecting: 'Somebody is connecting',
  waitingAgain: 'Waiting for them to come back',
  waitingAgainText: 'Your invitation is still open. They can use it again, and you will be asked again.',
  lastEnd: (sentence: string) => `The last session is over: ${sentence}`,
  stop: 'Stop waiting',
  stopText: 'The invitation becomes void at once.',
  addresses: 'Where this computer can be reached',
  addressesText: 'These addresses are in the invitation. The other computer tries them all.',
  happened: 'What happened so far',
};
