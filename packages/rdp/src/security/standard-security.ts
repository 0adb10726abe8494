import { Reader, type Writer } from '@beside/bytes';
import { MAC_LENGTH, PacketProtection } from './packet-protection.js';
import { FAST_PATH_HEADER, FastPathFlag, openFastPathHeader, SecurityFlag, type SecurityLayer } from './security-layer.js';
import type { SessionKeys } from './session-keys.js';

/**
 * Standard RDP Security once the keys are there ([MS-RDPBCGR] 5.3.6 to 5.3.8): RC4 with 128 bits and a MAC, in both directions
 * (encryption level 2 or 3).
 *
 * Licensing PDUs are sent in the clear, as Windows does, and taken both ways; nothing else is taken that is not encrypted.
 * Every PDU that comes has to be opened, also one that nobody wants: the key stream goes on with each.
 */
export class StandardSecurity implements SecurityLayer {
  readonly fastPathOverhead = MAC_LENGTH;
  readonly #sending: PacketProtection;
  readonly #receiving: PacketProtection;
  #salted = false;
  /** The PDU that was begun stays in the clear. */
  #clear = false;

  constructor(role: 'client' | 'server', keys: SessionKeys) {
    const client = new PacketProtection(keys.mac, keys.clientToServer);
    const server = new PacketProtection(keys.mac, keys.serverToClient);
    this.#sending = role === 'client' ? client : server;
    this.#receiving = role === 'client' ? server : client;
  }

  saltMacs(): void {
    this.#salted = true;
  }

  begin(writer: Writer, flags: number): number {
    this.#clear = (flags & SecurityFlag.license) !== 0;
    if (this.#clear) return writer.u16(flags).u16(0).length;
    const salted = this.#salted ? SecurityFlag.secureChecksum : 0;
    return writer
      .u16(flags | SecurityFlag.encrypt | salted)
      .u16(0)
      .zeros(MAC_LENGTH).length;
  }

  end(writer: Writer, start: number): void {
    if (this.#clear) return;
    const pdu = writer.view();
    this.#sending.seal(pdu.subarray(start), pdu.subarray(start - MAC_LENGTH, start), this.#salted);
  }

  open(data: Uint8Array, headed: boolean, path: string): { flags: number; body: Reader } {
    const reader = new Reader(data, path);
    const flags = reader.u16('securityHeader.flags');
    reader.skip(2, 'securityHeader.flagsHi');
    if ((flags & SecurityFlag.encrypt) === 0) {
      if (headed && (flags & SecurityFlag.license) !== 0) return { flags, body: reader };
      throw reader.error('securityHeader.flags', 'must be SEC_ENCRYPT');
    }
    return { flags, body: this.#open(reader, (flags & SecurityFlag.secureChecksum) !== 0) };
  }

  sealFastPath(pdu: Uint8Array): void {
    const start = FAST_PATH_HEADER + MAC_LENGTH;
    pdu[0]! |= FastPathFlag.encrypted | (this.#salted ? FastPathFlag.secureChecksum : 0);
    this.#sending.seal(pdu.subarray(start), pdu.subarray(FAST_PATH_HEADER, start), this.#salted);
  }

  openFastPath(pdu: Uint8Array, path: string): { header: number; body: Reader } {
    const { header, body } = openFastPathHeader(pdu, path);
    if ((header & FastPathFlag.encrypted) === 0) throw body.error('header.flags', 'must say that the PDU is encrypted');
    return { header, body: this.#open(body, (header & FastPathFlag.secureChecksum) !== 0) };
  }

  #open(reader: Reader, salted: boolean): Reader {
    const signature = reader.take(MAC_LENGTH, 'dataSignature');
    const data = reader.rest();
    if (!this.#receiving.open(data, signature, salted)) {
      throw reader.error('dataSignature', 'is not that of the data; they were changed on the way, or the keys differ');
    }
    return new Reader(data, reader.path);
  }
}
