/** What a person may choose, as Windows' Remote Assistance has it. */
export interface Settings {
  /** May an expert be given control at all. Off: it sees only, and nobody is asked. */
  readonly mayBeControlled: boolean;
  /** How long an invitation is good for, in ms. */
  readonly invitationLifetime: number;
  /** How much of the line the picture may take. */
  readonly bandwidth: Bandwidth;
  /** Whether a record of each session is kept on this computer. */
  readonly sessionLogs: boolean;
  /** Whether people one had sessions with are remembered. */
  readonly contacts: boolean;
}

/** Four steps, from a slow line to a fast one. */
export type Bandwidth = (typeof BANDWIDTHS)[number];

export const BANDWIDTHS = ['low', 'medium', 'medium-high', 'high'] as const;

export const DEFAULT_SETTINGS: Settings = {
  mayBeControlled: true,
  invitationLifetime: 6 * 3600_000,
  bandwidth: 'high',
  sessionLogs: true,
  contacts: true,
};
