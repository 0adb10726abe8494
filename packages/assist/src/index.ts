/**
 * The Remote Assistance session over RDP's channels: the novice's state machine, in which permission is decided, and the
 * messages of [MS-RA] and [MS-RDPEMC] that both roles share.
 *
 * @packageDocumentation
 */
export type { ChatEvent } from './chat-inbox.js';
export type { EndReason, NoviceEvent } from './events.js';
export type { CreateClient, ExpertClient } from './expert/client.js';
export type { ExpertEvent, NoviceScreen } from './expert/events.js';
export { Expert } from './expert/expert.js';
export { type BesideWay, CONSENT_PATIENCE, CONTROL_PATIENCE, type ExpertOptions, type RdpWay } from './expert/options.js';
export type { ExpertRefusalReason } from './expert/refusal.js';
export type { ExpertState } from './expert/state-machine.js';
export type { FileDeclineReason, FileEvent, FileFailureCode } from './files/events.js';
export { safeFileName } from './files/file-name.js';
export { FILE_SIZE_LIMIT } from './files/file-transfers.js';
export { FILE_BLOCK } from './files/wire.js';
export { FIRST_DELAY, Invitation, type InvitationOptions } from './invitation.js';
export { AFTER_CONTROL } from './novice/files.js';
export type { Way } from './novice/handshake.js';
export { Novice } from './novice/novice.js';
export { CONSENT_TIMEOUT, type NoviceOptions, PROOF_TIMEOUT } from './novice/options.js';
export type { RefusalReason } from './novice/refusal.js';
export type { CreateServer, NoviceServer } from './novice/server.js';
export type { NoviceState } from './novice/state-machine.js';
export { chatText } from './remdesk/chat.js';
export type { WindowsSecretsOptions } from './windows-secrets.js';
