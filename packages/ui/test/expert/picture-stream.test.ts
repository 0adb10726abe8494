import type { Area, ReceivedRect } from '@beside/rdp';
import { PlanarEncoder, planarBound, writePictureMessage } from '@beside/rdp/codecs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PictureNews } from '../../src/expert/pictures/news.js';
import { PictureStream } from '../../src/expert/pictures/picture-stream.js';

/** A canvas that keeps what it is shown. */
class FakeRaster {
  pixels = new Uint32Array(0);
  shown = new Uint32Array(0);
  width = 0;
  readonly areas: Area[] = [];

  resize(width: number, height: number): Uint32Array {
    this.width = width;
    this.pixels = new Uint32Array(width * height);
    this.shown = new Uint32Array(width * height);
    return this.pixels;
  }

  show(area: Area): void {
    this.areas.push(area);
    for (let y = area.y; y < area.y + area.height; y++) {
      for (let x = area.x; x < area.x + area.width; x++) this.shown[y * this.width + x] = this.pixels[y * this.width + x]!;
    }
  }
}

function begin() {
  const raster = new FakeRaster();
  const news: PictureNews[] = [];
  const painted: number[] = [];
  const due: (() => void)[] = [];
  let now = 0;
  const stream = new PictureStream({
    raster,
    tell: (one) => news.push(one),
    painted: (frameId) => painted.push(frameId),
    later: (paint) => due.push(paint),
    now: () => now++,
  });
  return { raster, news, painted, due, stream };
}

/** One rectangle of one colour, 0xRRGGBB, coded without loss. */
function rectOf(area: Area, color: number): ReceivedRect {
  const pixels = new Uint32Array(area.width * area.height).fill(color);
  const out = new Uint8Array(planarBound(area.width, area.height));
  const end = new PlanarEncoder().encode(pixels, 0, area.width, area.width, area.height, out, 0);
  const codedWidth = (area.width + 3) & ~3;
  return { ...area, codec: 'planar', bitsPerPixel: 32, codedWidth, codedHeight: area.height, data: out.subarray(0, end) };
}

test('a frame is on the canvas, with red where red was, before it is said to be', () => {
  const { raster, painted, news, stream } = begin();
  stream.note({ note: 'reset', width: 8, height: 4 });
  stream.picture(writePictureMessage([rectOf({ x: 4, y: 1, width: 4, height: 2 }, 0x11_22_33)]));
  expect(raster.areas).toEqual([]);
  expect(painted).toEqual([]);
  stream.note({ note: 'frame-end', frameId: 7 });
  expect(raster.areas).toEqual([{ x: 4, y: 1, width: 4, height: 2 }]);
  expect(raster.shown[8 + 4]).toBe(0xff_33_22_11);
  expect(raster.shown[0]).toBe(0);
  expect(painted).toEqual([7]);
  expect(news).toEqual([{ news: 'size', width: 8, height: 4 }, { news: 'shown' }]);
});

test('a frame without a picture is acknowledged too', () => {
  const { painted, stream } = begin();
  stream.note({ note: 'reset', width: 8, height: 4 });
  stream.note({ note: 'frame-end', frameId: 1 });
  expect(painted).toEqual([1]);
});

test('what belongs to no frame is painted soon, once', () => {
  const { raster, due, stream } = begin();
  stream.note({ note: 'reset', width: 8, height: 4 });
  const message = writePictureMessage([rectOf({ x: 0, y: 0, width: 4, height: 4 }, 0xffffff)]);
  stream.picture(message);
  stream.picture(message);
  expect(due).toHaveLength(1);
  due[0]!();
  expect(raster.areas).toHaveLength(1);
});

test('a server that marks frames has no half of one painted', () => {
  const { raster, due, stream } = begin();
  stream.note({ note: 'reset', width: 8, height: 4 });
  stream.note({ note: 'frame-end', frameId: 1 });
  stream.picture(writePictureMessage([rectOf({ x: 0, y: 0, width: 4, height: 4 }, 0xffffff)]));
  expect(due).toEqual([]);
  expect(raster.areas).toEqual([]);
});

test('bands and tiles that lie side by side are painted in one go', () => {
  const { raster, stream } = begin();
  stream.note({ note: 'reset', width: 16, height: 16 });
  const tiles = [0, 4, 8, 12].flatMap((y) => [0, 4, 8, 12].map((x) => rectOf({ x, y, width: 4, height: 4 }, x * y)));
  stream.picture(writePictureMessage(tiles));
  stream.note({ note: 'frame-end', frameId: 1 });
  expect(raster.areas.length).toBeLessThanOrEqual(4);
});

