import { displayableName } from '@beside/bytes';
import type { ClientInfo } from '@beside/rdp';
import type { Invitation } from '../invitation.js';
import type { RcCtlMessage } from '../remdesk/rc-ctl.js';
import { PasswordProof } from './password-proof.js';
import type { RefusalReason } from './refusal.js';

/**
 * Whether one connection is let in as far as the novice's question, in this order: the RASessionID, the invitation's time,
 * wrong proofs made before, the channel of Remote Assistance, the proof of the password, the one place for an expert.
 */
export class Admission {
  readonly #invitation: Invitation;
  readonly #address: string;
  readonly #noviceName: string;
  readonly #proof: PasswordProof;
  #userName = '';

  /** @param address as `Invitation.countWrongProof` wants it */
  constructor(invitation: Invitation, address: string, noviceName: string) {
    this.#invitation = invitation;
    this.#address = address;
    this.#noviceName = noviceName;
    this.#proof = new PasswordProof(invitation);
  }

  /** The version of [MS-RA] that the expert speaks, as far as it is known. */
  get version(): 1 | 2 {
    return this.#proof.version;
  }

  /**
   * The expert's name, safe to show; undefined when it gave none.
   *
   * Nor did it when it gives the novice's: FreeRDP says the name that it finds in the ticket unless its user sets another.
   */
  get name(): string | undefined {
    const given = displayableName(this.#proof.name ?? '') || displayableName(this.#userName);
    return given === '' || given === displayableName(this.#noviceName) ? undefined : given;
  }

  /** Client Info: the first moment at which a stranger is told from somebody who was invited. Why not, or undefined. */
  atClientInfo(info: ClientInfo, hasRemdesk: boolean, now: number): RefusalReason | undefined {
    if (!this.#invitation.isSession(info.workingDir)) return 'wrong-session';
    this.#userName = info.userName;
    return this.#invitation.problem(this.#address, now) ?? (hasRemdesk ? undefined : 'not-remote-assistance');
  }

  /**
   * A message of session initialisation. Undefined: the proof is not complete yet.
   *
   * @throws ProtocolError when it can't be read
   */
  take(message: RcCtlMessage, now: number): 'proved' | RefusalReason | undefined {
    if (this.#proof.carriesProof(message)) {
      // Again, since many connections may have come as far as this: five proofs are tried, on however many at once.
      const problem = this.#invitation.problem(this.#address, now);
      if (problem) return problem;
    }
    const verdict = this.#proof.take(message);
    if (verdict === 'proved') return this.#invitation.claim(this) ? 'proved' : 'busy';
    if (verdict !== 'wrong') return verdict;
    this.#invitation.countWrongProof(this.#address, now);
    return 'wrong-password';
  }

  /** The session is over, or never came about: another expert may have the place. */
  release(): void {
    this.#invitation.release(this);
  }
}
