import type { FileReport } from '../files/report.js';
import type { FileState } from './protocol.js';

/** Most files that a state has; the oldest go first. */
export const FILE_LIMIT = 20;

const STAGES: Readonly<Record<FileReport['event'], FileState['stage']>> = {
  'file-offered': 'offered',
  'file-accepted': 'moving',
  'file-progress': 'moving',
  'file-done': 'done',
  'file-refused': 'refused',
  'file-declined': 'declined',
  'file-cancelled': 'cancelled',
  'file-failed': 'failed',
};

/**
 * A session's files after a report about one. It is the one of its direction that is on its way, of which there is never a second;
 * what did not begin is one of its own.
 *
 * @param id for the file, if it was not there before
 */
export function withFile(files: readonly FileState[], report: FileReport, id: number): readonly FileState[] {
  const { direction, file, size } = report;
  const stage = STAGES[report.event];
  const known = isOfItsOwn(report) ? undefined : files.findLast((one) => one.direction === direction && !isOver(one));
  const bytes = report.event === 'file-progress' ? report.bytes : stage === 'done' ? size : (known?.bytes ?? 0);
  const next: FileState = {
    ...{ id: known?.id ?? id, direction, file, size, bytes, stage },
    // Where this person's own file stands is no news.
    ...(report.event === 'file-done' && direction === 'incoming' && { path: report.path }),
    ...(report.event === 'file-failed' && { failure: { code: report.code, message: report.message } }),
  };
  return known ? files.map((one) => (one === known ? next : one)) : [...files, next].slice(-FILE_LIMIT);
}

function isOfItsOwn(report: FileReport): boolean {
  const { event } = report;
  return event === 'file-offered' || event === 'file-declined' || (event === 'file-failed' && report.code === 'not-now');
}

function isOver({ stage }: FileState): boolean {
  return stage !== 'offered' && stage !== 'moving';
}
