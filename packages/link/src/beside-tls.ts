import type { TLSSocket } from 'node:tls';
import type { LinkErrorCode } from './errors.js';
import { CHANNEL_BINDING } from './proof.js';

/** What two Besides speak inside TLS: this protocol, in this version (RFC 7301). */
export const BESIDE_PROTOCOL = 'beside/1';

/** `tls-exporter` of RFC 9266: 32 bytes that the two ends of this TLS 1.3 session know and nobody else. */
export function exporterOf(secure: TLSSocket): Uint8Array {
  // With TLS 1.3 an empty context is the same as none (RFC 8446, section 7.5).
  return secure.exportKeyingMaterial(CHANNEL_BINDING.length, CHANNEL_BINDING.label, Buffer.alloc(0));
}

/** OpenSSL's words, as Node.js makes codes of them: said on the side that refuses, and on the side that is refused by an alert. */
const CAUSES: Readonly<Record<string, LinkErrorCode>> = {
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls-too-old',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tls-too-old',
  ERR_SSL_NO_APPLICATION_PROTOCOL: 'alpn-missing',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'alpn-missing',
};

/** Why TLS could not be agreed, where that can be told. */
export function causeOf(error: NodeJS.ErrnoException | undefined): LinkErrorCode | undefined {
  return CAUSES[error?.code ?? ''];
}
