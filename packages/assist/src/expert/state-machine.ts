/**
 * Where an expert's session stands. The drawing is `docs/state-machines/expert.md`; a test holds it to {@link EDGES}.
 *
 * - `connecting`: RDP is being set up
 * - `introducing`: RDP stands; the novice's first message is awaited, and in version 1 its word on the proof
 * - `waiting-for-consent`: the novice is asked whether the expert may see the screen
 * - `viewing`: the expert sees
 * - `asking-control`: the expert sees, the novice is asked whether it may control
 * - `controlling`: the expert sees and controls
 * - `ended`
 */
export const EXPERT_STATES = [
  'connecting',
  'introducing',
  'waiting-for-consent',
  'viewing',
  'asking-control',
  'controlling',
  'ended',
] as const;
export type ExpertState = (typeof EXPERT_STATES)[number];

/** What moves a session from one state to the next. What only the expert may cause is marked E. */
export const EXPERT_TRIGGERS = [
  /** The RDP connection is finalized. */
  'connected',
  /** Everything that the novice wants to know before it asks its user has been said. */
  'introduced',
  /** The novice said yes to being seen. */
  'consent-given',
  /** E: asks for control. */
  'control-requested',
  /** The novice said yes to it. */
  'control-granted',
  /** The novice said no to it, or did not answer in time. */
  'control-refused',
  /** The novice took control back. */
  'control-stopped',
  /** E: takes its question back, or gives control back. */
  'control-returned',
  /** Either side ends, a refusal, a time limit, a malformed message, a lost connection. */
  'end',
] as const;
export type ExpertTrigger = (typeof EXPERT_TRIGGERS)[number];

/** Every step there is. A trigger without an entry changes nothing, as [MS-RA] 3.15.5 asks for messages out of sequence. */
export const EDGES: Readonly<Record<ExpertState, Readonly<Partial<Record<ExpertTrigger, ExpertState>>>>> = {
  connecting: { connected: 'introducing', end: 'ended' },
  introducing: { introduced: 'waiting-for-consent', end: 'ended' },
  'waiting-for-consent': { 'consent-given': 'viewing', end: 'ended' },
  viewing: { 'control-requested': 'asking-control', end: 'ended' },
  'asking-control': {
    'control-granted': 'controlling',
    'control-refused': 'viewing',
    'control-returned': 'viewing',
    end: 'ended',
  },
  controlling: { 'control-stopped': 'viewing', 'control-returned': 'viewing', end: 'ended' },
  ended: {},
};

/**
 * What the novice allows, as far as this side has heard. The novice decides; that nothing is sent without a right only spares
 * it what it would drop, and keeps what the expert types for itself from going where it was not meant to go.
 *
 * Pause lies across the states, as it does with the novice: control that was granted stands again after it.
 */
export class ExpertMachine {
  #state: ExpertState = 'connecting';
  #paused = false;

  get state(): ExpertState {
    return this.#state;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** The novice said yes to being seen, and the session has not ended. */
  get consented(): boolean {
    return this.#state === 'viewing' || this.#state === 'asking-control' || this.#state === 'controlling';
  }

  /** Input may be sent now. */
  get mayControl(): boolean {
    return this.#state === 'controlling' && !this.#paused;
  }

  /** Takes the step that `trigger` causes; false, and nothing changes, when there is none in this state. */
  take(trigger: ExpertTrigger): boolean {
    const next = EDGES[this.#state][trigger];
    if (next === undefined) return false;
    this.#state = next;
    return true;
  }

  /** The novice pauses or goes on; false, and nothing changes, before consent, after the end, and when it is so already. */
  setPaused(paused: boolean): boolean {
    if (!this.consented || this.#paused === paused) return false;
    this.#paused = paused;
    return true;
  }
}
