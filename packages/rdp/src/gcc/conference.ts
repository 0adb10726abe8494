import { ProtocolError, type Reader, type Writer } from '@beside/bytes';
import { beginPerLength, endPerLength, readPerLength } from '../mcs/per.js';

/** ConnectData.t124Identifier: an object identifier, itu-t(0) recommendation(0) t(20) t124(124) version(0) 1 ([T124] 8.7). */
const T124 = Uint8Array.of(0x00, 0x05, 0x00, 0x14, 0x7c, 0x00, 0x01);
/** ConferenceCreateRequest with userData; conference name "1"; one set of user data, h221NonStandard, its key four bytes. */
const REQUEST = Uint8Array.of(0x00, 0x08, 0x00, 0x10, 0x00, 0x01, 0xc0, 0x00);
/** Key of the client's data ([MS-RDPBCGR] 2.2.1.3: clientNetworkData and so on, "Duca"). */
const CLIENT_KEY = Uint8Array.of(0x44, 0x75, 0x63, 0x61);
/** ConferenceCreateResponse with userData; node 31219, tag 1, result success; one set of user data. */
const RESPONSE = Uint8Array.of(0x14, 0x76, 0x0a, 0x01, 0x01, 0x00, 0x01, 0xc0, 0x00);
/** Key of the server's data, "McDn". */
const SERVER_KEY = Uint8Array.of(0x4d, 0x63, 0x44, 0x6e);

/** GCC Conference Create Request ([MS-RDPBCGR] 2.2.1.3, [T124] 8.7) around the client's data blocks. */
export function encodeConferenceCreateRequest(writer: Writer, writeBlocks: (writer: Writer) => void): void {
  encode(writer, REQUEST, CLIENT_KEY, writeBlocks);
}

/** GCC Conference Create Response ([MS-RDPBCGR] 2.2.1.4, [T124] 8.7) around the server's data blocks. */
export function encodeConferenceCreateResponse(writer: Writer, writeBlocks: (writer: Writer) => void): void {
  encode(writer, RESPONSE, SERVER_KEY, writeBlocks);
}

/**
 * @returns a reader of the client's data blocks
 * @throws ProtocolError
 */
export function decodeConferenceCreateRequest(reader: Reader): Reader {
  openConnectData(reader);
  expect(reader, REQUEST.subarray(0, 2), 'conferenceCreateRequest');
  // Any name will do: digits, two in a byte, of which the length says one less than there are.
  const digits = readPerLength(reader, 'conferenceName.length') + 1;
  reader.skip((digits + 1) >> 1, 'conferenceName');
  reader.skip(1, 'conferenceCreateRequest.flags');
  expect(reader, REQUEST.subarray(5), 'conferenceCreateRequest.userData');
  expect(reader, CLIENT_KEY, 'conferenceCreateRequest.userData.key');
  return reader.nested(readPerLength(reader, 'userData.length'), 'userData');
}

/**
 * @returns a reader of the server's data blocks
 * @throws ProtocolError
 */
export function decodeConferenceCreateResponse(reader: Reader): Reader {
  openConnectData(reader);
  expect(reader, RESPONSE.subarray(0, 1), 'conferenceCreateResponse');
  reader.skip(2, 'nodeId');
  reader.skip(reader.u8('tag.length'), 'tag');
  if (reader.u8('result') !== 0) throw reader.error('result', 'the server refused the conference');
  expect(reader, RESPONSE.subarray(6), 'conferenceCreateResponse.userData');
  expect(reader, SERVER_KEY, 'conferenceCreateResponse.userData.key');
  return reader.nested(readPerLength(reader, 'userData.length'), 'userData');
}

function encode(writer: Writer, head: Uint8Array, key: Uint8Array, writeBlocks: (writer: Writer) => void): void {
  writer.bytes(T124);
  const connectPdu = beginPerLength(writer);
  writer.bytes(head).bytes(key);
  const userData = beginPerLength(writer);
  writeBlocks(writer);
  endPerLength(writer, userData);
  endPerLength(writer, connectPdu);
}

/** The length of connectPDU is not checked: Windows servers write a constant that is wrong ([MS-RDPBCGR] 3.2.5.3.4). */
function openConnectData(reader: Reader): void {
  expect(reader, T124, 't124Identifier');
  readPerLength(reader, 'connectPdu.length');
}

function expect(reader: Reader, bytes: Uint8Array, field: string): void {
  const found = reader.take(bytes.length, field);
  if (!bytes.every((byte, i) => byte === found[i])) throw new ProtocolError(`${reader.path}.${field}`, 'is not what RDP uses');
}
