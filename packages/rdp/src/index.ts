/**
 * RDP as pure engines: bytes and a clock reading in, bytes and events out.
 *
 * @packageDocumentation
 */
export { RdpClient, type RdpClientPhase } from './client/client.js';
export type { RdpClientEvent, RdpOutputEvent, ServerCapabilities } from './client/events.js';
export type { RdpClientLimits } from './client/limits.js';
export type { RdpClientOptions, RdpClientSecurity } from './client/options.js';
export type { DisconnectReason } from './disconnect-reason.js';
export { RdpError, type RdpErrorCode } from './errors.js';
export type { InputEvent } from './input.js';
export type { Monitor } from './monitor-layout.js';
export type { Area, BitmapCoding, EncodedRect, PictureCodec, PointerImage, ReceivedRect } from './picture.js';
export type { ClientCapabilities, ClientInfo, NSCodecSupport, RdpServerEvent, RemoteFxSupport } from './server/events.js';
export type { RdpServerLimits } from './server/limits.js';
export type { RdpServerSecurity, StandardServerSecurity } from './server/negotiation.js';
export { RdpServer, type RdpServerOptions, type RdpServerPhase } from './server/server.js';
