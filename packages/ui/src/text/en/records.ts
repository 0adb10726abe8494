import type { SessionSummary } from 'beside/protocol';
import { count, duration } from './common.js';

const REASONS: Readonly<Record<string, string>> = {
  novice: 'ended by the person who was helped',
  expert: 'ended by the expert',
  ended: 'ended by the person who was helped',
  expired: 'the invitation expired',
  void: 'the invitation became void after too many wrong passwords',
  refused: 'it was refused',
  'novice-said-no': 'the person who was asked said no',
  'no-answer': 'the person who was asked did not answer',
  'wrong-password': 'the password was wrong',
  'no-such-invitation': 'the invitation was not known there',
  'proof-refused': 'the invitation was not known there',
  busy: 'somebody else was helping',
  'not-allowed': 'that computer does not allow Remote Assistance',
  'incompatible-version': 'the versions of Remote Assistance do not fit',
  'novice-left': 'the person who was helped had gone',
  'novice-failed': 'something failed at the computer that was helped',
  denied: 'that computer hung up',
  'wrong-key': 'another computer answered',
  'not-remote-assistance': 'what answered was no Remote Assistance',
  unsupported: 'there was no security in common',
  broken: 'the connection broke off',
  'connection-lost': 'the connection broke off',
  'not-connected': 'no way led to the other computer',
  timeout: 'the other program did not go on in time',
  malformed: 'what the other program sent could not be understood',
  stalled: 'the other program stopped taking the picture',
  'desktop-lost': 'the desktop that was shown is gone',
  fault: 'a mistake in Beside ended it',
  failed: 'it could not be done',
};

/** Past sessions, their logs, and recent people. */
export const records = {
  sessions: 'Past sessions',
  sessionsLead: 'What happened on this computer, kept on this computer alone. Settings say whether it is kept at all.',
  noSessions: 'No sessions yet.',
  notKept: 'Sessions are not kept. The settings say so.',
  people: 'Recent people',
  peopleLead: 'People you had a session with, as they called themselves.',
  noPeople: 'Nobody yet.',
  peopleNotKept: 'People are not remembered. The settings say so.',
  loading: 'Loading',
  allPeople: 'All people',
  allSessions: 'All past sessions',
  backToSessions: 'Back to past sessions',
  person: (role: 'novice' | 'expert', when: string, sessions: number) =>
    `${role === 'novice' ? 'helped you' : 'was helped by you'} · ${count(sessions, 'session', 'sessions')} · last ${when}`,
  who: ({ role, name, viewedAt }: SessionSummary) => {
    if (role === 'novice') return viewedAt === null ? `${name ?? 'Somebody'} was not let in` : `${name ?? 'Somebody'} helped you`;
    return viewedAt === null ? `${name ?? 'Somebody'} was not reached` : `You helped ${name ?? 'somebody'}`;
  },
  details: (session: SessionSummary) =>
    [
      session.viewedAt !== null && session.endedAt !== null ? duration(session.endedAt - session.viewedAt) : null,
      session.viewedAt === null ? 'nothing was shown' : session.controlled ? 'seen and controlled' : 'seen only',
      session.way === null ? null : session.way === 'beside' ? 'with Beside' : 'with another program',
      session.messages > 0 ? count(session.messages, 'message', 'messages') : null,
      session.reason === null ? 'the record breaks off' : (REASONS[session.reason] ?? session.reason),
    ]
      .filter((part) => part !== null)
      .join(' · '),
  openLog: (who: string, when: string) => `What happened: ${who}, ${when}`,
  log: 'What happened in this session',
  emptyLog: 'Nothing is in the record of this session.',
  forgetSessions: 'Delete all past sessions',
  forgetSessionsAsk: 'Delete the records of all past sessions? They cannot be brought back.',
  forgetPeople: 'Forget all people',
  forgetPeopleAsk: 'Forget everybody you had a session with? They can be remembered again only after another session.',
  deleted: 'Deleted',
  delete: 'Delete',
  forget: 'Forget',
  reasons: REASONS,
};
