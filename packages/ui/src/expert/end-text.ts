import type { ExpertState, WayFailure } from 'beside/protocol';
import type { EndText } from '../text/en/ended.js';
import type { Text } from '../text/text.js';

/**
 * How a session ended, and what to do next.
 *
 * @param malformed its pictures could not be understood, so that this page ended it
 */
export function endText(session: ExpertState, malformed: boolean, text: Text['expert']): EndText {
  const { closed, ended, refused } = session;
  if (malformed) return text.ended.malformed;
  if (refused !== null) {
    const why = refused as WayFailure;
    return text.refused[why] ?? text.refusedOtherwise(text.way[why] ?? refused);
  }
  if (closed === 'not-connected') return onlyReason(session, text) ?? text.closed['not-connected'];
  if (ended !== null) return text.ended[ended];
  return closed === 'failed' ? text.closed.failed : text.closed.expert;
}

/** Where every way failed by the same refusal, that is the reason: the invitation is over, or somebody is in between. */
function onlyReason({ ways }: ExpertState, text: Text['expert']): EndText | undefined {
  const reasons = new Set(ways.map(({ result }) => result));
  const [reason] = reasons;
  if (reasons.size !== 1 || reason === undefined || reason === 'trying' || reason === 'connected') return undefined;
  return text.refused[reason];
}
