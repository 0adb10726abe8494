import type { FileReport } from '../files/report.js';
import { withFile } from './file-states.js';
import type { ChatLine, FileState } from './protocol.js';

/** Most lines of the chat and notices that a state has; the oldest go first. */
export const CHAT_LIMIT = 500;
export const NOTICE_LIMIT = 100;

/** What the states of both roles have alike. */
interface SessionState {
  readonly chat: readonly ChatLine[];
  readonly files: readonly FileState[];
  readonly notices: readonly { readonly id: number; readonly at: number }[];
}

/** A session's state, and what it takes to make the next one. */
export interface SessionModel<State extends SessionState> {
  readonly state: State;
  /** Of the next line of the chat, notice or file. */
  readonly nextId: number;
}

/** A notice before it has its number and time. */
export type Unnumbered<Notice> = Notice extends unknown ? Omit<Notice, 'id' | 'at'> : never;

/** The model with something of its state changed. */
export function changed<Model extends SessionModel<SessionState>>(model: Model, change: Partial<Model['state']>): Model {
  return { ...model, state: { ...model.state, ...change } };
}

/** @param at ms since 1970 */
export function noticed<Model extends SessionModel<SessionState>>(
  model: Model,
  notice: Unnumbered<Model['state']['notices'][number]>,
  at: number,
): Model {
  const notices = [...model.state.notices, { ...notice, id: model.nextId, at }].slice(-NOTICE_LIMIT);
  return numbered(model, { notices });
}

/** @param at ms since 1970 */
export function said<Model extends SessionModel<SessionState>>(
  model: Model,
  from: ChatLine['from'],
  text: string,
  at: number,
): Model {
  return numbered(model, { chat: [...model.state.chat, { id: model.nextId, from, text, at }].slice(-CHAT_LIMIT) });
}

/** What was told of a file. */
export function filed<Model extends SessionModel<SessionState>>(model: Model, report: FileReport): Model {
  return numbered(model, { files: withFile(model.state.files, report, model.nextId) });
}

/** A change that takes a number. */
function numbered<Model extends SessionModel<SessionState>>(model: Model, change: Partial<SessionState>): Model {
  return { ...changed(model, change as Partial<Model['state']>), nextId: model.nextId + 1 };
}
