import type { RefusedWhy, SessionLine } from 'beside/protocol';
import { bytes } from './common.js';
import { refusal } from './invite.js';
import { records } from './records.js';

/** One line of a session's record as a sentence. Its details came from a file: each is used only as far as it is a text or a number. */
export function logLine(line: SessionLine): string {
  const detail = (name: string) => (typeof line[name] === 'string' || typeof line[name] === 'number' ? String(line[name]) : '');
  const size = typeof line['size'] === 'number' ? bytes(line['size']) : '';
  const incoming = line['direction'] === 'incoming';
  const name = detail('name') || 'The expert';
  switch (line.event) {
    case 'screenshot':
      return 'A picture of the screen was saved.';
    case 'record-full':
      return 'The record is full; what came later is not in it.';
    case 'started':
      return line['viewOnly'] === true ? 'A connection, by an invitation for looking only.' : 'A connection.';
    case 'person':
      return `${detail('name') || 'Somebody'} at ${detail('address')}, with ${line['way'] === 'beside' ? 'Beside' : 'another program'}.`;
    case 'connecting':
      return `Somebody connected from ${detail('address')}.`;
    case 'connected':
      return `Connected to ${detail('address')}.`;
    case 'consent-asked':
      return `${name} asked to see the screen, from ${detail('address')}.`;
    case 'waiting-for-consent':
      return 'The other person was asked whether the screen may be seen.';
    case 'novice-name':
      return `The other person is called ${detail('name')}.`;
    case 'viewing':
      return 'The screen was shown from here on.';
    case 'resized':
    case 'picture-cut':
      return `The picture was ${detail('width')} by ${detail('height')}.`;
    case 'control-asked':
      return 'Control was asked for.';
    case 'control-withdrawn':
    case 'question-withdrawn':
      return 'The question was taken back.';
    case 'controlling':
      return 'Control was given.';
    case 'control-refused':
      return 'Control was refused.';
    case 'control-ended':
      return `Control ended${{ novice: ': taken back', escape: ': taken back with Esc', expert: ': given back' }[detail('by')] ?? ''}.`;
    case 'paused':
      return 'Paused.';
    case 'resumed':
      return 'Continued.';
    case 'chat':
      return `${detail('name') || 'They'} wrote: ${detail('text')}`;
    case 'chat-sent':
      return `You wrote: ${detail('text')}`;
    case 'chat-dropped':
      return 'Messages came too fast; some were not shown.';
    case 'typed':
      return 'Text was typed.';
    case 'file-offered':
      return `${detail('file')} (${size}) was offered.`;
    case 'file-accepted':
      return `${detail('file')} was accepted.`;
    case 'file-done':
      return incoming ? `${detail('file')} (${size}) came.` : `${detail('file')} (${size}) was sent.`;
    case 'file-refused':
    case 'file-declined':
      return `${detail('file')} was refused.`;
    case 'file-cancelled':
      return `${detail('file')} was called off.`;
    case 'file-failed':
      return `${detail('file')} did not get through.`;
    case 'refused':
      return line['address'] === undefined
        ? `Refused: ${reason(detail('why'))}.`
        : refusal(detail('why') as RefusedWhy, detail('address'));
    case 'ended':
      return `Session over: ${reason(detail('reason'))}.`;
    default:
      return line.event;
  }
}

function reason(code: string): string {
  return records.reasons[code] ?? code;
}
