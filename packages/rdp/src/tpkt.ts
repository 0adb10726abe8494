import { Reader, type Writer } from '@beside/bytes';

/** First byte of a TPKT; the two low bits tell it from a fast-path PDU ([MS-RDPBCGR] 2.2.8.1.2, 2.2.9.1.2). */
export const TPKT_VERSION = 3;
/** Bytes of a TPKT header. */
export const TPKT_HEADER = 4;
/** A TPKT holds at least an X.224 Data TPDU's header (RFC 1006 section 6). */
export const TPKT_SHORTEST = TPKT_HEADER + 3;
/** Longest TPKT, in bytes: what its length can say. */
export const LONGEST_TPKT = 0xffff;

/**
 * Starts a TPKT (RFC 1006 section 6, [T123] section 8).
 *
 * @returns what {@link endTpkt} needs to fill the length in
 */
export function beginTpkt(writer: Writer): number {
  const start = writer.length;
  writer.u8(TPKT_VERSION).u8(0).u16BE(0);
  return start;
}

/**
 * Fills in the length of the TPKT begun at `start`.
 *
 * @throws RangeError more than 65535 bytes were written
 */
export function endTpkt(writer: Writer, start: number): void {
  const length = writer.length - start;
  if (length > 0xffff) throw new RangeError(`a TPKT of ${length} bytes cannot be written`);
  writer.patchU16BE(start + 2, length);
}

/**
 * Opens one whole TPKT.
 *
 * @returns a reader of what the TPKT holds
 * @throws ProtocolError the header is not one, or its length is not that of the bytes
 */
export function decodeTpkt(pdu: Uint8Array, path: string): Reader {
  const reader = new Reader(pdu, path);
  if (reader.u8('tpktHeader.version') !== TPKT_VERSION) throw reader.error('tpktHeader.version', 'must be 3');
  reader.skip(1, 'tpktHeader.reserved');
  if (reader.u16BE('tpktHeader.length') !== pdu.length) throw reader.error('tpktHeader.length', 'is not the length of the PDU');
  return reader;
}
