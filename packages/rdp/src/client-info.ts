import { fromUtf16, type Reader, utf16, type Writer } from '@beside/bytes';

/** INFO_UNICODE, the one of the flags that changes how the packet is read ([MS-RDPBCGR] 2.2.1.11.1.1). */
const UNICODE = 0x00000010;
/** Other flags, as Windows and FreeRDP send them. INFO_COMPRESSION is not one of them: nothing here can decompress. */
export const InfoFlag = {
  mouse: 0x00000001,
  disableCtrlAltDel: 0x00000002,
  maximizeShell: 0x00000020,
  logonNotify: 0x00000040,
  enableWindowsKey: 0x00000100,
  /** All that the client sends is encrypted, where anything is. */
  forceEncryptedClientPdus: 0x00004000,
  logonErrors: 0x00010000,
  mouseHasWheel: 0x00020000,
  noAudioPlayback: 0x00080000,
} as const;

/** AF_INET */
const IPV4 = 0x0002;
const TIME_ZONE = 172;

/** Client Info PDU's TS_INFO_PACKET ([MS-RDPBCGR] 2.2.1.11.1.1). Untrusted text. */
export interface InfoPacket {
  /** Active input locale's code page where the texts are not Unicode, else its language. */
  readonly codePage: number;
  readonly flags: number;
  readonly domain: string;
  readonly userName: string;
  readonly password: string;
  readonly alternateShell: string;
  readonly workingDir: string;
  /** TS_EXTENDED_INFO_PACKET (2.2.1.11.1.1.1) as it stands: the client's address, time zone and looks, which nothing here needs. */
  readonly extra: Uint8Array;
}

/** The security header is not part of it. */
export function encodeInfoPacket(writer: Writer, info: InfoPacket): void {
  const texts = [info.domain, info.userName, info.password, info.alternateShell, info.workingDir].map(utf16);
  writer.u32(info.codePage).u32(info.flags | UNICODE);
  for (const text of texts) writer.u16(text.length);
  for (const text of texts) writer.bytes(text).u16(0);
  writer.bytes(info.extra);
}

/**
 * TS_EXTENDED_INFO_PACKET ([MS-RDPBCGR] 2.2.1.11.1.1.1) of a client that says nothing of its address, its folder, its time zone and
 * what it would rather not have drawn.
 */
export function encodeExtendedInfo(writer: Writer): void {
  writer.u16(IPV4).u16(2).u16(0).u16(2).u16(0); // clientAddressFamily, then clientAddress and clientDir: lengths count a NUL
  writer.zeros(TIME_ZONE).u32(0).u32(0).u16(0); // clientTimeZone, clientSessionId, performanceFlags, cbAutoReconnectCookie
}

/**
 * Reads the packet that follows the security header; `extra` is a view of the input.
 *
 * @throws ProtocolError
 */
export function decodeInfoPacket(reader: Reader): InfoPacket {
  const codePage = reader.u32('CodePage');
  const flags = reader.u32('flags');
  const lengths = [
    reader.u16('cbDomain'),
    reader.u16('cbUserName'),
    reader.u16('cbPassword'),
    reader.u16('cbAlternateShell'),
    reader.u16('cbWorkingDir'),
  ] as const;
  const unicode = (flags & UNICODE) !== 0;
  const text = (length: number, field: string) => {
    const bytes = reader.take(length, field);
    reader.skip(unicode ? 2 : 1, `${field}.terminator`);
    return unicode ? fromUtf16(bytes) : fromAnsi(bytes);
  };
  const domain = text(lengths[0], 'Domain');
  const userName = text(lengths[1], 'UserName');
  const password = text(lengths[2], 'Password');
  const alternateShell = text(lengths[3], 'AlternateShell');
  const workingDir = text(lengths[4], 'WorkingDir');
  return { codePage, flags, domain, userName, password, alternateShell, workingDir, extra: reader.rest() };
}

/** Clients without Unicode are older than Remote Assistance; what they send is read as Latin-1, whatever their code page. */
function fromAnsi(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
