import { type Reader, Writer } from '@beside/bytes';
import { BerTag, readBer, readBerInteger, writeBerHeader, writeBerInteger, writeBerOctets } from './ber.js';

/** [APPLICATION 101] and [APPLICATION 102] ([T125] section 7, part 2). */
const CONNECT_INITIAL = 0x7f65;
const CONNECT_RESPONSE = 0x7f66;

/** DomainParameters ([T125] section 7, part 2). */
export interface DomainParameters {
  readonly maxChannelIds: number;
  readonly maxUserIds: number;
  readonly maxTokenIds: number;
  readonly numPriorities: number;
  readonly minThroughput: number;
  readonly maxHeight: number;
  /** Bytes. */
  readonly maxMcsPduSize: number;
  readonly protocolVersion: number;
}

/** MCS Connect Initial ([MS-RDPBCGR] 2.2.1.3, [T125] 11.1). */
export interface ConnectInitial {
  readonly target: DomainParameters;
  readonly minimum: DomainParameters;
  readonly maximum: DomainParameters;
  /** GCC Conference Create Request. */
  readonly userData: Uint8Array;
}

/** MCS Connect Response ([MS-RDPBCGR] 2.2.1.4, [T125] 11.2). */
export interface ConnectResponse {
  /** 0: rt-successful. */
  readonly result: number;
  readonly parameters: DomainParameters;
  /** GCC Conference Create Response. */
  readonly userData: Uint8Array;
}

export function encodeConnectInitial(writer: Writer, pdu: ConnectInitial): void {
  const body = new Writer();
  writeBerOctets(body, Uint8Array.of(1)); // callingDomainSelector
  writeBerOctets(body, Uint8Array.of(1)); // calledDomainSelector
  body.u8(BerTag.boolean).u8(1).u8(0xff); // upwardFlag
  writeParameters(body, pdu.target);
  writeParameters(body, pdu.minimum);
  writeParameters(body, pdu.maximum);
  writeBerOctets(body, pdu.userData);
  writeBerHeader(writer, CONNECT_INITIAL, body.length);
  writer.bytes(body.view());
}

/** @throws ProtocolError */
export function decodeConnectInitial(reader: Reader): ConnectInitial {
  const body = readBer(reader, CONNECT_INITIAL, 'connectInitial');
  readBer(body, BerTag.octetString, 'callingDomainSelector');
  readBer(body, BerTag.octetString, 'calledDomainSelector');
  readBer(body, BerTag.boolean, 'upwardFlag');
  const target = readParameters(body, 'targetParameters');
  const minimum = readParameters(body, 'minimumParameters');
  const maximum = readParameters(body, 'maximumParameters');
  const userData = readBer(body, BerTag.octetString, 'userData').rest();
  return { target, minimum, maximum, userData };
}

export function encodeConnectResponse(writer: Writer, pdu: ConnectResponse): void {
  const body = new Writer();
  writeBerInteger(body, pdu.result, BerTag.enumerated);
  writeBerInteger(body, 0); // calledConnectId
  writeParameters(body, pdu.parameters);
  writeBerOctets(body, pdu.userData);
  writeBerHeader(writer, CONNECT_RESPONSE, body.length);
  writer.bytes(body.view());
}

/** @throws ProtocolError */
export function decodeConnectResponse(reader: Reader): ConnectResponse {
  const body = readBer(reader, CONNECT_RESPONSE, 'connectResponse');
  const result = readBerInteger(body, 'result', BerTag.enumerated);
  readBerInteger(body, 'calledConnectId');
  const parameters = readParameters(body, 'domainParameters');
  const userData = readBer(body, BerTag.octetString, 'userData').rest();
  return { result, parameters, userData };
}

function writeParameters(writer: Writer, parameters: DomainParameters): void {
  const body = new Writer(64);
  writeBerInteger(body, parameters.maxChannelIds);
  writeBerInteger(body, parameters.maxUserIds);
  writeBerInteger(body, parameters.maxTokenIds);
  writeBerInteger(body, parameters.numPriorities);
  writeBerInteger(body, parameters.minThroughput);
  writeBerInteger(body, parameters.maxHeight);
  writeBerInteger(body, parameters.maxMcsPduSize);
  writeBerInteger(body, parameters.protocolVersion);
  writeBerHeader(writer, BerTag.sequence, body.length);
  writer.bytes(body.view());
}

function readParameters(reader: Reader, field: string): DomainParameters {
  const body = readBer(reader, BerTag.sequence, field);
  return {
    maxChannelIds: readBerInteger(body, 'maxChannelIds'),
    maxUserIds: readBerInteger(body, 'maxUserIds'),
    maxTokenIds: readBerInteger(body, 'maxTokenIds'),
    numPriorities: readBerInteger(body, 'numPriorities'),
    minThroughput: readBerInteger(body, 'minThroughput'),
    maxHeight: readBerInteger(body, 'maxHeight'),
    maxMcsPduSize: readBerInteger(body, 'maxMCSPDUsize'),
    protocolVersion: readBerInteger(body, 'protocolVersion'),
  };
}
