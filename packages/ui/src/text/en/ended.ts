import type { NoviceState } from 'beside/protocol';

/** A page about an end: what it was, and what to do next. */
export interface EndText {
  readonly heading: string;
  readonly text: string;
}

/** What is true after every end. */
const OVER = 'Nobody sees your screen, and nobody controls this computer.';
const AGAIN = 'If you still need help, make a new invitation.';

/** Ends, on the side of the one who was helped. */
export const ended = {
  closed: {
    novice: { heading: 'You stopped the invitation', text: `It is void: nobody can use it any more. ${AGAIN}` },
    expired: { heading: 'The invitation has expired', text: `Its time was over. ${OVER} ${AGAIN}` },
    void: {
      heading: 'The invitation is void',
      text: `Five wrong passwords were tried, so Beside closed it to be safe. ${OVER} Make a new invitation, and tell its password only to the person you trust.`,
    },
    'desktop-lost': {
      heading: 'Your desktop is gone',
      text: `The desktop that was shown has been closed, and the invitation with it. ${OVER} ${AGAIN}`,
    },
    failed: { heading: 'The invitation could not be made', text: 'Nothing was shown to anybody.' },
  } satisfies Record<NonNullable<NoviceState['closed']>, EndText>,
  /** Where the novice ended a session, and the invitation with it. */
  session: { heading: 'You ended the session', text: `${OVER} The invitation is void. ${AGAIN}` },
  again: 'Make a new invitation',
};
