import { randomBytes } from 'node:crypto';
import type { BesideOffer } from './beside-offer.js';
import type { LinkErrorCode } from './errors.js';
import {
  checkNumber,
  commitmentTo,
  decodeExpertProof,
  EXPERT_PROOF_LENGTH,
  type ExpertProof,
  encodeNoviceProof,
  encodeStatus,
  equalHashes,
  NONCE_LENGTH,
  type ProofStatus,
  proofOf,
} from './proof.js';
import type { ProofTalk } from './proof-talk.js';

/** What a refusal is called on this side. */
const REFUSALS: Readonly<Record<Exclude<ProofStatus, 'ok'>, LinkErrorCode>> = {
  wrong: 'wrong-proof',
  expired: 'expired',
  void: 'void',
  busy: 'busy',
};

/** One connection's proof, on the novice's side. The table in `proof.ts` is what it follows. */
export class NoviceProof {
  readonly #talk: ProofTalk;
  readonly #offer: BesideOffer;
  readonly #address: string;
  readonly #exporter: Uint8Array;
  readonly #proved: (checkNumber: string) => void;

  /**
   * @param address where the other side connects from, as `networkOf` gives it
   * @param exporter of the TLS session
   * @param proved called once, when both sides have proved
   */
  constructor(talk: ProofTalk, offer: BesideOffer, address: string, exporter: Uint8Array, proved: (checkNumber: string) => void) {
    this.#talk = talk;
    this.#offer = offer;
    this.#address = address;
    this.#exporter = exporter;
    this.#proved = proved;
    talk.read(EXPERT_PROOF_LENGTH, (bytes) => this.#judge(decodeExpertProof(bytes)));
  }

  /** The connection is gone. */
  leave(): void {
    this.#offer.leave(this);
  }

  /** Proofs are told from each other one after the other: however many wait, no more than five wrong ones are judged. */
  #judge(message: ExpertProof): void {
    const { judge, secret } = this.#offer;
    const now = this.#talk.now();
    const open = judge.state(now) === 'open';
    const allowedFrom = judge.allowedFrom(this.#address);
    if (open && now < allowedFrom) {
      this.#talk.later(allowedFrom, () => this.#judge(message));
      return;
    }
    if (equalHashes(message.proof, proofOf('expert', secret, this.#exporter))) {
      this.#offer.enter(this, (place) => this.#admit(place, message.commitment));
      return;
    }
    if (open) judge.countWrongProof(this.#address, now);
    this.#refuse('wrong');
  }

  #admit(place: 'free' | 'taken', commitment: Uint8Array): void {
    const state = this.#offer.judge.state(this.#talk.now());
    if (state !== 'open') {
      this.#refuse(state);
      return;
    }
    if (place === 'taken') {
      this.#refuse('busy');
      return;
    }
    if (!this.#offer.drawNumber()) {
      this.#refuse('void');
      return;
    }
    const nonce = randomBytes(NONCE_LENGTH);
    this.#talk.send(encodeStatus('ok'));
    this.#talk.send(encodeNoviceProof({ proof: proofOf('novice', this.#offer.secret, this.#exporter), nonce }));
    this.#talk.read(NONCE_LENGTH, (revealed) => this.#settle(commitment, revealed, nonce));
  }

  #settle(commitment: Uint8Array, revealed: Uint8Array, nonce: Uint8Array): void {
    if (!equalHashes(commitmentTo(revealed), commitment)) {
      this.#talk.refuse('wrong-reveal');
      return;
    }
    this.#offer.settle();
    this.#proved(checkNumber(this.#exporter, revealed, nonce));
  }

  #refuse(status: Exclude<ProofStatus, 'ok'>): void {
    this.#talk.send(encodeStatus(status));
    this.#talk.refuse(REFUSALS[status]);
  }
}
