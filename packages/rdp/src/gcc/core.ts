import { fromUtf16, type Reader, utf16, type Writer } from '@beside/bytes';

/** supportedColorDepths ([MS-RDPBCGR] 2.2.1.3.2). */
export const ColorDepthSupport = { bpp24: 1, bpp16: 2, bpp15: 4, bpp32: 8 } as const;
/** earlyCapabilityFlags ([MS-RDPBCGR] 2.2.1.3.2), those that matter to a server without optional sequences. */
export const EarlyCapability = { supportErrorInfo: 0x0001, want32BitsPerPixel: 0x0002, supportMonitorLayout: 0x0040 } as const;

/** Client Core Data, TS_UD_CS_CORE ([MS-RDPBCGR] 2.2.1.3.2). What follows serialNumber came with later clients, field by field. */
export interface ClientCore {
  readonly version: number;
  readonly desktopWidth: number;
  readonly desktopHeight: number;
  readonly keyboardLayout: number;
  readonly clientBuild: number;
  /** The computer's name, at most 15 characters. */
  readonly clientName: string;
  readonly keyboardType: number;
  readonly keyboardSubType: number;
  readonly keyboardFunctionKey: number;
  readonly imeFileName: string;
  /** 4, 8, 15, 16 or 24; 0 where the client does not say. */
  readonly highColorDepth: number;
  readonly supportedColorDepths: number;
  readonly earlyCapabilityFlags: number;
  /** What the client believes was selected in the negotiation; undefined where it does not say. */
  readonly serverSelectedProtocol?: number;
}

/** Server Core Data, TS_UD_SC_CORE ([MS-RDPBCGR] 2.2.1.4.2). */
export interface ServerCore {
  readonly version: number;
  /** Echo of requestedProtocols; undefined where the server does not say. */
  readonly clientRequestedProtocols?: number;
  readonly earlyCapabilityFlags?: number;
}

const CLIENT_NAME = 32;
const IME_FILE_NAME = 64;
const DIG_PRODUCT_ID = 64;
/** RNS_UD_COLOR_8BPP, RNS_UD_SAS_DEL: values of fields that later fields overrule or fix. */
const COLOR_8BPP = 0xca01;
const SAS_DEL = 0xaa03;

export function encodeClientCore(writer: Writer, core: ClientCore): void {
  writer.u32(core.version).u16(core.desktopWidth).u16(core.desktopHeight).u16(COLOR_8BPP).u16(SAS_DEL);
  writer.u32(core.keyboardLayout).u32(core.clientBuild);
  writeFixedText(writer, core.clientName, CLIENT_NAME);
  writer.u32(core.keyboardType).u32(core.keyboardSubType).u32(core.keyboardFunctionKey);
  writeFixedText(writer, core.imeFileName, IME_FILE_NAME);
  writer.u16(COLOR_8BPP).u16(1).u32(0); // postBeta2ColorDepth, clientProductId, serialNumber
  writer.u16(core.highColorDepth).u16(core.supportedColorDepths).u16(core.earlyCapabilityFlags);
  writer.zeros(DIG_PRODUCT_ID).u8(0).u8(0); // clientDigProductId, connectionType, pad1octet
  if (core.serverSelectedProtocol !== undefined) writer.u32(core.serverSelectedProtocol);
}

/**
 * @param reader over the block's body
 * @throws ProtocolError
 */
export function decodeClientCore(reader: Reader): ClientCore {
  const version = reader.u32('version');
  const desktopWidth = reader.u16('desktopWidth');
  const desktopHeight = reader.u16('desktopHeight');
  reader.skip(2, 'colorDepth');
  reader.skip(2, 'SASSequence');
  const keyboardLayout = reader.u32('keyboardLayout');
  const clientBuild = reader.u32('clientBuild');
  const clientName = readFixedText(reader, CLIENT_NAME, 'clientName');
  const keyboardType = reader.u32('keyboardType');
  const keyboardSubType = reader.u32('keyboardSubType');
  const keyboardFunctionKey = reader.u32('keyboardFunctionKey');
  const imeFileName = readFixedText(reader, IME_FILE_NAME, 'imeFileName');
  const later = readLaterFields(reader);
  return {
    version,
    desktopWidth,
    desktopHeight,
    keyboardLayout,
    clientBuild,
    clientName,
    keyboardType,
    keyboardSubType,
    keyboardFunctionKey,
    imeFileName,
    ...later,
  };
}

/** Fields that are there as far as the client knows them; each only if the one before it is. */
function readLaterFields(
  reader: Reader,
): Pick<ClientCore, 'highColorDepth' | 'supportedColorDepths' | 'earlyCapabilityFlags' | 'serverSelectedProtocol'> {
  const has = (length: number) => reader.remaining >= length;
  if (has(2)) reader.skip(2, 'postBeta2ColorDepth');
  if (has(2)) reader.skip(2, 'clientProductId');
  if (has(4)) reader.skip(4, 'serialNumber');
  const highColorDepth = has(2) ? reader.u16('highColorDepth') : 0;
  const supportedColorDepths = has(2) ? reader.u16('supportedColorDepths') : 0;
  const earlyCapabilityFlags = has(2) ? reader.u16('earlyCapabilityFlags') : 0;
  if (has(DIG_PRODUCT_ID)) reader.skip(DIG_PRODUCT_ID, 'clientDigProductId');
  if (has(2)) reader.skip(2, 'connectionType');
  const fields = { highColorDepth, supportedColorDepths, earlyCapabilityFlags };
  return has(4) ? { ...fields, serverSelectedProtocol: reader.u32('serverSelectedProtocol') } : fields;
}

export function encodeServerCore(writer: Writer, core: ServerCore): void {
  writer.u32(core.version);
  if (core.clientRequestedProtocols === undefined) return;
  writer.u32(core.clientRequestedProtocols);
  if (core.earlyCapabilityFlags !== undefined) writer.u32(core.earlyCapabilityFlags);
}

/** @throws ProtocolError */
export function decodeServerCore(reader: Reader): ServerCore {
  const version = reader.u32('version');
  if (reader.remaining < 4) return { version };
  const clientRequestedProtocols = reader.u32('clientRequestedProtocols');
  if (reader.remaining < 4) return { version, clientRequestedProtocols };
  return { version, clientRequestedProtocols, earlyCapabilityFlags: reader.u32('earlyCapabilityFlags') };
}

/** A UTF-16 text in a field of fixed length; cut so that a NUL follows it. */
function writeFixedText(writer: Writer, text: string, length: number): void {
  const bytes = utf16(text).subarray(0, length - 2);
  writer.bytes(bytes).zeros(length - bytes.length);
}

function readFixedText(reader: Reader, length: number, field: string): string {
  const text = fromUtf16(reader.take(length, field));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
