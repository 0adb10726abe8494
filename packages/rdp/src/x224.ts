import type { Reader, Writer } from '@beside/bytes';
import { beginTpkt, decodeTpkt, endTpkt, TPKT_HEADER } from './tpkt.js';

/** X.224 TPDU codes ([X224] section 13) that RDP uses. */
const CONNECTION_REQUEST = 0xe0;
const CONNECTION_CONFIRM = 0xd0;
const DATA = 0xf0;
/** EOT bit: each TPDU is a whole message. */
const END_OF_TRANSMISSION = 0x80;

const NEGOTIATION_REQUEST = 1;
const NEGOTIATION_RESPONSE = 2;
const NEGOTIATION_FAILURE = 3;
const NEGOTIATION_LENGTH = 8;
/** RDP_NEG_CORRELATION_INFO ([MS-RDPBCGR] 2.2.1.1.2) may follow the request. */
const CORRELATION_LENGTH = 36;

/** Longest Connection Request or Confirm, in bytes: its TPDU's length is said in one byte. */
export const LONGEST_CONNECTION_PDU = TPKT_HEADER + 1 + 255;

/** requestedProtocols and selectedProtocol ([MS-RDPBCGR] 2.2.1.1.1, 2.2.1.2.1); 0 is Standard RDP Security. */
export const SecurityProtocol = { rdp: 0, ssl: 1, hybrid: 2, rdstls: 4, hybridEx: 8 } as const;

/** failureCode ([MS-RDPBCGR] 2.2.1.2.2). */
export const NegotiationFailure = {
  sslRequired: 1,
  sslNotAllowed: 2,
  sslCertificateMissing: 3,
  inconsistentFlags: 4,
  hybridRequired: 5,
  sslWithUserAuthRequired: 6,
} as const;

/** Client X.224 Connection Request PDU ([MS-RDPBCGR] 2.2.1.1). */
export interface ConnectionRequest {
  /** Cookie ("Cookie: mstshash=NAME") or routing token, without its CR LF; for load balancers, a server ignores it. */
  readonly token?: string;
  /** Absent from clients that know only Standard RDP Security. */
  readonly negotiation?: { readonly flags: number; readonly requestedProtocols: number };
}

/** Server X.224 Connection Confirm PDU ([MS-RDPBCGR] 2.2.1.2). */
export interface ConnectionConfirm {
  readonly negotiation?:
    | { readonly type: 'response'; readonly flags: number; readonly selectedProtocol: number }
    | { readonly type: 'failure'; readonly failureCode: number };
}

export function encodeConnectionRequest(writer: Writer, request: ConnectionRequest): void {
  const start = beginConnection(writer, CONNECTION_REQUEST);
  if (request.token !== undefined) {
    for (const character of `${request.token}\r\n`) writer.u8(character.charCodeAt(0));
  }
  if (request.negotiation !== undefined) {
    const { flags, requestedProtocols } = request.negotiation;
    writer.u8(NEGOTIATION_REQUEST).u8(flags).u16(NEGOTIATION_LENGTH).u32(requestedProtocols);
  }
  endConnection(writer, start);
}

/** @throws ProtocolError */
export function decodeConnectionRequest(pdu: Uint8Array): ConnectionRequest {
  const body = openConnection(pdu, 'x224.connectionRequest', CONNECTION_REQUEST);
  const token = readToken(body);
  const request: { -readonly [K in keyof ConnectionRequest]: ConnectionRequest[K] } = {};
  if (token !== undefined) request.token = token;
  if (body.remaining === 0) return request;
  if (body.u8('rdpNegReq.type') !== NEGOTIATION_REQUEST) throw body.error('rdpNegReq.type', 'must be 1');
  const flags = body.u8('rdpNegReq.flags');
  if (body.u16('rdpNegReq.length') !== NEGOTIATION_LENGTH) throw body.error('rdpNegReq.length', 'must be 8');
  request.negotiation = { flags, requestedProtocols: body.u32('rdpNegReq.requestedProtocols') };
  if (body.remaining > 0) body.skip(CORRELATION_LENGTH, 'rdpCorrelationInfo');
  body.end();
  return request;
}

