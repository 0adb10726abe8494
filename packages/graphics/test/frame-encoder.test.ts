import type { ClientCapabilities } from '@beside/rdp';
import { largestRect } from '@beside/rdp/codecs';
import { describe, expect, it } from 'vitest';
import { encodePicture, FrameEncoder } from '../src/index.js';
import { CLIENT, Screen } from './client.js';
import { FakeDesktop } from './fake-desktop.js';
import { expectSame } from './same.js';

/** Something of everything: noise, an area of one colour, stripes, at a size that is a multiple of nothing. */
function desktop(): FakeDesktop {
  const desktop = new FakeDesktop(333, 217);
  desktop.paint({ x: 0, y: 0, width: 333, height: 217 }, 0x203040);
  desktop.paint({ x: 20, y: 30, width: 300, height: 100 }, 0);
  for (let y = 140; y < 217; y += 3) desktop.paint({ x: y - 100, y, width: 200, height: 1 }, 0xffee00 + y);
  return desktop;
}

describe('encodePicture', () => {
  for (const bitsPerPixel of [15, 16, 24, 32] as const)
    for (const maxUpdateSize of [0, 0x3fffff])
      it(`sends a whole picture exactly at ${bitsPerPixel} bits to a client that reassembles ${maxUpdateSize} bytes`, () => {
        const picture = desktop();
        const screen = new Screen(333, 217);
        const client = { ...CLIENT, bitsPerPixel, maxUpdateSize };
        const rects = encodePicture(client, picture.pixels, 333, 217, picture.stride);
        screen.show(rects);
        expectSame(screen.pixels, picture.shown(bitsPerPixel));
        expect(Math.max(...rects.map(({ data }) => data.length))).toBeLessThanOrEqual(largestRect(maxUpdateSize));
      });

  it('sends uncompressed pixels to a client that wants alpha planes', () => {
    const picture = desktop();
    const screen = new Screen(333, 217);
    const rects = encodePicture({ ...CLIENT, planar: false }, picture.pixels, 333, 217, picture.stride);
    screen.show(rects);
    expectSame(screen.pixels, picture.shown(32));
    expect(new Set(rects.map(({ codec }) => codec))).toEqual(new Set(['raw']));
  });

  it('chooses, rectangle by rectangle, uncompressed where compressing does not pay', () => {
    const picture = desktop();
    const client: ClientCapabilities = { ...CLIENT, bitsPerPixel: 16 };
    const codecs = encodePicture(client, picture.pixels, 333, 217, picture.stride).map(({ codec }) => codec);
    expect(new Set(codecs)).toEqual(new Set(['raw', 'interleaved']));
  });
});

describe('FrameEncoder', () => {
  it('refuses a rectangle of which not even a row fits an update', () => {
    const encoder = new FrameEncoder({ ...CLIENT, maxUpdateSize: 0 });
    expect(() => encoder.encode(new Uint32Array(9000), 9000, [{ x: 0, y: 0, width: 9000, height: 1 }])).toThrow(RangeError);
  });
});
