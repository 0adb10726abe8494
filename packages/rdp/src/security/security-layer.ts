import { Reader, type Writer } from '@beside/bytes';

/** flags of the basic security header ([MS-RDPBCGR] 2.2.8.1.1.2.1). */
export const SecurityFlag = {
  /** SEC_INFO_PKT: a Client Info PDU follows. */
  info: 0x0040,
  /** SEC_LICENSE_PKT: a licensing PDU follows. */
  license: 0x0080,
} as const;

/** What a layer took off a PDU. */
interface Opened {
  /** flags of the security header; 0 where there was none. */
  readonly flags: number;
  readonly body: Reader;
}

/**
 * What stands between MCS and the PDUs of shares and channels ([MS-RDPBCGR] 5.3, 5.4): header, encryption and integrity.
 * Both ends use the same object, each for what it sends and what it receives.
 */
export interface SecurityLayer {
  /**
   * Starts a PDU with its security header.
   *
   * @param flags {@link SecurityFlag}, or 0 for all PDUs but those
   * @returns what {@link end} needs
   */
  begin(writer: Writer, flags: number): number;
  /** Protects what was written since. */
  end(writer: Writer, start: number): void;
  /**
   * Takes the protection off a PDU.
   *
   * @param headed the PDU is one that always has a header (Client Info, licensing)
   * @throws ProtocolError
   */
  open(data: Uint8Array, headed: boolean, path: string): Opened;
}

/** The layer of connections that TLS protects from outside: no header at all, but for Client Info and licensing PDUs. */
export const EXTERNAL_SECURITY: SecurityLayer = {
  begin(writer, flags) {
    if (flags !== 0) writer.u16(flags).u16(0);
    return writer.length;
  },
  end() {
    // TLS does the rest
  },
  open(data, headed, path) {
    const body = new Reader(data, path);
    if (!headed) return { flags: 0, body };
    const flags = body.u16('basicSecurityHeader.flags');
    body.skip(2, 'basicSecurityHeader.flagsHi');
    return { flags, body };
  },
};
