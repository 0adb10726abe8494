import { Reader, type Writer } from '@beside/bytes';

/** flags of the basic security header ([MS-RDPBCGR] 2.2.8.1.1.2.1). */
export const SecurityFlag = {
  /** SEC_EXCHANGE_PKT: a Security Exchange PDU follows. */
  exchange: 0x0001,
  /** SEC_ENCRYPT: what follows the header and its MAC is encrypted. */
  encrypt: 0x0008,
  /** SEC_INFO_PKT: a Client Info PDU follows. */
  info: 0x0040,
  /** SEC_LICENSE_PKT: a licensing PDU follows. */
  license: 0x0080,
  /** SEC_SECURE_CHECKSUM: the MAC is a salted one. */
  secureChecksum: 0x0800,
} as const;

/** Security flags in the first byte of a fast-path PDU ([MS-RDPBCGR] 2.2.8.1.2, 2.2.9.1.2). */
export const FastPathFlag = { secureChecksum: 0x40, encrypted: 0x80 } as const;

/** fpInputHeader or fpOutputHeader, length1, length2: where the MAC of a fast-path PDU that is sent stands. */
export const FAST_PATH_HEADER = 3;

/** What a layer took off a PDU. */
interface Opened {
  /** flags of the security header; 0 where there was none. */
  readonly flags: number;
  readonly body: Reader;
}

/** What a layer took off a fast-path PDU. */
export interface OpenedFastPath {
  /** fpInputHeader or fpOutputHeader. */
  readonly header: number;
  /** What stands behind the lengths and the MAC: numEvents and events, or updates. */
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
   * Takes the protection off a PDU, whose bytes may be changed by it.
   *
   * @param headed the PDU is one that always has a header (Client Info, licensing)
   * @throws ProtocolError
   */
  open(data: Uint8Array, headed: boolean, path: string): Opened;
  /**
   * Salts the MACs of what is sent from here on: both sides said ENC_SALTED_CHECKSUM ([MS-RDPBCGR] 2.2.7.1.1). Absent from layers
   * without MACs.
   */
  saltMacs?(): void;
  /** Bytes to leave free behind the {@link FAST_PATH_HEADER} of a fast-path PDU. */
  readonly fastPathOverhead: number;
  /** Protects a whole fast-path PDU, with a length of two bytes, where it is. */
  sealFastPath(pdu: Uint8Array): void;
  /**
   * Takes header and protection off a whole fast-path PDU, whose bytes may be changed by it.
   *
   * @throws ProtocolError
   */
  openFastPath(pdu: Uint8Array, path: string): OpenedFastPath;
}

/** The layer of connections that are protected from outside: no header at all, but for Client Info and licensing PDUs. */
export const EXTERNAL_SECURITY: SecurityLayer = {
  begin(writer, flags) {
    if (flags !== 0) writer.u16(flags).u16(0);
    return writer.length;
  },
  end() {
    // what is outside does the rest
  },
  open(data, headed, path) {
    const body = new Reader(data, path);
    if (!headed) return { flags: 0, body };
    const flags = body.u16('basicSecurityHeader.flags');
    body.skip(2, 'basicSecurityHeader.flagsHi');
    return { flags, body };
  },
  fastPathOverhead: 0,
  sealFastPath() {
    // nor has a fast-path PDU anything of its own
  },
  openFastPath(pdu, path) {
    const opened = openFastPathHeader(pdu, path);
    if (opened.header >= FastPathFlag.secureChecksum) throw opened.body.error('header.flags', 'encryption was not agreed');
    return opened;
  },
};

/** Reads what begins every fast-path PDU; the framer has seen that the length is right. @throws ProtocolError */
export function openFastPathHeader(pdu: Uint8Array, path: string): OpenedFastPath {
  const body = new Reader(pdu, path);
  const header = body.u8('header');
  if ((body.u8('length1') & 0x80) !== 0) body.skip(1, 'length2');
  return { header, body };
}
