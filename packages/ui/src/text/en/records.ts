import type { SessionSummary } from 'beside/protocol';
import { count, duration } from './common.js';

/** Codes of ends, and of refusals, which are an end before there was a session. */
const REASONS: Readonly<Record<string, string>> = {
  novice: 'ended by the person who was helped',
  expert: 'ended by the expert',
  'connection-lost': 'the connection broke off',
  refused: 'it was refused',
  timeout: 'the other program did not go on in time',
  malformed: 'what the other program sent could not be understood',
  stalled: 'the other program stopped taking what was sent',
  'desktop-lost': 'the desktop that was shown is gone',
  fault: 'a mistake in Beside ended it',
  'novice-said-no': 'the answer was no',
  'no-answer': 'nobody answered in time',
  'wrong-password': 'the password was wrong',
  'no-such-invitation': 'the invitation was not known there',
  expired: 'the invitation had expired',
  busy: 'somebody was helping already',
  'not-allowed': 'the settings of that computer forbid it',
  'novice-left': 'the other person had gone',
  'novice-failed': 'something failed at the other computer',
  denied: 'that computer hung up',
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
