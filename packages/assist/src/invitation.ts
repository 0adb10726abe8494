import { WindowsSecrets, type WindowsSecretsOptions } from './windows-secrets.js';

/** What an invitation is made of. */
export interface InvitationOptions {
  /** When it ends, in ms of the clock that every `now` is read from. */
  readonly expiresAt: number;
  /** Wrong proofs that void it. Default 5. */
  readonly maxWrongProofs?: number;
  /** For an invitation that other programs than Beside open. Beside's own secret is judged where TLS is, before a session. */
  readonly windows?: WindowsSecretsOptions;
}

/** How long an address has to wait after its first wrong proof, in ms; twice as long after each further one. */
export const FIRST_DELAY = 1000;

/**
 * One invitation, shared by every connection that comes in on it. It counts wrong proofs, slows down who makes them, and
 * lets one expert in at a time.
 *
 * A wrong RASessionID is refused and **not** counted: it is 384 random bits, which nobody guesses, so counting would protect
 * nothing, and every port scanner that speaks RDP could void an invitation that it knows nothing of.
 */
export class Invitation {
  readonly expiresAt: number;
  /** Undefined: no other program than Beside can use it. */
  readonly windows: WindowsSecrets | undefined;
  readonly #maxWrongProofs: number;
  #wrongProofs = 0;
  /** Bounded by `maxWrongProofs`: an entry is made by a counted wrong proof only. */
  readonly #slowed = new Map<string, { readonly wrong: number; readonly allowedFrom: number }>();
  #expert: object | undefined;

  constructor(options: InvitationOptions) {
    this.expiresAt = options.expiresAt;
    this.#maxWrongProofs = options.maxWrongProofs ?? 5;
    this.windows = options.windows && new WindowsSecrets(options.windows);
  }

  /** Wrong proofs so far, over all connections. */
  get wrongProofs(): number {
    return this.#wrongProofs;
  }

  /** Whether anybody can come in on it at `now`. */
  state(now: number): 'open' | 'void' | 'expired' {
    if (now >= this.expiresAt) return 'expired';
    return this.#wrongProofs >= this.#maxWrongProofs ? 'void' : 'open';
  }

  /** When the next proof from this address may be judged, in ms of the clock; 0 when it never proved wrongly. */
  allowedFrom(address: string): number {
    return this.#slowed.get(address)?.allowedFrom ?? 0;
  }

  /**
   * Counts a wrong proof and slows its address down.
   *
   * @param address whatever tells one network address from another, without the port; of IPv6 the first 64 bits, since the
   *   rest is the attacker's to choose
   */
  countWrongProof(address: string, now: number): void {
    this.#wrongProofs++;
    const wrong = (this.#slowed.get(address)?.wrong ?? 0) + 1;
    this.#slowed.set(address, { wrong, allowedFrom: now + FIRST_DELAY * 2 ** (wrong - 1) });
  }

  /** Takes the one place for an expert; false when it is taken. `holder` is the object that later gives it back. */
  claim(holder: object): boolean {
    this.#expert ??= holder;
    return this.#expert === holder;
  }

  /** Gives the place back; without effect for whoever does not hold it. */
  release(holder: object): void {
    if (this.#expert === holder) this.#expert = undefined;
  }
}
