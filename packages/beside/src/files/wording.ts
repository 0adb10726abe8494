import type { FileDeclineReason, FileFailureCode } from '@beside/assist';
import type { FileReport } from './report.js';

/** What a person is told when the two programs disagree about a file. */
export const DISAGREEMENTS: Readonly<Record<FileFailureCode, string>> = {
  'out-of-sequence': 'The two programs did not agree on what comes next. Try again.',
  'too-long': 'More came than was offered. The file may have changed while it was sent; try again.',
  'too-short': 'Less came than was offered. The file may have changed while it was sent; try again.',
};

const DECLINED: Readonly<Record<FileDeclineReason, string>> = {
  busy: 'another file is on its way, or you are being asked something else',
  'too-large': 'it is too large',
  'too-soon': 'it came too soon after the one before',
  paused: 'you have paused',
  'internal-data': 'it is for another program and not for you',
};

/**
 * What a file's report says to a person.
 *
 * @param other what the other person is called in a sentence
 */
export function fileLines(report: FileReport, other: string): string[] {
  const { file, direction } = report;
  const size = sizeInWords(report.size);
  const incoming = direction === 'incoming';
  switch (report.event) {
    case 'file-offered':
      return incoming ? [] : [`${file} (${size}) is offered to ${other}.`];
    case 'file-accepted':
      return [incoming ? `${file} (${size}) is coming.  x: call it off` : `${other} takes ${file}.  x: call it off`];
    case 'file-progress':
      return [`${file}: ${sizeInWords(report.bytes)} of ${size} ${incoming ? 'have come' : 'are sent'}.`];
    case 'file-done':
      return [incoming ? `${file} has come: ${report.path}` : `${file} is sent.`];
    case 'file-refused':
      return [incoming ? `You refused ${file}.` : `${other} does not want ${file}.`];
    case 'file-declined':
      return [`${other} offered ${file} (${size}) and was told no: ${DECLINED[report.why]}.`];
    case 'file-cancelled':
      return [`${file} was called off by ${{ us: 'you', them: other, end: 'the end of the session' }[report.by]}.`];
    case 'file-failed':
      return [`${file} ${incoming ? 'did not come' : 'was not sent'}: ${report.message}`];
  }
}

/** The question whether a file is wanted. */
export function fileQuestion(other: string, file: string, size: number): string {
  return `Take the file ${file} (${sizeInWords(size)}) from ${other}?`;
}

/** Bytes, as people say them. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const units = ['kB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}
