/**
 * Remote Assistance invitations: `.msrcincident` files of both Windows types, the connection strings in them, passwords
 * and the proof of a password; and Beside's own, sealed.
 *
 * @packageDocumentation
 */
export { BESIDE_EXTENSION, besideFile } from './beside/link.js';
export type { BesideInvitation } from './beside/payload.js';
export {
  type BesideTicket,
  openBesideInvitation,
  type Scrypt,
  type ScryptParameters,
  type SealDependencies,
  sealBesideInvitation,
  unsealBesideInvitation,
} from './beside/seal.js';
export { type Candidate, candidateHost, parseCandidate } from './candidate.js';
export { type ConnectionString1, formatConnectionString1, parseConnectionString1 } from './connection-string-1.js';
export {
  type ConnectionString2,
  type ConnectionString2Content,
  formatConnectionString2,
  generateSessionId,
  parseConnectionString2,
} from './connection-string-2.js';
export { TicketError, type TicketErrorCode } from './errors.js';
export { type ExpertBlob, formatExpertBlob, parseExpertBlob } from './expert-blob.js';
export { isExpired, requireUnexpired } from './expiry.js';
export { formatKeyHash, type KeyHash, keyHash, keyHash2, publicKeyBlob } from './key-hash.js';
export { openLhTicket, sealLhTicket } from './lhticket.js';
export { encryptPassStub, generatePassStub, provesPassword } from './pass-stub.js';
export { generatePassword, normalisePassword, PASSWORD_ALPHABET, PASSWORD_LENGTH } from './password.js';
export type { Random } from './random.js';
export { type OpenedTicket, openTicket, readTicket, TICKET_LIMIT, type Ticket, type WindowsTicket } from './ticket-reader.js';
export { DEFAULT_LIFETIME, type TicketContent, writeTicket } from './ticket-writer.js';
export { formatXml, type XmlElement } from './xml.js';
