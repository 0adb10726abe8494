/**
 * RDP as pure engines: bytes and a clock reading in, bytes and events out.
 *
 * @packageDocumentation
 */
export { RdpError, type RdpErrorCode } from './errors.js';
export type { InputEvent } from './input.js';
export type { Area, EncodedRect, PictureCodec, PointerImage } from './picture.js';
export type { ClientCapabilities, ClientInfo, DisconnectReason, RdpServerEvent } from './server/events.js';
export type { RdpServerLimits } from './server/limits.js';
export type { RdpServerSecurity } from './server/negotiation.js';
export { RdpServer, type RdpServerOptions, type RdpServerPhase } from './server/server.js';
