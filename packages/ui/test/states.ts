import type { NoviceState, PageState } from 'beside/protocol';

/** A program at rest. */
export const IDLE: PageState = {
  version: '0.1.0',
  share: { can: true, desktop: 'screen' },
  settings: {
    mayBeControlled: true,
    invitationLifetime: 6 * 3600_000,
    bandwidth: 'high',
    sessionLogs: true,
    contacts: true,
  },
  novice: null,
  experts: [],
  given: null,
};

const WAITING: NoviceState = {
  phase: 'waiting',
  invitation: null,
  viewOnly: false,
  expert: null,
  question: null,
  controlling: false,
  paused: false,
  typing: false,
  chat: [],
  files: [],
  notices: [],
  ended: null,
  closed: null,
  failure: null,
  chatWanted: 0,
};

/** A program with an invitation out. */
export function withNovice(changed: Partial<NoviceState>): PageState {
  return { ...IDLE, novice: { ...WAITING, ...changed } };
}

/** Whoever helps. */
export const ANNA = { name: 'Anna', address: '203.0.113.7:51324', checkNumber: '482917' };