export function encodeConnectionConfirm(writer: Writer, confirm: ConnectionConfirm): void {
  const start = beginConnection(writer, CONNECTION_CONFIRM);
  const { negotiation } = confirm;
  if (negotiation?.type === 'response') {
    writer.u8(NEGOTIATION_RESPONSE).u8(negotiation.flags).u16(NEGOTIATION_LENGTH).u32(negotiation.selectedProtocol);
  } else if (negotiation?.type === 'failure') {
    writer.u8(NEGOTIATION_FAILURE).u8(0).u16(NEGOTIATION_LENGTH).u32(negotiation.failureCode);
  }
  endConnection(writer, start);
}

/** @throws ProtocolError */
export function decodeConnectionConfirm(pdu: Uint8Array): ConnectionConfirm {
  const body = openConnection(pdu, 'x224.connectionConfirm', CONNECTION_CONFIRM);
  if (body.remaining === 0) return {};
  const type = body.u8('rdpNegData.type');
  const flags = body.u8('rdpNegData.flags');
  if (body.u16('rdpNegData.length') !== NEGOTIATION_LENGTH) throw body.error('rdpNegData.length', 'must be 8');
  const value = body.u32('rdpNegData.selectedProtocol');
  body.end();
  if (type === NEGOTIATION_RESPONSE) return { negotiation: { type: 'response', flags, selectedProtocol: value } };
  if (type === NEGOTIATION_FAILURE) return { negotiation: { type: 'failure', failureCode: value } };
  throw body.error('rdpNegData.type', 'must be 2 or 3');
}

/**
 * Starts a TPKT with an X.224 Data TPDU ([X224] section 13.7), the wrapping of everything after the connection's
 * initiation; `endTpkt` closes it.
 */
export function beginX224Data(writer: Writer): number {
  const start = beginTpkt(writer);
  writer.u8(2).u8(DATA).u8(END_OF_TRANSMISSION);
  return start;
}

/**
 * Opens a TPKT with an X.224 Data TPDU.
 *
 * @throws ProtocolError also when it is another TPDU
 */
export function decodeX224Data(pdu: Uint8Array, path: string): Reader {
  const reader = decodeTpkt(pdu, path);
  if (reader.u8('x224.lengthIndicator') !== 2) throw reader.error('x224.lengthIndicator', 'must be 2 in a data TPDU');
  if (reader.u8('x224.code') !== DATA) throw reader.error('x224.code', 'must be a data TPDU');
  reader.skip(1, 'x224.endOfTransmission');
  return reader;
}

function beginConnection(writer: Writer, code: number): number {
  const start = beginTpkt(writer);
  writer.u8(0).u8(code).u16BE(0);
  // A server's own reference is any number that is not zero; 0x1234 is what 3.3.5.3.2 has. A client's is zero.
  writer.u16BE(code === CONNECTION_CONFIRM ? 0x1234 : 0).u8(0);
  return start;
}

function endConnection(writer: Writer, start: number): void {
  endTpkt(writer, start);
  const lengthIndicator = writer.length - start - 5;
  if (lengthIndicator > 254) throw new RangeError('the token is too long for an X.224 TPDU');
  writer.patchU8(start + 4, lengthIndicator);
}

/** Opens a TPKT with a connection TPDU; gives its variable part. The references are ignored ([MS-RDPBCGR] 3.3.5.3.1). */
function openConnection(pdu: Uint8Array, path: string, code: number): Reader {
  const reader = decodeTpkt(pdu, path);
  const lengthIndicator = reader.u8('lengthIndicator');
  if (lengthIndicator !== reader.remaining) throw reader.error('lengthIndicator', 'is not the length of the TPDU');
  if (reader.u8('code') !== code) throw reader.error('code', 'is another kind of TPDU');
  reader.skip(4, 'references');
  reader.skip(1, 'class');
  return reader.nested(reader.remaining, 'variable');
}

/** The text up to CR LF, if the variable part begins with one; the negotiation request begins with a byte that no text has. */
function readToken(body: Reader): string | undefined {
  const start = body.offset;
  if (body.remaining === 0 || body.bytes[start] === NEGOTIATION_REQUEST) return undefined;
  for (let i = start; i + 1 < body.bytes.length; i++) {
    if (body.bytes[i] === 0x0d && body.bytes[i + 1] === 0x0a) {
      const text = String.fromCharCode(...body.take(i - start, 'token'));
      body.skip(2, 'token.end');
      return text;
    }
  }
  throw body.error('token', 'has no CR LF at its end');
}
