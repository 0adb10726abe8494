/**
 * RDP as pure engines: bytes and a clock reading in, bytes and events out.
 *
 * @packageDocumentation
 */
export type { InputEvent } from './input.js';
export type { Area, EncodedRect, PictureCodec, PointerImage } from './picture.js';
export type { ClientCapabilities, ClientInfo, DisconnectReason, RdpServerEvent } from './server/events.js';
