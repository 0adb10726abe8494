import { fromUtf16, Reader, utf16, Writer } from '@beside/bytes';

/** The inner channel of session initialisation ([MS-RA] 2.2.1). */
export const RC_CTL = 'RC_CTL';

/** The version that every novice and expert since Windows XP names ([MS-RA] 2.2.1.8). */
export const REMOTE_DESKTOP_VERSION = { major: 1, minor: 2 } as const;

/** Bytes of a SHA-1 session token ([MS-RA] 2.2.1.15). */
const TOKEN_BYTES = 20;

/** A message of session initialisation, [MS-RA] 2.2.1.3 to 2.2.1.15. E: from the expert, N: from the novice. */
export type RcCtlMessage =
  /** E, version 1: wants the screen (2.2.1.3). */
  | { readonly type: 'remote-control-desktop'; readonly connectionString: string }
  /** N: how something the expert asked for came out, one of `RESULT` (2.2.1.10). */
  | { readonly type: 'result'; readonly result: number }
  /**
   * E, version 1 (2.2.1.4): a connection string, NUL, an expert blob. FreeRDP 3 leaves the NUL out, so that only who knows
   * the connection string can tell where it ends: see {@link splitAuthentication}.
   */
  | { readonly type: 'authenticate'; readonly credentials: string }
  /** N, version 1 (2.2.1.7). */
  | { readonly type: 'server-announce' }
  /** N: the session is over (2.2.1.5). */
  | { readonly type: 'disconnect' }
  /** Both (2.2.1.8). */
  | { readonly type: 'version-info'; readonly major: number; readonly minor: number }
  /** E, version 1 (2.2.1.9). */
  | { readonly type: 'is-connected' }
  /** E, version 2 (2.2.1.11). */
  | { readonly type: 'verify-password'; readonly expertBlob: string }
  /** E, version 2 (2.2.1.12): the EncryptedPassStub. */
  | { readonly type: 'expert-on-vista'; readonly proof: Uint8Array }
  /** N, versions 2 and 3 (2.2.1.13). */
  | { readonly type: 'novice-name'; readonly name: string }
  /** E, versions 2 and 3 (2.2.1.14). */
  | { readonly type: 'expert-name'; readonly name: string }
  /** Both, version 3 (2.2.1.15). */
  | { readonly type: 'token'; readonly token: Uint8Array }
  /** Of no document. */
  | { readonly type: 'unknown'; readonly messageType: number };

/** Those that a role sends. */
export type SendableRcCtl = Exclude<RcCtlMessage, { type: 'unknown' }>;

const NUMBERS: Readonly<Record<SendableRcCtl['type'], number>> = {
  'remote-control-desktop': 1,
  result: 2,
  authenticate: 3,
  'server-announce': 4,
  disconnect: 5,
  'version-info': 6,
  'is-connected': 7,
  'verify-password': 8,
  'expert-on-vista': 9,
  'novice-name': 10,
  'expert-name': 11,
  token: 12,
};

/** The data of a message on the inner channel `RC_CTL`: its type and its body. Texts are sent with their NUL. */
export function encodeRcCtl(message: SendableRcCtl): Uint8Array {
  const writer = new Writer(64).u32(NUMBERS[message.type]);
  switch (message.type) {
    case 'remote-control-desktop':
      text(writer, message.connectionString);
      break;
    case 'result':
      writer.u32(message.result);
      break;
    case 'authenticate':
      text(writer, message.credentials);
      break;
    case 'version-info':
      writer.u32(message.major).u32(message.minor);
      break;
    case 'verify-password':
      text(writer, message.expertBlob);
      break;
    case 'expert-on-vista':
      writer.bytes(message.proof);
      break;
    case 'novice-name':
    case 'expert-name':
      text(writer, message.name);
      break;
    case 'token':
      writer.bytes(message.token);
      break;
    case 'server-announce':
    case 'disconnect':
    case 'is-connected':
      break;
  }
  return writer.finish();
}

/**
 * Reads the data of a message on the inner channel `RC_CTL`. Byte ranges are views.
 *
 * Texts may lack their terminator: FreeRDP 3 sends none, FreeRDP 2.11 and Windows do. Bytes after a body that is
 * complete are left unread, as they would be by a Windows novice of an older version.
 *
 * @throws ProtocolError at `rcCtl` when the body is shorter than its type asks for
 */
export function decodeRcCtl(data: Uint8Array): RcCtlMessage {
  const reader = new Reader(data, 'rcCtl');
  const messageType = reader.u32('msgType');
  switch (messageType) {
    case 1:
      return { type: 'remote-control-desktop', connectionString: untilEnd(reader, 'connectionString') };
    case 2:
      return { type: 'result', result: reader.u32('result') };
    case 3:
      return { type: 'authenticate', credentials: untilEnd(reader, 'authenticate') };
    case 4:
      return { type: 'server-announce' };
    case 5:
      return { type: 'disconnect' };
    case 6:
      return { type: 'version-info', major: reader.u32('versionMajor'), minor: reader.u32('versionMinor') };
    case 7:
      return { type: 'is-connected' };
    case 8:
      return { type: 'verify-password', expertBlob: untilEnd(reader, 'expertBlob') };
    case 9:
      return { type: 'expert-on-vista', proof: withoutBstr(reader.rest()) };
    case 10:
      return { type: 'novice-name', name: untilEnd(reader, 'noviceName') };
    case 11:
      return { type: 'expert-name', name: untilEnd(reader, 'expertName') };
    case 12:
      return { type: 'token', token: reader.take(TOKEN_BYTES, 'token') };
    default:
      return { type: 'unknown', messageType };
  }
}

/**
 * The expert blob of an AUTHENTICATE whose connection string must be `issued`; undefined when it is another one, or when
 * nothing follows it.
 */
export function splitAuthentication(credentials: string, issued: string): string | undefined {
  const terminator = credentials.indexOf('\0');
  const end = terminator < 0 ? issued.length : terminator;
  if (credentials.slice(0, end) !== issued) return undefined;
  return credentials.slice(terminator < 0 ? end : end + 1) || undefined;
}

/** Longest text that is looked at, in bytes; a connection string with a certificate and many addresses has about 6000. */
const TEXT_BYTES = 32 * 1024;

function text(writer: Writer, value: string): void {
  writer.bytes(utf16(value)).u16(0);
}

/** The text that fills the rest, without the one NUL that may end it; NULs inside stay. */
function untilEnd(reader: Reader, field: string): string {
  if (reader.remaining > TEXT_BYTES) throw reader.error(field, `longer than ${TEXT_BYTES} bytes`);
  const value = fromUtf16(reader.rest());
  return value.endsWith('\0') ? value.slice(0, -1) : value;
}

/**
 * A proof without the BSTR that [MS-RA] 2.2.1.12 speaks of: a length in front, perhaps a terminator behind. FreeRDP sends
 * the bare bytes. Those begin with an enciphered word, which looks like a fitting length once in two thousand million invitations.
 */
function withoutBstr(body: Uint8Array): Uint8Array {
  if (body.length < 4) return body;
  const length = new Reader(body, 'rcCtl.encryptedPassStub').u32('length');
  const behind = body.length - 4 - length;
  return behind === 0 || behind === 2 ? body.subarray(4, 4 + length) : body;
}
