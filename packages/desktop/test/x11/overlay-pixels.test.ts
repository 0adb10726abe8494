import { describe, expect, it } from 'vitest';
import { colourPixel, toServer } from '../../src/x11/overlay-pixels.js';
import type { Setup } from '../../src/x11/setup.js';

function setup(depth: number, bitsPerPixel: number, masks: readonly [number, number, number], littleEndianPixels = true): Setup {
  const [redMask, greenMask, blueMask] = masks;
  const rootVisual = { id: 1, depth, colourClass: 4, redMask, greenMask, blueMask };
  return {
    ...{ littleEndianPixels, minKeycode: 8, maxKeycode: 255, root: 1, rootDepth: depth, rootVisual, visuals: [rootVisual] },
    ...{ width: 10, height: 10, defaultColormap: 0, blackPixel: 0, whitePixel: 1 },
    formats: new Map([[depth, { bitsPerPixel, scanlinePad: 32 }]]),
  };
}
const BGRX = Uint8Array.of(0x33, 0x22, 0x11, 255, 255, 0, 255, 255, 0, 0, 0, 255);
const SIZE = { width: 3, height: 1 };

describe('a picture for the server', () => {
  it('is taken as it is where the server has the same form', () => {
    const picture = toServer(setup(24, 32, [0xff0000, 0xff00, 0xff]), BGRX, SIZE);
    expect(picture.bytes).toBe(BGRX);
    expect(picture.stride).toBe(12);
  });

  it('is packed into 16 bits, rows padded', () => {
    const { bytes, stride } = toServer(setup(16, 16, [0xf800, 0x07e0, 0x001f]), BGRX, SIZE);
    expect(stride).toBe(8);
    expect([...new Uint16Array(bytes.buffer)]).toEqual([(2 << 11) | (8 << 5) | 6, 0xf81f, 0, 0]);
  });

  it('has its colours exchanged and its bytes turned where the server wants it', () => {
    const { bytes } = toServer(setup(24, 32, [0xff, 0xff00, 0xff0000], false), BGRX, SIZE);
    expect([...bytes.subarray(0, 4)]).toEqual([0, 0x33, 0x22, 0x11]);
  });

  it('has the colour of a word', () => {
    expect(colourPixel(setup(24, 32, [0xff0000, 0xff00, 0xff]), '#a8201a')).toBe(0xa8201a);
    expect(colourPixel(setup(16, 16, [0xf800, 0x07e0, 0x001f]), '#ffffff')).toBe(0xffff);
  });
});
