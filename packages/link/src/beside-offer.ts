import { SECRET_LENGTH } from './proof.js';

/** What counts wrong proofs on an invitation and knows its life: `Invitation` of `assist`. Times in ms of the link's clock. */
export interface ProofJudge {
  state(now: number): 'open' | 'void' | 'expired';
  /** When the next proof from this address may be judged. */
  allowedFrom(address: string): number;
  /** Called only while the invitation is open. */
  countWrongProof(address: string, now: number): void;
}

/**
 * How many check numbers one invitation gives away. Whoever sits in the middle and has the secret learns the novice's
 * number before it is bound to anything and can hang up when it does not fit the expert's, so it has as many tries as there
 * are numbers: with 20, it is found out in all but 1 of 50,000 cases. An expert uses one for each time it connects.
 */
export const CHECK_NUMBERS = 20;

/** What one waiting connection is told when it is its turn. */
type Turn = (place: 'taken' | 'free') => void;

/**
 * An invitation between two Besides, shared by all connections that come in on it: the secret, who judges proofs of it, and
 * the one place for an expert that has proved.
 *
 * An expert's program connects in all ways of an invitation at once and keeps the first that gets through. So a second
 * connection with a right proof waits until it is known whether the first gets through, and only then is told that the place
 * is taken; it neither takes the place from a live connection nor uses up a check number.
 */
export class BesideOffer {
  readonly secret: Uint8Array;
  readonly judge: ProofJudge;
  #holder: object | undefined;
  /** The holder has got through, and keeps the place until its connection is gone. */
  #taken = false;
  /** In the order of arrival; as many as there may be connections. */
  readonly #waiting = new Map<object, Turn>();
  #numbersLeft = CHECK_NUMBERS;

  /**
   * @param secret 32 random bytes, as the invitation has them
   * @throws RangeError when they are not 32
   */
  constructor(secret: Uint8Array, judge: ProofJudge) {
    if (secret.length !== SECRET_LENGTH) throw new RangeError(`a secret has ${SECRET_LENGTH} bytes, not ${secret.length}`);
    this.secret = secret;
    this.judge = judge;
  }

  /** Asks for the place; `turn` is called once, at once or later, unless `connection` leaves before. */
  enter(connection: object, turn: Turn): void {
    if (this.#taken) turn('taken');
    else if (this.#holder) this.#waiting.set(connection, turn);
    else {
      this.#holder = connection;
      turn('free');
    }
  }

  /** Whether another check number may be given away; counts it. */
  drawNumber(): boolean {
    if (this.#numbersLeft === 0) return false;
    this.#numbersLeft--;
    return true;
  }

  /** The holder has got through: everybody else is told that the place is taken. */
  settle(): void {
    this.#taken = true;
    const turns = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const turn of turns) turn('taken');
  }

  /** A connection is gone. Where it held the place, the next one has it. Without effect for one that never entered. */
  leave(connection: object): void {
    this.#waiting.delete(connection);
    if (this.#holder !== connection) return;
    this.#holder = undefined;
    this.#taken = false;
    const [next] = this.#waiting;
    if (!next) return;
    this.#waiting.delete(next[0]);
    this.#holder = next[0];
    next[1]('free');
  }
}
