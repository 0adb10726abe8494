import { basename } from 'node:path';
import type { Report } from '../novice/report.js';
import type { Failure, NoviceState, QuestionState } from './protocol.js';
import { changed, filed, noticed, type SessionModel, said } from './session-model.js';

/** What changes a novice's state. */
export type NoviceHappening =
  /** `connection` as `Reporter` has it. */
  | { readonly type: 'report'; readonly report: Report; readonly connection: number | null }
  | { readonly type: 'asked'; readonly question: QuestionState }
  /** The question of this id is answered or withdrawn. */
  | { readonly type: 'settled'; readonly question: number }
  /** The novice wrote this, and it is out. */
  | { readonly type: 'said'; readonly text: string }
  /** The novice pressed Chat in the bar. */
  | { readonly type: 'chat-wanted' }
  /** Why the invitation could not be made, or why the report `closed` is to come. */
  | { readonly type: 'failed'; readonly failure: Failure; readonly closed: boolean };

/** A novice's state, and what it takes to make the next one. */
export interface NoviceModel extends SessionModel<NoviceState> {
  /** Connections that were told of and have not ended. */
  readonly connections: readonly number[];
  /** The one whose expert is asked about or sees. */
  readonly holder: number | null;
}

/** A state of its own: nothing has happened yet. */
export function preparing(viewOnly: boolean): NoviceModel {
  const state: NoviceState = {
    ...{ phase: 'preparing', invitation: null, viewOnly, expert: null, question: null },
    ...{ controlling: false, paused: false, typing: false, chat: [], files: [], notices: [] },
    ...{ ended: null, closed: null, failure: null, chatWanted: 0 },
  };
  return { state, nextId: 1, connections: [], holder: null };
}

/**
 * The next state. Of several connections on one invitation only that of the expert who is asked about, or sees, changes more than notices.
 *
 * @param now ms since 1970
 */
export function nextNovice(model: NoviceModel, happening: NoviceHappening, now: number): NoviceModel {
  const { state } = model;
  // What connections still tell while they are cut off is no news.
  if (state.phase === 'closed') return model;
  switch (happening.type) {
    case 'report':
      return reported(model, happening.report, happening.connection, now);
    case 'asked':
      return changed(model, { question: happening.question });
    case 'settled':
      return state.question?.id === happening.question ? changed(model, { question: null }) : model;
    case 'said':
      return said(model, 'me', happening.text, now);
    case 'chat-wanted':
      return changed(model, { chatWanted: state.chatWanted + 1 });
    case 'failed':
      return happening.closed
        ? closed(model, { closed: 'failed', failure: happening.failure })
        : changed(model, { failure: happening.failure });
  }
}

/** What concerns no expert in particular, or whoever is not let in. */
function reported(model: NoviceModel, report: Report, connection: number | null, now: number): NoviceModel {
  switch (report.event) {
    case 'invited':
      return invited(model, report);
    case 'closed':
      return closed(model, { closed: report.why });
    case 'refused':
      return noticed(model, { what: 'refused', why: report.why, address: report.address }, now);
    case 'connecting':
      return connection === null ? model : connecting(model, report.address, connection, now);
    case 'consent-asked': {
      const { name, address, checkNumber } = report;
      return withPhase(changed({ ...model, holder: connection }, { ...ALONE, expert: { name, address, checkNumber } }));
    }
    case 'viewing':
      return ofTheExpert({ ...model, holder: connection }, report, now);
    case 'ended':
      return ended(model, report.reason, connection, now);
    default:
      return connection === model.holder ? ofTheExpert(model, report, now) : model;
  }
}

type OfTheExpert = Exclude<Report, { event: 'invited' | 'closed' | 'refused' | 'connecting' | 'consent-asked' | 'ended' }>;

function ofTheExpert(model: NoviceModel, report: OfTheExpert, now: number): NoviceModel {
  const name = model.state.expert?.name ?? null;
  switch (report.event) {
    case 'viewing':
      return noticed(changed(model, { phase: 'viewing', invitation: null }), { what: 'viewing', name }, now);
    case 'picture-cut':
      return noticed(model, { what: 'picture-cut', width: report.width, height: report.height }, now);
    case 'controlling':
      return noticed(changed(model, { controlling: true }), { what: 'controlling', name }, now);
    case 'control-refused':
      return noticed(model, { what: 'control-refused', why: report.why }, now);
    case 'control-ended':
      return noticed(changed(model, { controlling: false }), { what: 'control-ended', by: report.by }, now);
    case 'paused':
    case 'resumed':
      return noticed(changed(model, { paused: report.event === 'paused' }), { what: report.event, name }, now);
    case 'control-asked':
    case 'question-withdrawn':
    case 'chat-dropped':
      return noticed(model, { what: report.event, name }, now);
    case 'chat':
      return said(model, 'them', report.text, now);
    case 'typing':
      return changed(model, { typing: report.typing });
    default:
      return filed(model, report);
  }
}

function invited(model: NoviceModel, report: Extract<Report, { event: 'invited' }>): NoviceModel {
  const { file, link, password, expires, candidates, viewOnly } = report;
  const invitation = {
    for: report.for === 'beside' ? ('beside' as const) : ('windows' as const),
    fileName: basename(file),
    link,
    password,
    expiresAt: Date.parse(expires),
    addresses: candidates,
  };
  return changed(model, { phase: 'waiting', invitation, viewOnly });
}

function connecting(model: NoviceModel, address: string, connection: number, now: number): NoviceModel {
  const connections = [...model.connections.filter((one) => one !== connection), connection];
  return noticed(withPhase({ ...model, connections }), { what: 'connecting', address }, now);
}

function ended(
  model: NoviceModel,
  reason: Extract<Report, { event: 'ended' }>['reason'],
  connection: number | null,
  now: number,
): NoviceModel {
  const left = { ...model, connections: model.connections.filter((one) => one !== connection) };
  // Of others nothing is told while somebody sees: their end is none of the session.
  if (connection !== model.holder) return model.holder === null ? noticed(withPhase(left), { what: 'ended', reason }, now) : left;
  const alone = withPhase(changed({ ...left, holder: null }, { ...ALONE, ended: reason, phase: 'waiting' }));
  return noticed(alone, { what: 'ended', reason }, now);
}

/** Nobody is there. */
const ALONE = { expert: null, controlling: false, paused: false, typing: false } as const;

function closed(model: NoviceModel, why: Partial<NoviceState>): NoviceModel {
  const over = { ...ALONE, phase: 'closed', invitation: null, question: null } as const;
  return changed({ ...model, connections: [], holder: null }, { ...over, ...why });
}

/** Between the invitation and somebody who sees, the phase is a matter of whether anybody is there. */
function withPhase(model: NoviceModel): NoviceModel {
  const { phase } = model.state;
  if (phase !== 'waiting' && phase !== 'connecting') return model;
  return changed(model, { phase: model.holder !== null || model.connections.length > 0 ? 'connecting' : 'waiting' });
}
