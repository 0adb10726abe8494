import type { Reader, Writer } from '@beside/bytes';

/** LICENSE_PREAMBLE.bMsgType ([MS-RDPBCGR] 2.2.1.12.1.1), those that a client has to tell apart. */
export const LicenseMessage = { request: 0x01, error: 0xff } as const;

/** PREAMBLE_VERSION_3_0 */
const VERSION_3 = 0x03;
const PREAMBLE = 4;
/** BB_ERROR_BLOB: the kind of the empty blob at the end. */
const ERROR_BLOB = 0x0004;

/** dwErrorCode and dwStateTransition ([MS-RDPBCGR] 2.2.1.12.1.3). */
const LicenseStatus = { noLicense: 0x00000002, validClient: 0x00000007 } as const;
const Transition = { totalAbort: 0x00000001, none: 0x00000002 } as const;

/** Licensing Error Message ([MS-RDPBCGR] 2.2.1.12.1.3). */
export interface LicenseError {
  readonly errorCode: number;
  readonly stateTransition: number;
}

/** The answer of a server that asks for no licence: Server License Error PDU, Valid Client ([MS-RDPBCGR] 2.2.1.12). */
export const VALID_CLIENT: LicenseError = { errorCode: LicenseStatus.validClient, stateTransition: Transition.none };

/** The answer of a client that has no licence and wants none; the server decides whether it goes on ([MS-RDPELE] 3.1.5.3). */
export const NO_LICENSE: LicenseError = { errorCode: LicenseStatus.noLicense, stateTransition: Transition.totalAbort };

/** The security header is not part of it. */
export function encodeLicenseError(writer: Writer, error: LicenseError): void {
  writer
    .u8(LicenseMessage.error)
    .u8(VERSION_3)
    .u16(PREAMBLE + 12);
  writer.u32(error.errorCode).u32(error.stateTransition).u16(ERROR_BLOB).u16(0);
}

/**
 * Opens a licensing message ([MS-RDPELE] 2.2.2) behind its security header.
 *
 * @returns its type ({@link LicenseMessage}, or another), and a reader of what follows the preamble
 * @throws ProtocolError
 */
export function openLicenseMessage(reader: Reader): { type: number; body: Reader } {
  const type = reader.u8('preamble.bMsgType');
  reader.skip(1, 'preamble.flags');
  const length = reader.u16('preamble.wMsgSize');
  if (length < PREAMBLE) throw reader.error('preamble.wMsgSize', 'is shorter than the preamble');
  return { type, body: reader.nested(length - PREAMBLE, 'message') };
}

/**
 * Reads the body of an error message.
 *
 * @throws ProtocolError
 */
export function decodeLicenseError(body: Reader): LicenseError {
  return { errorCode: body.u32('dwErrorCode'), stateTransition: body.u32('dwStateTransition') };
}

/** The server asks for no licence, or no more. */
export function isValidClient({ errorCode }: LicenseError): boolean {
  return errorCode === LicenseStatus.validClient;
}
