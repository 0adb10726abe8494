/** Which programs an invitation is for. One has one form, never two: whoever pinned one of them is never met in a weaker way. */
export const INVITATION_FORMS = ['beside', 'windows', 'xp'] as const;
export type InvitationForm = (typeof INVITATION_FORMS)[number];
