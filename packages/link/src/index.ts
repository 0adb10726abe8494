/**
 * From a byte stream to a session: the protocol told by its first byte, TLS in place, limits, and the engine driven.
 *
 * @packageDocumentation
 */
export { BesideOffer, CHECK_NUMBERS, type ProofJudge } from './beside-offer.js';
export {
  ConnectionLimiter,
  type ConnectionLimits,
  DEFAULT_CONNECTION_LIMITS,
  networkOf,
  type Place,
} from './connection-limiter.js';
export type { LinkEvent, Opened, SessionEngine, SessionLinkOptions } from './engine.js';
export { LinkError, type LinkErrorCode } from './errors.js';
export { ExpertLink, type ExpertLinkOptions, type Way } from './expert-link.js';
export { createIdentity, type Identity } from './identity.js';
export { DEFAULT_LIMITS, type LinkLimits } from './limits.js';
export { NoviceLink, type NoviceLinkOptions, type Offers } from './novice-link.js';
