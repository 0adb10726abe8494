import { Reader, Writer } from '@beside/bytes';

/** NSCodec Capability Set, the codecProperties of the codec ([MS-RDPNSC] 2.2.1). */
export interface NSCodecCapability {
  /** Colours may lose precision (colour loss above 1). */
  readonly dynamicFidelity: boolean;
  readonly subsampling: boolean;
  /** Highest colour loss, 1 to 7. */
  readonly colorLoss: number;
}

export function encodeNSCodecCapability({ dynamicFidelity, subsampling, colorLoss }: NSCodecCapability): Uint8Array {
  return new Writer(3)
    .u8(dynamicFidelity ? 1 : 0)
    .u8(subsampling ? 1 : 0)
    .u8(colorLoss)
    .finish();
}

/** @throws ProtocolError */
export function decodeNSCodecCapability(properties: Uint8Array): NSCodecCapability {
  const reader = new Reader(properties, 'nscodecCapability');
  return {
    dynamicFidelity: reader.u8('fAllowDynamicFidelity') !== 0,
    subsampling: reader.u8('fAllowSubsampling') !== 0,
    colorLoss: reader.u8('colorLossLevel'),
  };
}
