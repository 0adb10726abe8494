import type { Reader, Writer } from '@beside/bytes';

/** LICENSE_PREAMBLE.bMsgType ([MS-RDPBCGR] 2.2.1.12.1.1) */
const ERROR_ALERT = 0xff;
/** PREAMBLE_VERSION_3_0 */
const VERSION_3 = 0x03;
const PREAMBLE = 4;
/** BB_ERROR_BLOB: the kind of the empty blob at the end. */
const ERROR_BLOB = 0x0004;

/** dwErrorCode and dwStateTransition ([MS-RDPBCGR] 2.2.1.12.1.3). */
const LicenseStatus = { validClient: 0x00000007, noTransition: 0x00000002 } as const;

/** Licensing Error Message ([MS-RDPBCGR] 2.2.1.12.1.3). */
export interface LicenseError {
  readonly errorCode: number;
  readonly stateTransition: number;
}

/** The answer of a server that asks for no licence: Server License Error PDU, Valid Client ([MS-RDPBCGR] 2.2.1.12). */
export const VALID_CLIENT: LicenseError = { errorCode: LicenseStatus.validClient, stateTransition: LicenseStatus.noTransition };

/** The security header is not part of it. */
export function encodeLicenseError(writer: Writer, error: LicenseError): void {
  writer
    .u8(ERROR_ALERT)
    .u8(VERSION_3)
    .u16(PREAMBLE + 12);
  writer.u32(error.errorCode).u32(error.stateTransition).u16(ERROR_BLOB).u16(0);
}

/** @throws ProtocolError also when it is another licensing message */
export function decodeLicenseError(reader: Reader): LicenseError {
  if (reader.u8('preamble.bMsgType') !== ERROR_ALERT) throw reader.error('preamble.bMsgType', 'is not an error message');
  reader.skip(1, 'preamble.flags');
  const length = reader.u16('preamble.wMsgSize');
  if (length < PREAMBLE) throw reader.error('preamble.wMsgSize', 'is shorter than the preamble');
  const body = reader.nested(length - PREAMBLE, 'validClientMessage');
  return { errorCode: body.u32('dwErrorCode'), stateTransition: body.u32('dwStateTransition') };
}
