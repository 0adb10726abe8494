import type { ExpertRefusalReason } from '@beside/assist';
import { LinkError, type LinkErrorCode } from '@beside/link';
import { fileLines } from '../files/wording.js';
import { checkNumberLine, sentence } from '../novice/wording.js';
import type { ExpertClosedWhy, ExpertEndedReason, ExpertReport, WayFailure } from './report.js';

const REFUSED: Readonly<Record<ExpertRefusalReason, string>> = {
  'wrong-password': 'The password is not the invitation’s. Ask for it again.',
  'no-such-invitation': 'That computer knows no such invitation, or does no longer. Ask for a new one.',
  expired: 'The invitation has expired. Ask for a new one.',
  busy: 'Somebody else is helping there already.',
  'novice-said-no': 'The other person said no.',
  'no-answer': 'The other person did not answer in time. Call, and try again.',
  'not-allowed': 'The settings of that computer forbid Remote Assistance.',
  'incompatible-version': 'That computer speaks another version of Remote Assistance than its invitation says.',
  'novice-left': 'The other person has gone, or that computer is shut down.',
  'novice-failed': 'Something failed at the other computer. Ask for a new invitation.',
  denied: 'That computer hung up: the invitation is over, most likely. Ask for a new one.',
  'wrong-key':
    'What answers is not the computer that made this invitation. Somebody may be in between: ask for a new invitation on another way.',
  'not-remote-assistance': 'What answers there is no Remote Assistance.',
  unsupported: 'The other computer has no security in common with this one.',
};

const ENDED: Readonly<Record<ExpertEndedReason, string>> = {
  novice: 'The other person ended the session.',
  expert: 'You ended the session.',
  'connection-lost': 'The connection broke off.',
  refused: 'The session did not begin.',
  timeout: 'The other computer did not go on in time.',
  malformed: 'The session was ended: what the other computer sent cannot be understood.',
  stalled: 'The session was ended: the other computer took nothing any more.',
  fault: 'The session was ended by a mistake in Beside; please report it.',
};

const CLOSED: Readonly<Record<ExpertClosedWhy, string>> = {
  expert: '',
  ended: '',
  broken: '',
  refused: '',
  'not-connected':
    'None of the ways in the invitation led to the other computer. It has to be on, with the invitation still open there; between two ' +
    'homes, its router has to forward the port.',
  failed: 'Not everything that was asked for could be done.',
};

const CONTROL_REFUSED = {
  'novice-said-no': 'The other person said no to being controlled.',
  'view-only': 'That computer is for viewing only.',
  'no-answer': 'The other person did not answer whether you may control.',
} as const;

const CONTROL_ENDED = {
  novice: 'The other person took control back.',
  escape: 'The other person took control back with Esc.',
  expert: 'You gave control back.',
  end: '',
} as const;

const WAYS: Readonly<Partial<Record<WayFailure, string>>> = {
  unreachable: 'nothing answers there',
  'connection-refused': 'nobody waits at that port',
  'unknown-name': 'nobody knows that name',
  'tls-not-allowed': 'it does no TLS; the older security is tried',
};

/** What the other person is called in a sentence. */
const OTHER = 'the other person';

/** What a report says to a person, line by line. */
export function expertLines(report: ExpertReport): string[] {
  return linesOf(report)
    .filter((line) => line !== '')
    .map((line, i) => (i === 0 ? sentence(line) : line));
}

function linesOf(report: ExpertReport): string[] {
  switch (report.event) {
    case 'dialling':
      return [`${report.name ?? 'Somebody'} asks for help. Trying ${report.addresses.join(', ')} ...`];
    case 'way-failed':
      return [`${report.address}: ${wayWords(report.why)}.`];
    case 'connected':
      return [
        `Connected to ${report.address}.`,
        report.checkNumber === null ? 'The other program cannot be verified.' : checkNumberLine(report.checkNumber),
      ];
    case 'waiting-for-consent':
      return ['The other person is asked whether you may see the screen.'];
    case 'novice-name':
      return [`The other person is called ${report.name} there.`];
    case 'viewing':
      return [
        `You see the screen, ${report.width} by ${report.height}.  r: ask for control   c TEXT: write   w FILE: save the picture   q: end`,
      ];
    case 'resized':
      return [`The screen is ${report.width} by ${report.height} now.`];
    case 'monitors': {
      const { length } = report.monitors;
      return length > 1 ? [`The picture is that of ${length} monitors.`] : [];
    }
    case 'control-asked':
      return ['The other person is asked whether you may control.'];
    case 'control-withdrawn':
      return ['You took the question back.'];
    case 'controlling':
      return ['You control the other computer.  t TEXT: type   g: give control back'];
    case 'control-refused':
      return [CONTROL_REFUSED[report.why]];
    case 'control-ended':
      return [CONTROL_ENDED[report.by]];
    case 'paused':
      return ['The other person has paused: nothing is shown and nothing is typed.'];
    case 'resumed':
      return ['The other person went on.'];
    case 'chat':
      return report.text.split('\n').map((line, i) => (i === 0 ? `${OTHER}: ${line}` : `    ${line}`));
    case 'chat-dropped':
      return [`${OTHER} writes too fast; some of it is not shown.`];
    case 'typing':
      return report.typing ? [`${OTHER} is writing ...`] : [];
    case 'typed':
      return [report.all ? 'Typed.' : 'Not typed to the end: you are not in control.'];
    case 'screenshot':
      return [`The picture is saved: ${report.path}`];
    case 'screenshot-failed':
      return [report.message];
    case 'refused':
      return [REFUSED[report.why]];
    case 'ended':
      return [ENDED[report.reason]];
    case 'closed':
      return [CLOSED[report.why]];
    case 'failed':
      return [report.message];
    default:
      return fileLines(report, OTHER);
  }
}

/** Why a way led nowhere, one lower-case phrase without a stop. */
function wayWords(why: WayFailure): string {
  const own = WAYS[why];
  if (own !== undefined) return own;
  if (why in REFUSED) return REFUSED[why as ExpertRefusalReason].replace(/^./, (first) => first.toLowerCase()).replace(/\.$/, '');
  return new LinkError(why as LinkErrorCode).message;
}
