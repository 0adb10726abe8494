import { fileLines } from '../files/wording.js';
import type { ClosedWhy, EndedReason, RefusedWhy, Report } from './report.js';

/** What an expert is called that gave no name. */
export function calledBy(name: string | null | undefined): string {
  return name ?? 'the expert';
}

const REFUSED: Readonly<Record<Exclude<RefusedWhy, 'novice-said-no' | 'no-answer'>, string>> = {
  'wrong-session': 'with another invitation than this one',
  expired: 'after the invitation had expired',
  void: 'after the invitation had become void',
  'not-remote-assistance': 'with a program that is not for Remote Assistance',
  'incompatible-version': 'with an unknown version of Remote Assistance',
  'wrong-password': 'with a wrong password',
  busy: 'while somebody is helping already',
  unsupported: 'with a program that has no security in common with this one',
  'not-rdp': 'with a program that speaks something else',
  'handshake-timeout': 'and did not finish in time',
  'beside-not-offered': 'with Beside, and this invitation is for other programs',
  'rdp-not-offered': 'with another program than Beside, and this invitation is for Beside alone',
  'alpn-missing': 'with a program that is not Beside',
  'tls-too-old': 'with a program that knows no secure connection of today',
  'tls-failed': 'with a program that did not agree on a secure connection',
  'wrong-proof': 'without the secret of this invitation',
  'wrong-reveal': 'and changed its part of the check number: somebody may be in between',
  malformed: 'with a program that does not keep to the rules of Beside',
};

const ENDED: Readonly<Record<EndedReason, string>> = {
  novice: 'You ended the session.',
  expert: 'The expert ended the session.',
  'connection-lost': 'The connection broke off.',
  refused: 'The session did not begin.',
  timeout: 'The expert’s program did not go on in time.',
  malformed: 'The session was ended: what the expert’s program sent cannot be understood.',
  stalled: 'The session was ended: the expert’s program stopped taking the picture.',
  'desktop-lost': 'The session was ended: the desktop is gone.',
  fault: 'The session was ended by a mistake in Beside.',
};

/** Ends of a session that are the end of its invitation as well. */
const LAST_ENDS: readonly EndedReason[] = ['novice', 'desktop-lost'];

const CLOSED: Readonly<Record<ClosedWhy, string>> = {
  novice: 'The invitation is over.',
  expired: 'The invitation has expired. To ask again, make a new one.',
  void: 'Too many wrong passwords: the invitation is void. To ask again, make a new one.',
  'desktop-lost': 'The invitation is over.',
};

const CONTROL_REFUSED = {
  'view-only': 'this invitation is for viewing only',
  'too-soon': 'it asked again too soon',
  busy: 'you are being asked something else',
  'novice-said-no': 'you said no',
} as const;

/** What a report says to a person, line by line. */
export function linesOf(report: Report): string[] {
  // The first line may begin with what an expert without a name is called.
  return wordsOf(report).map((line, i) => (i === 0 ? sentence(line) : line));
}

function wordsOf(report: Report): string[] {
  switch (report.event) {
    case 'invited':
      return invitedLines(report);
    case 'connecting':
      return [`Somebody connects from ${report.address}.`];
    case 'consent-asked':
      return [
        `${calledBy(report.name)} has the invitation and its password.`,
        report.checkNumber === null
          ? 'Which program and which person that is cannot be verified: say yes only to somebody you expect.'
          : checkNumberLine(report.checkNumber),
      ];
    case 'viewing':
      return [`${calledBy(report.name)} sees your screen.  p: pause or go on   c TEXT: write   q: end`];
    case 'picture-cut': {
      const size = `${report.width} by ${report.height}`;
      return [`${calledBy(report.name)} sees the upper left part of your screen only (${size}): that program keeps its size.`];
    }
    case 'control-asked':
      return [];
    case 'question-withdrawn':
      return ['The question is withdrawn.'];
    case 'controlling':
      return [`${calledBy(report.name)} controls your computer.  Esc or s: take control back   p: pause or go on   q: end`];
    case 'control-refused':
      return [`${calledBy(report.name)} may not control your computer: ${CONTROL_REFUSED[report.why]}.`];
    case 'control-ended':
      return controlEnded(report);
    case 'paused':
      return ['Paused: nothing is shown and nothing is typed until you go on with p.'];
    case 'resumed':
      return ['You went on.'];
    case 'chat':
      return report.text.split('\n').map((line, i) => (i === 0 ? `${calledBy(report.name)}: ${line}` : `    ${line}`));
    case 'chat-dropped':
      return [`${calledBy(report.name)} writes too fast; some of it is not shown.`];
    case 'refused':
      return [refused(report)];
    case 'ended':
      return [ENDED[report.reason], ...(LAST_ENDS.includes(report.reason) ? [] : ['Waiting for the expert again. q ends.'])];
    case 'closed':
      return [CLOSED[report.why]];
    // Seen where there is room for it; a line for each would bury the rest.
    case 'typing':
      return [];
    default:
      return fileLines(report, calledBy(report.name));
  }
}

