import { randomBytes } from 'node:crypto';
import { BesideOffer, type ProofJudge } from '../src/index.js';

/** Where tests connect from, unless they say otherwise. */
export const ADDRESS = '192.0.2.1';

/** An invitation's life, played by hand. */
export class PlayedJudge implements ProofJudge {
  life: 'open' | 'void' | 'expired' = 'open';
  /** From when on proofs are judged, in ms. */
  from = 0;
  /** Where the wrong proofs came from. */
  readonly counted: string[] = [];

  state(): 'open' | 'void' | 'expired' {
    return this.life;
  }

  allowedFrom(): number {
    return this.from;
  }

  countWrongProof(address: string): void {
    this.counted.push(address);
  }
}

/** An invitation between two Besides, as a novice has it. */
export function invite() {
  const judge = new PlayedJudge();
  const offer = new BesideOffer(randomBytes(32), judge);
  return { judge, offer, secret: offer.secret, offers: { way: 'beside', offer, address: ADDRESS } as const };
}
