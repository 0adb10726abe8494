import type { NoviceState } from 'beside/protocol';
import type { EndText } from '../../text/en/ended.js';
import type { Text } from '../../text/text.js';

/** What is said about an end: whoever ended a session did not "stop an invitation", though that is over by it as well. */
export function endText({ closed, ended }: Pick<NoviceState, 'closed' | 'ended'>, text: Text['ended']): EndText {
  return closed === 'novice' && ended === 'novice' ? text.session : text.closed[closed ?? 'novice'];
}
