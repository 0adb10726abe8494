import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codedWidth,
  type EncodedDepth,
  encodeRaw,
  InterleavedEncoder,
  NSCodecEncoder,
  nscodecBound,
  PictureCanvas,
  PlanarEncoder,
  packPixel,
  planarBound,
  RemoteFxEncoder,
  rawSize,
  unpackPixels,
} from '../../src/codecs/index.js';
import type { ReceivedRect } from '../../src/index.js';
import { pictures, type TestPicture } from './pictures.js';
import { psnr } from './psnr.js';

/** A whole picture as a rectangle at some place. */
function received(
  { pixels, width, height }: TestPicture,
  bitsPerPixel: EncodedDepth,
  codec: ReceivedRect['codec'],
): ReceivedRect {
  const out = new Uint8Array(Math.max(rawSize(width, height, 32), planarBound(width, height)) * 2);
  let end = -1;
  if (codec === 'planar') end = new PlanarEncoder().encode(pixels, 0, width, width, height, out, 0);
  else if (codec === 'interleaved' && bitsPerPixel !== 32)
    end = new InterleavedEncoder(bitsPerPixel).encode(pixels, 0, width, width, height, out, 0);
  if (end < 0) {
    codec = 'raw';
    end = encodeRaw(pixels, 0, width, width, height, bitsPerPixel, out, 0);
  }
  const coded = { codedWidth: codedWidth(width), codedHeight: height };
  return { x: 0, y: 0, width, height, ...coded, bitsPerPixel, codec, data: out.subarray(0, end) };
}

function shown({ pixels }: TestPicture, bitsPerPixel: EncodedDepth): Uint32Array {
  const out = pixels.map((pixel) => (bitsPerPixel === 32 ? (pixel | 0xff000000) >>> 0 : packPixel(pixel, bitsPerPixel)));
  if (bitsPerPixel !== 32) unpackPixels(out, out.length, bitsPerPixel);
  return out;
}

/** Smooth waves, as photographs have them. */
function waves(width: number, height: number): TestPicture {
  const pixels = Uint32Array.from({ length: width * height }, (_, i) => {
    const light = Math.round(128 + 90 * Math.sin((i % width) / 17) * Math.cos(Math.floor(i / width) / 23));
    return (light << 16) | ((light >> 1) << 8) | (255 - light);
  });
  return { pixels, width, height };
}

describe('PictureCanvas', () => {
  it('shows what every lossless encoder made, at every depth (property)', () => {
    fc.assert(
      fc.property(
        pictures(70),
        fc.constantFrom<[EncodedDepth, ReceivedRect['codec']]>(
          [15, 'interleaved'],
          [16, 'interleaved'],
          [24, 'interleaved'],
          [32, 'planar'],
          [32, 'raw'],
          [16, 'raw'],
        ),
        (picture, [depth, codec]) => {
          const canvas = new PictureCanvas(picture.width, picture.height);
          canvas.apply(received(picture, depth, codec));
          expect(canvas.pixels).toEqual(shown(picture, depth));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('shows RemoteFX and NSCodec as near as they are', () => {
    const picture = waves(200, 130);
    const exact = shown(picture, 32);
    const { width, height, pixels } = picture;
    const place = { x: 0, y: 0, width, height, codedWidth: width, codedHeight: height, bitsPerPixel: 32 as const };
    const remotefx = new PictureCanvas(width, height);
    const encoder = new RemoteFxEncoder({ width, height, entropy: 'rlgr3', mode: 'image' });
    remotefx.apply({ ...place, codec: 'remotefx', data: encoder.encode(pixels, 0, width, width, height, 'fine') });
    expect(psnr(remotefx.pixels, exact)).toBeGreaterThan(38);
    const nscodec = new PictureCanvas(width, height);
    const out = new Uint8Array(nscodecBound(width, height));
    const end = new NSCodecEncoder({ colorLoss: 1, subsampled: false }).encode(pixels, 0, width, width, height, out, 0);
    nscodec.apply({ ...place, codec: 'nscodec', data: out.subarray(0, end) });
    expect(psnr(nscodec.pixels, exact)).toBeGreaterThan(45);
  });

  it('paints a rectangle in its place, the later over the earlier, and cuts it at the edges', () => {
    const canvas = new PictureCanvas(20, 10);
    const red = received({ pixels: new Uint32Array(64).fill(0xff0000), width: 8, height: 8 }, 32, 'planar');
    const blue = received({ pixels: new Uint32Array(64).fill(0x0000ff), width: 8, height: 8 }, 32, 'raw');
    canvas.apply({ ...red, x: 15, y: 5 });
    canvas.apply({ ...blue, x: 18, y: 9 });
    canvas.apply({ ...blue, x: 200, y: 0 });
    canvas.apply({ ...red, x: 0, y: 300 });
    canvas.apply({ ...blue, x: 0, y: 0, width: 1, height: 2 });
    const at = (x: number, y: number) => canvas.pixels[y * 20 + x];
    expect([at(14, 5), at(15, 5), at(19, 8), at(18, 9), at(17, 9)]).toEqual([
      0xff000000, 0xffff0000, 0xffff0000, 0xff0000ff, 0xffff0000,
    ]);
    expect([at(0, 0), at(0, 1), at(1, 0), at(0, 2)]).toEqual([0xff0000ff, 0xff0000ff, 0xff000000, 0xff000000]);
  });

  it('shows 8 bits a pixel by the palette that stands, and refuses them without one', () => {
    const canvas = new PictureCanvas(4, 1);
    const data = Uint8Array.of(0, 1, 2, 255);
    const place = { x: 0, y: 0, width: 4, height: 1, codedWidth: 4, codedHeight: 1, bitsPerPixel: 8, codec: 'raw' } as const;
    expect(() => canvas.apply({ ...place, data })).toThrow(ProtocolError);
    canvas.setPalette(Uint32Array.from({ length: 256 }, (_, i) => 0xff000000 + i));
    canvas.apply({ ...place, data });
    expect([...canvas.pixels]).toEqual([0xff000000, 0xff000001, 0xff000002, 0xff0000ff]);
  });

  it('takes no memory for a rectangle that claims to be larger than the desktop', () => {
    const canvas = new PictureCanvas(64, 64);
    const place = { x: 0, y: 0, width: 1, height: 1, bitsPerPixel: 16, codec: 'interleaved', data: new Uint8Array(2) } as const;
    expect(() => canvas.apply({ ...place, codedWidth: 0xffff, codedHeight: 1 })).toThrow(/larger than the desktop/);
    expect(() => canvas.apply({ ...place, codedWidth: 1, codedHeight: 0xffff })).toThrow(/larger than the desktop/);
  });

  it('never throws anything but ProtocolError for any data (fuzz)', () => {
    const canvas = new PictureCanvas(64, 48);
    canvas.setPalette(new Uint32Array(256));
    const size = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(
        fc.record({
          x: fc.nat(70),
          y: fc.nat(70),
          width: size,
          height: size,
          codec: fc.constantFrom(
            'raw' as const,
            'interleaved' as const,
            'planar' as const,
            'remotefx' as const,
            'nscodec' as const,
          ),
          bitsPerPixel: fc.constantFrom(8 as const, 15 as const, 16 as const, 24 as const, 32 as const),
          data: fc.uint8Array({ maxLength: 300 }),
        }),
        (rect) => {
          try {
            canvas.apply({ ...rect, codedWidth: codedWidth(rect.width), codedHeight: rect.height });
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
