/**
 * From a byte stream to a session: the protocol told by its first byte, TLS in place, limits, and the engine driven.
 *
 * @packageDocumentation
 */
export {
  ConnectionLimiter,
  type ConnectionLimits,
  DEFAULT_CONNECTION_LIMITS,
  networkOf,
  type Place,
} from './connection-limiter.js';
export { LinkError, type LinkErrorCode } from './errors.js';
export { createIdentity, type Identity } from './identity.js';
export { DEFAULT_LIMITS, type LinkLimits } from './limits.js';
export { type LinkEvent, NoviceLink, type NoviceLinkOptions, type SessionEngine } from './novice-link.js';
