import type { Invitation } from '../invitation.js';
import type { Way } from './handshake.js';

/** From Client Info to a right proof, or to the expert's name, in ms. */
export const PROOF_TIMEOUT = 30_000;
/** For the novice's answers, in ms. */
export const CONSENT_TIMEOUT = 120_000;

export interface NoviceOptions {
  /** `beside`: bytes come and go inside a link that has proved the secret. `rdp`: the invitation has to be for Windows. */
  readonly way: Way;
  /** Shared by all connections that come in on it. */
  readonly invitation: Invitation;
  /** Where the expert connects from, as `Invitation.countWrongProof` wants it. */
  readonly address: string;
  /** Size of the desktop, in pixels. */
  readonly width: number;
  readonly height: number;
  /** `false`: the expert may see and is told no, without a question, when it asks for control. */
  readonly mayControl: boolean;
  /** The novice's name, as the ticket has it. */
  readonly noviceName: string;
  /** How long the novice has to answer a question, in ms. Default {@link CONSENT_TIMEOUT}. */
  readonly consentTimeout?: number;
}
