import { displayableName } from '@beside/bytes';
import type { ClientInfo } from '@beside/rdp';
import type { Invitation } from '../invitation.js';
import type { RcCtlMessage } from '../remdesk/rc-ctl.js';
import type { Handshake } from './handshake.js';
import type { NoviceOptions } from './options.js';
import type { RefusalReason } from './refusal.js';

type AdmissionOptions = Pick<NoviceOptions, 'way' | 'invitation' | 'address' | 'noviceName'>;

/**
 * Whether one connection is let in as far as the novice's question, in this order: the RASessionID, the invitation's time and
 * the wrong proofs made on it, the channel of Remote Assistance, the handshake of its way, the one place for an expert.
 *
 * An address that proved wrongly before is slowed down: what its proof came to, right or wrong, is held back for a while that
 * doubles. It is not refused meanwhile, so that whoever mistyped the password waits a second and notices nothing.
 */
export class Admission {
  readonly #invitation: Invitation;
  readonly #address: string;
  /** What a program says that has no name of its own. */
  readonly #copiedName: string | undefined;
  readonly #handshake: Handshake;
  #userName = '';
  /** What the proof came to, while it is held back. */
  #verdict: 'proved' | 'wrong' | undefined;

  /** @param options.address as `Invitation.countWrongProof` wants it */
  constructor({ way, invitation, address, noviceName }: AdmissionOptions, handshake: Handshake) {
    this.#invitation = invitation;
    this.#address = address;
    this.#copiedName = way === 'rdp' ? displayableName(noviceName) : undefined;
    this.#handshake = handshake;
  }

  /**
   * The expert's name, safe to show; undefined when it gave none.
   *
   * Nor did it by RDP when it gives the novice's: FreeRDP says the name that it finds in the ticket unless its user sets another.
   * A Beside says its own user's, who may well have the novice's name.
   */
  get name(): string | undefined {
    const given = displayableName(this.#handshake.name ?? '') || displayableName(this.#userName);
    return given === '' || given === this.#copiedName ? undefined : given;
  }

  /** Client Info: the first moment at which a stranger is told from somebody who was invited. Why not, or undefined. */
  atClientInfo(info: ClientInfo, hasRemdesk: boolean, now: number): RefusalReason | undefined {
    if (!this.#handshake.isSession(info.workingDir)) return 'wrong-session';
    this.#userName = info.userName;
    const state = this.#invitation.state(now);
    if (state !== 'open') return state;
    return hasRemdesk ? undefined : 'not-remote-assistance';
  }

  /**
   * A message of session initialisation. Undefined: the proof is not complete yet, or what it came to is held back.
   *
   * @throws ProtocolError when it can't be read
   */
  take(message: RcCtlMessage, now: number): 'proved' | RefusalReason | undefined {
    if (this.#verdict !== undefined) return undefined;
    const verdict = this.#handshake.take(message);
    if (verdict === 'incompatible-version') return verdict;
    if (verdict === 'introduced') return this.#enter(now);
    this.#verdict = verdict;
    return this.settle(now);
  }

  /** When {@link settle} is to be called, in ms of the clock; undefined when nothing is held back. */
  get heldUntil(): number | undefined {
    return this.#verdict && this.#invitation.allowedFrom(this.#address);
  }

  /**
   * What the proof came to, once it need not be held back any more.
   *
   * Only here is a proof counted, and one after the other: however many connections wait with one, no more than five wrong
   * ones are told from right.
   */
  settle(now: number): 'proved' | RefusalReason | undefined {
    if (this.heldUntil === undefined) return undefined;
    const state = this.#invitation.state(now);
    if (state !== 'open') return state;
    if (now < this.heldUntil) return undefined;
    if (this.#verdict === 'proved') return this.#enter(now);
    this.#invitation.countWrongProof(this.#address, now);
    return 'wrong-password';
  }

  /** Takes the one place, on an invitation that still stands. */
  #enter(now: number): 'proved' | RefusalReason {
    const state = this.#invitation.state(now);
    if (state !== 'open') return state;
    return this.#invitation.claim(this) ? 'proved' : 'busy';
  }

  /** The session is over, or never came about: another expert may have the place. */
  release(): void {
    this.#invitation.release(this);
  }
}
