import type { ExpertReport } from '../expert/report.js';
import type { FileReport } from '../files/report.js';
import type { ExpertState, QuestionState } from './protocol.js';
import { changed, filed, noticed, type SessionModel, said } from './session-model.js';

/** What changes an expert's state. */
export type ExpertHappening =
  | { readonly type: 'report'; readonly report: ExpertReport }
  | { readonly type: 'asked'; readonly question: QuestionState }
  /** The question is answered or withdrawn. */
  | { readonly type: 'settled' }
  /** The expert wrote this, and it is out. */
  | { readonly type: 'said'; readonly text: string };

export type ExpertModel = SessionModel<ExpertState>;

/** The state of a session that is to begin. */
export function dialling(id: string): ExpertModel {
  const state: ExpertState = {
    ...{ id, phase: 'dialling', novice: null, ways: [], connected: null, size: null, monitors: [] },
    ...{ control: 'none', paused: false, typing: false, chat: [], files: [], question: null, notices: [] },
    ...{ roundTrip: null, ended: null, refused: null, closed: null, viewingSince: null },
  };
  return { state, nextId: 1 };
}

/**
 * The next state.
 *
 * @param now ms since 1970
 */
export function nextExpert(model: ExpertModel, happening: ExpertHappening, now: number): ExpertModel {
  switch (happening.type) {
    case 'report':
      return reported(model, happening.report, now);
    case 'asked':
      return changed(model, { question: happening.question });
    case 'settled':
      return changed(model, { question: null });
    case 'said':
      return said(model, 'me', happening.text, now);
  }
}

function reported(model: ExpertModel, report: ExpertReport, now: number): ExpertModel {
  switch (report.event) {
    case 'dialling':
      return changed(model, {
        novice: report.name,
        ways: report.addresses.map((address) => ({ address, result: 'trying' as const })),
      });
    case 'way-failed':
      return withWay(model, report.address, report.why);
    case 'connected': {
      const { way, address, checkNumber } = report;
      // Of the others those are left off that were not through: nothing came of them, and nothing is to come.
      const ways = withWay(model, address, 'connected').state.ways.filter(({ result }) => result !== 'trying');
      return changed(model, { ways, connected: { way, address, checkNumber } });
    }
    case 'waiting-for-consent':
      return noticed(changed(model, { phase: 'waiting-for-consent' }), { what: report.event }, now);
    case 'novice-name':
      return changed(model, { novice: report.name });
    case 'viewing':
      return noticed(changed(model, { ...sized(report), phase: 'viewing', viewingSince: now }), { what: 'viewing' }, now);
    case 'resized':
      return changed(model, sized(report));
    case 'monitors':
      return changed(model, { monitors: report.monitors });
    case 'refused':
      return changed(model, { refused: report.why });
    case 'ended':
      return noticed(changed(model, { ...IDLE, ended: report.reason }), { what: 'ended', reason: report.reason }, now);
    case 'closed':
      return changed(model, { ...IDLE, phase: 'closed', closed: report.why });
    case 'screenshot':
    case 'screenshot-failed':
    case 'failed':
      // Of a terminal: a page opens no session for them, and saves its pictures itself.
      return model;
    default:
      return during(model, report, now);
  }
}

/** What happens while the screen is seen. */
type During =
  | FileReport
  | Extract<
      ExpertReport,
      {
        event:
          | 'control-asked'
          | 'control-withdrawn'
          | 'controlling'
          | 'control-refused'
          | 'control-ended'
          | 'paused'
          | 'resumed'
          | 'chat'
          | 'chat-dropped'
          | 'typing'
          | 'typed';
      }
    >;

function during(model: ExpertModel, report: During, now: number): ExpertModel {
  switch (report.event) {
    case 'control-asked':
      return noticed(changed(model, { control: 'asked' }), { what: report.event }, now);
    case 'control-withdrawn':
      return noticed(changed(model, { control: 'none' }), { what: report.event }, now);
    case 'controlling':
      return noticed(changed(model, { control: 'controlling' }), { what: report.event }, now);
    case 'control-refused':
      return noticed(changed(model, { control: 'none' }), { what: report.event, why: report.why }, now);
    case 'control-ended':
      return noticed(changed(model, { control: 'none' }), { what: report.event, by: report.by }, now);
    case 'paused':
    case 'resumed':
      return noticed(changed(model, { paused: report.event === 'paused' }), { what: report.event }, now);
    case 'chat':
      return said(model, 'them', report.text, now);
    case 'chat-dropped':
      return noticed(model, { what: report.event }, now);
    case 'typing':
      return changed(model, { typing: report.typing });
    case 'typed':
      return noticed(model, { what: report.event, all: report.all }, now);
    default:
      return filed(model, report);
  }
}

/** Nothing goes on any more. */
const IDLE = { control: 'none', paused: false, typing: false, question: null } as const;

/** With another size, what was known of the monitors is no longer right. */
function sized({ width, height }: { readonly width: number; readonly height: number }): Partial<ExpertState> {
  return { size: { width, height }, monitors: [] };
}

function withWay(model: ExpertModel, address: string, result: ExpertState['ways'][number]['result']): ExpertModel {
  return changed(model, { ways: model.state.ways.map((way) => (way.address === address ? { address, result } : way)) });
}
