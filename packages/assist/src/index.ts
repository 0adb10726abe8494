/**
 * The Remote Assistance session over RDP's channels: the novice's state machine, in which permission is decided, and the
 * messages of [MS-RA] and [MS-RDPEMC] that both roles share.
 *
 * @packageDocumentation
 */
export type { EndReason, NoviceEvent } from './events.js';
export { FIRST_DELAY, Invitation, type InvitationOptions } from './invitation.js';
export type { Way } from './novice/handshake.js';
export { Novice } from './novice/novice.js';
export { CONSENT_TIMEOUT, type NoviceOptions, PROOF_TIMEOUT } from './novice/options.js';
export type { RefusalReason } from './novice/refusal.js';
export type { CreateServer, NoviceServer } from './novice/server.js';
export type { NoviceState } from './novice/state-machine.js';
export type { WindowsSecretsOptions } from './windows-secrets.js';
