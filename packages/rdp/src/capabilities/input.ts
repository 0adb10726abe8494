import type { Reader, Writer } from '@beside/bytes';

/** inputFlags of the Input Capability Set ([MS-RDPBCGR] 2.2.7.1.6). */
export const InputFlag = {
  scancodes: 0x0001,
  extendedMouse: 0x0004,
  fastPath: 0x0008,
  unicode: 0x0010,
  fastPath2: 0x0020,
  horizontalWheel: 0x0100,
} as const;

/** Input Capability Set ([MS-RDPBCGR] 2.2.7.1.6). */
export interface InputCapability {
  readonly type: 'input';
  readonly flags: number;
  readonly keyboardLayout: number;
  readonly keyboardType: number;
  readonly keyboardSubType: number;
  readonly keyboardFunctionKey: number;
}

const IME_FILE_NAME = 64;

export function encodeInput(writer: Writer, set: InputCapability): void {
  writer.u16(set.flags).u16(0).u32(set.keyboardLayout).u32(set.keyboardType).u32(set.keyboardSubType);
  writer.u32(set.keyboardFunctionKey).zeros(IME_FILE_NAME);
}

/** @throws ProtocolError */
export function decodeInput(reader: Reader): InputCapability {
  const flags = reader.u16('inputFlags');
  reader.skip(2, 'pad2octetsA');
  return {
    type: 'input',
    flags,
    keyboardLayout: reader.u32('keyboardLayout'),
    keyboardType: reader.u32('keyboardType'),
    keyboardSubType: reader.u32('keyboardSubType'),
    keyboardFunctionKey: reader.u32('keyboardFunctionKey'),
  };
}
