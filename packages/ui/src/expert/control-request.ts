import type { ExpertNotice } from 'beside/protocol';

/** ms for which a novice's Beside asks nobody again after a no; doubled with each no in a row, up to the longest. */
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 60_000;

/**
 * From when on asking for control is of use: before it, a novice's Beside says no without a question (`Courtesy` in assist).
 *
 * @returns ms since 1970; 0 when it was never refused
 */
export function askAgainAt(notices: readonly ExpertNotice[]): number {
  let at = 0;
  let refusals = 0;
  for (const happened of notices) {
    if (happened.what === 'controlling') refusals = 0;
    const no =
      (happened.what === 'control-refused' && happened.why !== 'view-only') ||
      (happened.what === 'control-ended' && (happened.by === 'novice' || happened.by === 'escape'));
    if (no) at = happened.at + Math.min(FIRST_PAUSE * 2 ** refusals++, LONGEST_PAUSE);
  }
  return at;
}

/** Whether the novice has said that it may only be looked at. */
export function viewOnly(notices: readonly ExpertNotice[]): boolean {
  return notices.some((happened) => happened.what === 'control-refused' && happened.why === 'view-only');
}