test('whatever changed is shown as it was decoded, and nothing is painted outside', () => {
  const areas = fc.record({
    x: fc.nat(30),
    y: fc.nat(30),
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 12 }),
    color: fc.nat(0xffffff),
  });
  fc.assert(
    fc.property(fc.array(areas, { maxLength: 100 }), (all) => {
      const { raster, stream } = begin();
      stream.note({ note: 'reset', width: 32, height: 32 });
      const expected = new Uint32Array(32 * 32);
      for (const { color, ...area } of all) {
        const { x, y, width, height } = area;
        stream.picture(writePictureMessage([rectOf(area, color)]));
        const exchanged = 0xff000000 | ((color & 0xff) << 16) | (color & 0xff00) | (color >> 16);
        for (let row = y; row < Math.min(y + height, 32); row++)
          for (let column = x; column < Math.min(x + width, 32); column++) expected[row * 32 + column] = exchanged;
      }
      stream.note({ note: 'frame-end', frameId: 1 });
      for (const { x, y, width, height } of raster.areas) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(32);
      }
      // Areas put together may hold pixels of which nothing came: those are black, opaque.
      expect([...raster.shown].map((pixel) => (pixel === 0xff000000 ? 0 : pixel))).toEqual(
        [...expected].map((pixel) => (pixel === 0xff000000 ? 0 : pixel)),
      );
    }),
    { numRuns: 50 },
  );
});

test('a new size begins anew: what came before is not painted on it', () => {
  const { raster, stream, news } = begin();
  stream.note({ note: 'reset', width: 8, height: 4 });
  stream.picture(writePictureMessage([rectOf({ x: 0, y: 0, width: 4, height: 4 }, 0xffffff)]));
  stream.note({ note: 'reset', width: 4, height: 4 });
  stream.note({ note: 'frame-end', frameId: 1 });
  expect(raster.areas).toEqual([]);
  expect(news.at(-1)).toEqual({ news: 'size', width: 4, height: 4 });
});

test.each([
  [0, 10],
  [10, 1.5],
  [20_000, 10],
  [16_384, 16_384],
])('a desktop of %d by %d is none', (width, height) => {
  expect(() => begin().stream.note({ note: 'reset', width, height })).toThrow('picture.size');
});

test('pictures before the size, and bytes that are none, are refused by name', () => {
  const { stream } = begin();
  expect(() => stream.picture(new Uint8Array(2))).toThrow('comes before the size of the desktop');
  stream.note({ note: 'reset', width: 8, height: 8 });
  expect(() => stream.picture(new Uint8Array([1]))).toThrow('picture-message');
});

test('whatever bytes come, they are pictures or a ProtocolError', () => {
  const { stream } = begin();
  stream.note({ note: 'reset', width: 8, height: 8 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        stream.picture(bytes);
      } catch (error) {
        expect((error as Error).name).toBe('ProtocolError');
      }
    }),
  );
});

test('a pointer comes with red and blue exchanged; one without pixels is hidden', () => {
  const { news, stream } = begin();
  stream.note({ note: 'pointer', image: { width: 1, height: 1, hotX: 0, hotY: 0, pixels: btoa('\x01\x02\x03\x80') } });
  stream.note({ note: 'pointer', image: { width: 0, height: 0, hotX: 0, hotY: 0, pixels: '' } });
  stream.note({ note: 'pointer', image: 'default' });
  stream.note({ note: 'pointer-position', x: 3, y: 4 });
  expect(news).toEqual([
    {
      news: 'pointer',
      pointer: { width: 1, height: 1, hotX: 0, hotY: 0, pixels: new Uint8ClampedArray([3, 2, 1, 0x80]) },
    },
    { news: 'pointer', pointer: null },
    { news: 'pointer', pointer: 'default' },
    { news: 'pointer-position', x: 3, y: 4 },
  ]);
});

test('a pointer with other pixels than its size says is refused', () => {
  const image = { width: 2, height: 1, hotX: 0, hotY: 0, pixels: btoa('abcd') };
  expect(() => begin().stream.note({ note: 'pointer', image })).toThrow('pointer.pixels');
  expect(() => begin().stream.note({ note: 'pointer', image: { ...image, width: 385 } })).toThrow('pointer.size');
});

test('the figures are of the time since they were told last', () => {
  const { news, stream } = begin();
  stream.note({ note: 'reset', width: 8, height: 4 });
  stream.picture(writePictureMessage([rectOf({ x: 0, y: 0, width: 4, height: 4 }, 0xffffff)]));
  stream.note({ note: 'frame-end', frameId: 1 });
  stream.tellFigures();
  const first = news.at(-1);
  expect(first).toMatchObject({ news: 'figures', figures: { decode: 1, paint: 1, codecs: [{ codec: 'planar', share: 1 }] } });
  stream.tellFigures();
  expect(news.at(-1)).toMatchObject({ figures: { framesPerSecond: 0, kilobitsPerSecond: 0, decode: 0, paint: 0, codecs: [] } });
});
