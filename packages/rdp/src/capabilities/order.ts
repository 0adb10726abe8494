import type { Reader, Writer } from '@beside/bytes';

/** orderFlags of the Order Capability Set ([MS-RDPBCGR] 2.2.7.1.3). Windows' server leaves `zeroBounds` out, its client has all three. */
export const OrderFlag = { negotiate: 0x0002, zeroBounds: 0x0008, colorIndex: 0x0020 } as const;

/** Kinds of drawing orders, a byte each in {@link OrderCapability.orderSupport}. */
export const ORDER_SUPPORT_LENGTH = 32;

/** Order Capability Set ([MS-RDPBCGR] 2.2.7.1.3). */
export interface OrderCapability {
  readonly type: 'order';
  readonly orderFlags: number;
  /** {@link ORDER_SUPPORT_LENGTH} bytes; all zero where no drawing orders are sent or understood. */
  readonly orderSupport: Uint8Array;
}

/** Bytes of the desktop save bitmap, where there is one: 480 x 480 pixels, the fixed value of 2.2.7.1.3. */
const DESKTOP_SAVE_SIZE = 480 * 480;

export function encodeOrder(writer: Writer, set: OrderCapability): void {
  writer.zeros(16 + 4); // terminalDescriptor, pad4octetsA
  writer.u16(1).u16(20).u16(0); // desktopSaveXGranularity, desktopSaveYGranularity, pad2octetsA
  writer.u16(1).u16(0).u16(set.orderFlags).bytes(set.orderSupport); // maximumOrderLevel ORD_LEVEL_1_ORDERS, numberFonts
  writer.u16(0).u16(0).u32(0).u32(DESKTOP_SAVE_SIZE); // textFlags, orderSupportExFlags, pad4octetsB
  writer.u16(0).u16(0).u16(0).u16(0); // pads and textANSICodePage
}

/** @throws ProtocolError */
export function decodeOrder(reader: Reader): OrderCapability {
  reader.skip(30, 'terminalDescriptor');
  const orderFlags = reader.u16('orderFlags');
  return { type: 'order', orderFlags, orderSupport: reader.take(ORDER_SUPPORT_LENGTH, 'orderSupport') };
}
