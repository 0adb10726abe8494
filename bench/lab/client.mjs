/**
 * What a client without lossy codecs says of itself, as xfreerdp does by default.
 *
 * @param {number} width pixels
 * @param {number} height pixels
 * @param {15 | 16 | 24 | 32} bitsPerPixel
 * @returns {import('@beside/rdp').ClientCapabilities}
 */
export function losslessClient(width, height, bitsPerPixel = 32) {
  return {
    bitsPerPixel,
    width,
    height,
    fastPathOutput: true,
    desktopResize: true,
    maxUpdateSize: 0x3fffff,
    surfaceCommands: { setSurfaceBits: true, streamSurfaceBits: true, frameMarker: true },
    framesInFlight: 2,
    remotefx: undefined,
    nscodec: undefined,
    pointer: { cacheSize: 20, newPointers: true, maxSize: 96 },
    planar: true,
  };
}
