/**
 * Where a novice's session stands. The drawing is `docs/state-machines/novice.md`; a test holds it to {@link EDGES}.
 *
 * - `connecting`: RDP is being set up; the RASessionID decides at Client Info
 * - `proving`: RDP stands, the client sees a plain waiting picture; the proof of the password is awaited, or between Besides the name
 * - `asking-consent`: the novice is asked whether the expert may see the screen
 * - `viewing`: the expert sees
 * - `asking-control`: the expert sees, the novice is asked whether it may control
 * - `controlling`: the expert sees and controls
 * - `ended`
 */
export const NOVICE_STATES = [
  'connecting',
  'proving',
  'asking-consent',
  'viewing',
  'asking-control',
  'controlling',
  'ended',
] as const;
export type NoviceState = (typeof NOVICE_STATES)[number];

/** What moves a session from one state to the next. What only the novice may cause is marked N. */
export const NOVICE_TRIGGERS = [
  /** The RASessionID was right and the RDP connection is finalized. */
  'connected',
  /** The proof was right and the place for an expert free. */
  'proved',
  /** N: yes to the question whether the expert may see. */
  'consent-given',
  /** The expert asks for control, and settings and courtesy allow the question. */
  'control-requested',
  /** The expert takes its question back, or gives control back. */
  'control-returned',
  /** N: yes to the question whether the expert may control. */
  'control-granted',
  /** N: no to it, or no answer in time. */
  'control-refused',
  /** N: Stop or Esc. */
  'control-stopped',
  /** Either side ends, a refusal, a time limit, a malformed message, a lost connection. */
  'end',
] as const;
export type NoviceTrigger = (typeof NOVICE_TRIGGERS)[number];

/** Every step there is. A trigger without an entry changes nothing, as [MS-RA] 3.16.5 asks for messages out of sequence. */
export const EDGES: Readonly<Record<NoviceState, Readonly<Partial<Record<NoviceTrigger, NoviceState>>>>> = {
  connecting: { connected: 'proving', end: 'ended' },
  proving: { proved: 'asking-consent', end: 'ended' },
  'asking-consent': { 'consent-given': 'viewing', end: 'ended' },
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

/** What holds in a state. Nothing else in Beside decides what an expert may see or do. */
interface Rights {
  /** Consent was given and stands. */
  readonly consented: boolean;
  readonly control: boolean;
}
const NONE: Rights = { consented: false, control: false };
const SEE: Rights = { consented: true, control: false };
const RIGHTS: Readonly<Record<NoviceState, Rights>> = {
  connecting: NONE,
  proving: NONE,
  'asking-consent': NONE,
  viewing: SEE,
  // While the question is open nothing is injected: an expert in control could answer it for the novice.
  'asking-control': SEE,
  controlling: { consented: true, control: true },
  ended: NONE,
};

/**
 * The novice's permissions.
 *
 * Pause lies across the states: it withholds picture and input and takes no right away. Windows does the same. Control that
 * was granted is suspended and stands again when the novice goes on, since only the novice can go on; a Stop during the
 * pause ends it for good.
 *
 * So does the question whether a file is wanted: while it is open, control is suspended, as it is while the question for
 * control itself is.
 */
export class NoviceMachine {
  #state: NoviceState = 'connecting';
  #paused = false;
  #fileQuestion = false;

  get state(): NoviceState {
    return this.#state;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** A question is open that the novice has to answer; there is never a second one. */
  get asking(): boolean {
    return this.#state === 'asking-consent' || this.#state === 'asking-control' || this.#fileQuestion;
  }

  /** The novice said yes to being seen, and the session has not ended. */
  get consented(): boolean {
    return RIGHTS[this.#state].consented;
  }

  /** Pictures of the desktop may leave now. */
  get maySee(): boolean {
    return this.consented && !this.#paused;
  }

  /** What the expert types and points at may be done now. */
  get mayControl(): boolean {
    return RIGHTS[this.#state].control && !this.#paused && !this.#fileQuestion;
  }

  /** Takes the step that `trigger` causes; false, and nothing changes, when there is none in this state. */
  take(trigger: NoviceTrigger): boolean {
    const next = EDGES[this.#state][trigger];
    if (next === undefined) return false;
    this.#state = next;
    return true;
  }

  /** Pauses or goes on; false, and nothing changes, before consent, after the end, and when it is so already. */
  setPaused(paused: boolean): boolean {
    if (!this.consented || this.#paused === paused) return false;
    this.#paused = paused;
    return true;
  }

  /** The novice is asked whether it wants a file, or no longer. */
  setFileQuestion(open: boolean): void {
    this.#fileQuestion = open;
  }
}