/** What two people on the phone are to do with the number that both of their Besides show. */
export function checkNumberLine(checkNumber: string): string {
  return `Check number ${checkNumber.replace(/...(?=.)/g, '$& ')}: ask whether the other side sees the same. If not, say no.`;
}

/** With a capital at its beginning. */
export function sentence(line: string): string {
  return line.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

function refused({ why, address }: Extract<Report, { event: 'refused' }>): string {
  if (why === 'novice-said-no') return `You said no to somebody at ${address}.`;
  if (why === 'no-answer') return `Nobody answered somebody at ${address} in time.`;
  return `Not let in: somebody at ${address} came ${REFUSED[why]}.`;
}

function controlEnded({ by, name }: Extract<Report, { event: 'control-ended' }>): string[] {
  switch (by) {
    case 'novice':
      return ['You took control back.'];
    case 'escape':
      return ['You took control back with Esc.'];
    case 'expert':
      return [`${calledBy(name)} gave control back.`];
    case 'end':
      return [];
  }
}

function invitedLines(report: Extract<Report, { event: 'invited' }>): string[] {
  const { file, link, password, expires, display, port, candidates, viewOnly } = report;
  return [
    ...(display === 'practice desktop'
      ? ['This is the practice desktop, a drawn one: your own screen is not shown. --display :0 would show that of display :0.']
      : [`What will be shown: ${display}.`]),
    '',
    `Invitation   ${file}`,
    ...(link === null ? [] : [`or as a link ${link}`]),
    `Password     ${grouped(password)}${grouped(password) === password ? '' : '   (typed without blanks)'}`,
    `Good until   ${new Date(expires).toLocaleString()}`,
    `Reached at   port ${port} of ${candidates.join(', ')}`,
    '',
    ...(report.for === 'beside' ? openedByBeside(report) : openedByOthers(report)),
    '',
    ...(viewOnly ? ['Nobody can control this computer by this invitation, only see it.'] : []),
    'Nobody sees anything before you say yes. Waiting for the expert. q ends.',
  ];
}

function openedByBeside({ file }: Extract<Report, { event: 'invited' }>): string[] {
  return [
    'Give the file or the link to the expert one way and the password another, and tell nobody else. The expert opens it with',
    'Beside, which asks for the password:',
    '',
    `  npx beside expert --file ${shellWord(file)}`,
    '',
    'For an expert with FreeRDP or another program, make an invitation with --for windows.',
  ];
}

function openedByOthers({ file, password, fingerprint }: Extract<Report, { event: 'invited' }>): string[] {
  const open = `xfreerdp ${shellWord(file)} ${shellWord(`/assistance:${password}`)}`;
  return [
    'Give the file to the expert one way and the password another, and tell nobody else. The expert opens it with FreeRDP:',
    '',
    `  ${open} /cert:ignore`,
    '',
    'That other programs open it has a price: who holds the file can guess at its password, and you cannot verify which program',
    'connects. The expert can at least be sure to reach you, by this instead of /cert:ignore:',
    '',
    `  /cert:fingerprint:sha256:${fingerprint}`,
  ];
}

/** A generated password in groups of four, which people read aloud more easily; any other as it is. */
export function grouped(password: string): string {
  return /^[A-Z0-9]{12}$/.test(password) ? password.replace(/.{4}(?=.)/g, '$& ') : password;
}

/** A word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Why no file can be offered to the expert, in one. */
export const NO_FILE_NOW =
  'It cannot be offered just now: nobody sees your screen, you have paused, another file is on its way, or your computer is ' +
  'controlled or was a moment ago, when the wish could be the expert’s.';
