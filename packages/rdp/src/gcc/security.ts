import type { Reader, Writer } from '@beside/bytes';

/** encryptionMethods and encryptionMethod ([MS-RDPBCGR] 2.2.1.3.3, 2.2.1.4.3), as far as they are used. */
export const EncryptionMethod = { none: 0, bits128: 0x00000002 } as const;

/** encryptionLevel ([MS-RDPBCGR] 2.2.1.4.3, 5.3.1), as far as they are used: both encrypt in both directions. */
export const EncryptionLevel = { none: 0, clientCompatible: 2, high: 3 } as const;

/** Client Security Data, TS_UD_CS_SEC ([MS-RDPBCGR] 2.2.1.3.3); 0 where TLS protects the connection. */
export interface ClientSecurity {
  readonly encryptionMethods: number;
  readonly extEncryptionMethods: number;
}

/** Server Security Data, TS_UD_SC_SEC1 ([MS-RDPBCGR] 2.2.1.4.3). */
export interface ServerSecurity {
  /** 0 where TLS protects the connection; then there is no random and no certificate. */
  readonly encryptionMethod: number;
  readonly encryptionLevel: number;
  readonly serverRandom: Uint8Array;
  readonly serverCertificate: Uint8Array;
}

export function encodeClientSecurity(writer: Writer, security: ClientSecurity): void {
  writer.u32(security.encryptionMethods).u32(security.extEncryptionMethods);
}

/** @throws ProtocolError */
export function decodeClientSecurity(reader: Reader): ClientSecurity {
  return { encryptionMethods: reader.u32('encryptionMethods'), extEncryptionMethods: reader.u32('extEncryptionMethods') };
}

export function encodeServerSecurity(writer: Writer, security: ServerSecurity): void {
  writer.u32(security.encryptionMethod).u32(security.encryptionLevel);
  // With method and level 0 the lengths are left out as well.
  if (security.encryptionMethod === 0 && security.encryptionLevel === 0) return;
  writer.u32(security.serverRandom.length).u32(security.serverCertificate.length);
  writer.bytes(security.serverRandom).bytes(security.serverCertificate);
}

/** @throws ProtocolError */
export function decodeServerSecurity(reader: Reader): ServerSecurity {
  const encryptionMethod = reader.u32('encryptionMethod');
  const encryptionLevel = reader.u32('encryptionLevel');
  const nothing = reader.bytes.subarray(0, 0);
  if (encryptionMethod === 0 && encryptionLevel === 0) {
    return { encryptionMethod, encryptionLevel, serverRandom: nothing, serverCertificate: nothing };
  }
  const randomLength = reader.u32('serverRandomLen');
  const certificateLength = reader.u32('serverCertLen');
  const serverRandom = reader.take(randomLength, 'serverRandom');
  return {
    encryptionMethod,
    encryptionLevel,
    serverRandom,
    serverCertificate: reader.take(certificateLength, 'serverCertificate'),
  };
}
