import type { NoviceNotice } from 'beside/protocol';

/**
 * What is new among the notices.
 *
 * @param last the newest one told; null when the page has just been opened, and what was before it is not told
 */
export function newNotices(
  notices: readonly NoviceNotice[],
  last: number | null,
): { readonly fresh: readonly NoviceNotice[]; readonly newest: number } {
  const newest = notices.at(-1)?.id ?? 0;
  // Ids begin again with a new invitation.
  const from = last === null ? newest : last > newest ? 0 : last;
  return { fresh: notices.filter(({ id }) => id > from), newest };
}

/** Who sees and who controls interrupts what a screen reader is reading; the rest waits for it. */
export function urgencyOf({ what }: NoviceNotice): 'polite' | 'assertive' {
  switch (what) {
    case 'viewing':
    case 'control-asked':
    case 'controlling':
    case 'control-ended':
    case 'ended':
      return 'assertive';
    default:
      return 'polite';
  }
}
