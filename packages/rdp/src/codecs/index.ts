/**
 * Picture codecs of RDP, encoder and decoder, a file a codec. A picture here is a `Uint32Array`, a pixel an element
 * (0xXXRRGGBB: in memory blue, green, red, unused).
 *
 * @packageDocumentation
 */
export { PictureCanvas } from './canvas.js';
export { codedWidth } from './coded-width.js';
export { BitmapDecoder } from './decode.js';
export { decodeInterleaved } from './interleaved-decoder.js';
export { InterleavedEncoder } from './interleaved-encoder.js';
export { decodeNSCodecCapability, encodeNSCodecCapability, type NSCodecCapability } from './nscodec-capability.js';
export { NSCodecDecoder } from './nscodec-decoder.js';
export { NSCodecEncoder, type NSCodecEncoderOptions, nscodecBound } from './nscodec-encoder.js';
export { readPictureMessage, writePictureMessage } from './picture-message.js';
export { type BitmapDepth, bytesPerPixel, type EncodedDepth, packPixel, unpackPixels } from './pixel-format.js';
export { PlanarDecoder } from './planar-decoder.js';
export { PlanarEncoder, planarBound } from './planar-encoder.js';
export { decodeRaw, encodeRaw, rawSize } from './raw.js';
export { largestRect } from './rect-limit.js';
export type { OperationalMode } from './remotefx/blocks.js';
export {
  decodeRemoteFxClientCapabilities,
  encodeRemoteFxClientCapabilities,
  encodeRemoteFxServerCapabilities,
  type RemoteFxCapability,
} from './remotefx/capabilities.js';
export { RemoteFxDecoder } from './remotefx/decoder.js';
export { RemoteFxEncoder, type RemoteFxEncoderOptions } from './remotefx/encoder.js';
export { RemoteFxHeaders } from './remotefx/headers.js';
export type { RemoteFxQuality } from './remotefx/quantization.js';
export type { EntropyAlgorithm } from './remotefx/rlgr.js';
export type { Surface } from './surface.js';
