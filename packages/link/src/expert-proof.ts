import { randomBytes } from 'node:crypto';
import { ProtocolError } from '@beside/bytes';
import type { LinkErrorCode } from './errors.js';
import {
  checkNumber,
  commitmentTo,
  decodeNoviceProof,
  decodeStatus,
  encodeExpertProof,
  equalHashes,
  NONCE_LENGTH,
  NOVICE_PROOF_LENGTH,
  type ProofStatus,
  proofOf,
  STATUS_LENGTH,
} from './proof.js';
import type { ProofTalk } from './proof-talk.js';

/** What a refusal is called on this side. */
const REFUSALS: Readonly<Record<Exclude<ProofStatus, 'ok'>, LinkErrorCode>> = {
  wrong: 'proof-refused',
  expired: 'expired',
  void: 'void',
  busy: 'busy',
};

/**
 * Proves to a novice that one has the invitation and lets it prove the same. The table in `proof.ts` is what it follows.
 *
 * @param secret of the invitation
 * @param exporter of the TLS session, in which the novice's certificate has been seen to be the invitation's
 * @param proved called once, when both sides have proved
 */
export function proveAsExpert(
  talk: ProofTalk,
  secret: Uint8Array,
  exporter: Uint8Array,
  proved: (checkNumber: string) => void,
): void {
  const nonce = randomBytes(NONCE_LENGTH);
  talk.send(encodeExpertProof({ proof: proofOf('expert', secret, exporter), commitment: commitmentTo(nonce) }));
  talk.read(STATUS_LENGTH, (bytes) => {
    const status = readStatus(talk, bytes);
    if (!status) return;
    if (status !== 'ok') {
      talk.refuse(REFUSALS[status]);
      return;
    }
    talk.read(NOVICE_PROOF_LENGTH, (answer) => {
      const { proof, nonce: noviceNonce } = decodeNoviceProof(answer);
      if (!equalHashes(proof, proofOf('novice', secret, exporter))) {
        talk.refuse('wrong-proof');
        return;
      }
      talk.send(nonce);
      proved(checkNumber(exporter, nonce, noviceNonce));
    });
  });
}

function readStatus(talk: ProofTalk, bytes: Uint8Array): ProofStatus | undefined {
  try {
    return decodeStatus(bytes);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    talk.malformed(error);
    return undefined;
  }
}
