import { readFileSync } from 'node:fs';
import { ProtocolError, Reader } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RemoteFxDecoder, RemoteFxEncoder, type RemoteFxQuality, type Surface } from '../../../src/codecs/index.js';
import { QUALITIES } from '../../../src/codecs/remotefx/quantization.js';
import { RlgrEncoder } from '../../../src/codecs/remotefx/rlgr-encoder.js';
import { TileDecoder } from '../../../src/codecs/remotefx/tile-decoder.js';
import { pictures, type TestPicture } from '../pictures.js';
import { largestError, psnr } from '../psnr.js';

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));
const headers = fixture('ms-rdprfx-4.2.2-headers.bin');
const data = fixture('ms-rdprfx-4.2.3-data.bin');

const surface = (width: number, height: number): Surface => ({ pixels: new Uint32Array(width * height), width, height });
const encoder = new RemoteFxEncoder({ width: 200, height: 150, entropy: 'rlgr3', mode: 'image' });

function encode({ pixels, width, height }: TestPicture, quality: RemoteFxQuality, by = encoder): Uint8Array {
  return by.encode(pixels, 0, width, width, height, quality).slice();
}

function decode(message: Uint8Array, width: number, height: number): Uint32Array {
  const onto = surface(width, height);
  expect(new RemoteFxDecoder().decode(message, onto, 0, 0)).toEqual([{ x: 0, y: 0, width, height }]);
  return onto.pixels;
}

/** Letters of a kind on white, a photograph of a kind, and a gradient: what makes the difference between qualities. */
function desktop(width: number, height: number): TestPicture {
  let noise = 1;
  const pixels = Uint32Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    if (x < width / 3) return (x * 5 + y * 3) % 7 < 2 && y % 12 < 8 ? 0x202020 : 0xffffff;
    const light = Math.round(128 + 60 * Math.sin(x / 17) * Math.cos(y / 13));
    if (x < (width * 2) / 3) return ((light + (noise >>> 29)) << 16) | (light << 8) | (220 - light);
    return (Math.round((x * 255) / width) << 16) | (Math.round((y * 255) / height) << 8) | 0x40;
  });
  return { pixels, width, height };
}

describe('RemoteFxDecoder', () => {
  it('decodes the frame of the document to its picture ([MS-RDPRFX] 4.2)', () => {
    const decoder = new RemoteFxDecoder();
    const onto = surface(64, 64);
    expect(decoder.decode(headers, onto, 0, 0)).toEqual([]);
    expect(decoder.decode(data, onto, 0, 0)).toEqual([{ x: 0, y: 0, width: 64, height: 64 }]);
    const picture = new Uint32Array(fixture('ms-rdprfx-4.2.4.4-picture.bin').buffer);
    expect(largestError(onto.pixels, picture)).toBeLessThanOrEqual(1);
  });

  it('decodes what freerdp-shadow-cli 2.11.7 sent of a gradient with squares', () => {
    const onto = surface(190, 130);
    new RemoteFxDecoder().decode(fixture('freerdp-shadow-2.11.7-remotefx.bin'), onto, 0, 0);
    const shown = onto.pixels.map((_, i) => {
      const x = i % 190;
      const y = Math.floor(i / 190);
      const square = (Math.floor(x / 10) + Math.floor(y / 10)) % 2 === 1 ? 255 : 0;
      return (Math.floor((x * 255) / 189) << 16) | (Math.floor((y * 255) / 129) << 8) | square;
    });
    expect(psnr(onto.pixels, shown)).toBeGreaterThan(41);
  });

  it('draws where the surface command says, and only what lies on the surface', () => {
    const picture = desktop(100, 90);
    const message = encode(picture, 'fine');
    const whole = decode(message, 100, 90);
    const onto = surface(120, 70);
    expect(new RemoteFxDecoder().decode(message, onto, 37, 11)).toEqual([{ x: 37, y: 11, width: 83, height: 59 }]);
    onto.pixels.forEach((pixel, i) => {
      const x = (i % 120) - 37;
      const y = Math.floor(i / 120) - 11;
      if (pixel !== (x < 0 || y < 0 ? 0 : whole[y * 100 + x])) expect.fail(`pixel ${x}, ${y} is ${pixel}`);
    });
    expect(new RemoteFxDecoder().decode(message, onto, 120, 0)).toEqual([]);
  });

  it('draws the rectangles of the region and nothing around them, or the whole channel where there are none', () => {
    const one = data.slice();
    // The region's only rectangle: x 3, y 5, 10 x 20 pixels.
    one.set([3, 0, 5, 0, 10, 0, 20, 0], 25);
    const decoder = new RemoteFxDecoder();
    const onto = surface(64, 64);
    decoder.decode(headers, onto, 0, 0);
    expect(decoder.decode(one, onto, 0, 0)).toEqual([{ x: 3, y: 5, width: 10, height: 20 }]);
    expect(onto.pixels.filter((pixel) => pixel !== 0)).toHaveLength(200);
    const none = Uint8Array.from([...data.subarray(0, 16), 15, ...data.subarray(17, 23), 0, 0, ...data.subarray(33)]);
    expect(decoder.decode(none, onto, 0, 0)).toEqual([{ x: 0, y: 0, width: 64, height: 64 }]);
  });

  it('takes a tileset without tiles, which Windows Server 2012 sends', () => {
    const empty = Uint8Array.from([
      ...data.subarray(0, 37),
      0xc7,
      0xcc,
      18,
      0,
      0,
      0,
      1,
      0,
      0xc2,
      0xca,
      0,
      0,
      0x51,
      0x50,
      0,
      64,
      0,
      0,
    ]);
    const decoder = new RemoteFxDecoder();
    const onto = surface(64, 64);
    decoder.decode(headers, onto, 0, 0);
    expect(decoder.decode(empty, onto, 0, 0)).toEqual([]);
    expect(() => decoder.decode(data, onto, 0, 0)).toThrow('remotefx.blockType: is not the block that is due');
  });

  it('names what is wrong with a message', () => {
    const broken = (at: number, ...bytes: number[]) => {
      const message = Uint8Array.from([...headers, ...data]);
      message.set(bytes, at);
      return () => new RemoteFxDecoder().decode(message, surface(64, 64), 0, 0);
    };
    expect(broken(0)).not.toThrow();
    expect(broken(2, 5)).toThrow('remotefx.blockLen');
    expect(broken(2, 0xff, 0xff, 0xff, 0xff)).toThrow('remotefx.sync');
    expect(broken(6, 0)).toThrow('remotefx.sync.magic');
    expect(broken(21, 0x20)).toThrow('remotefx.context.tileSize');
    expect(broken(23, 0x48)).toThrow('remotefx.context.properties: has an unknown transformation');
    expect(broken(24, 0xa4)).toThrow('remotefx.context.properties: has an unknown entropy algorithm');
    expect(broken(47, 0xc5)).toThrow('remotefx.blockType: is not the block that is due');
    const frame = headers.length;
    expect(broken(frame + 33, 0)).toThrow('remotefx.region.regionType');
    expect(broken(frame + 45, 0)).toThrow('remotefx.extension.subtype');
    expect(broken(frame + 53, 5, 0)).toThrow('remotefx.extension.numTiles: are more than the picture has');
    expect(broken(frame + 59, 0x65)).toThrow('remotefx.extension.quantVals');
    expect(broken(frame + 64, 0xc2)).toThrow('remotefx.extension.blockType');
    expect(broken(frame + 70, 1)).toThrow('remotefx.extension.tile.quantIdx');
    expect(broken(frame + 77, 0xff, 0xff)).toThrow('remotefx.extension.tile.YData');
    expect(() => new RemoteFxDecoder().decode(data, surface(64, 64), 0, 0)).toThrow('remotefx.context: is missing');
  });

  it('refuses rectangles that cover the picture again and again', () => {
    const rects = new Array(5).fill([0, 0, 0, 0, 64, 0, 64, 0]).flat();
    const length = 15 + rects.length;
    const region = [0xc6, 0xcc, length, 0, 0, 0, 1, 0, 1, 5, 0, ...rects, 0xc1, 0xca, 1, 0];
    const message = Uint8Array.from([...headers, ...data.subarray(0, 14), ...region, ...data.subarray(37)]);
    expect(() => new RemoteFxDecoder().decode(message, surface(64, 64), 0, 0)).toThrow('remotefx.region.rects');
    expect(() => new RemoteFxDecoder().decode(message, surface(80, 80), 0, 0)).not.toThrow();
  });

  it('takes several frames, and refuses more tiles than touch the picture', () => {
    const frames = (count: number) => Uint8Array.from([...headers, ...new Array(count).fill([...data]).flat()]);
    const whole = { x: 0, y: 0, width: 64, height: 64 };
    expect(new RemoteFxDecoder().decode(frames(4), surface(64, 64), 0, 0)).toEqual([whole, whole, whole, whole]);
    expect(() => new RemoteFxDecoder().decode(frames(5), surface(64, 64), 0, 0)).toThrow('remotefx.extension.numTiles');
  });

  it('transforms a component that has a single coefficient, wherever it is', () => {
    const rlgr = new RlgrEncoder('rlgr3');
    for (const at of [0, 3000, 4031, 4032, 4095]) {
      const bytes = new Uint8Array(100);
      const end = rlgr.encode(new Int16Array(4096).fill(20, at, at + 1), bytes, 6);
      bytes[0] = end - 6;
      const { luma } = QUALITIES.standard;
      const tile = new TileDecoder();
      tile.decode(new Reader(bytes.subarray(0, end), 'tile'), 'rlgr3', luma, luma, luma);
      const pixels = new Uint32Array(4096);
      tile.draw(0, 0, 64, 64, pixels, 0, 64);
      expect(new Set(pixels).size === 1).toBe(at === 4032);
    }
  });

  it('takes any bytes, also in messages that are otherwise right, and throws nothing but ProtocolError (fuzz)', () => {
    const good = [Uint8Array.from([...headers, ...data]), encode(desktop(70, 66), 'coarse')];
    const onto = surface(70, 66);
    const spoilt = fc
      .record({
        message: fc.constantFrom(...good),
        at: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        length: fc.option(fc.nat(3000)),
        early: fc.boolean(),
      })
      .map(({ message, at, length, early }) => {
        const bytes = message.slice(0, length ?? message.length);
        for (const [place, value] of at)
          if (bytes.length > 0) bytes[place % (early ? Math.min(160, bytes.length) : bytes.length)] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: spoilt }, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        try {
          new RemoteFxDecoder().decode(bytes, onto, 0, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: process.env['BESIDE_FUZZ'] === 'long' ? 300_000 : 1500 },
    );
  });
});

describe('RemoteFxEncoder', () => {
  it('writes the headers of the document ([MS-RDPRFX] 4.2.2), and again only in image mode', () => {
    const tile = new Uint32Array(4096);
    const video = new RemoteFxEncoder({ width: 64, height: 64, entropy: 'rlgr3', mode: 'video' });
    const first = video.encode(tile, 0, 64, 64, 64, 'standard').slice();
    // But for the reserved bit of properties, which is 1 in the document.
    expect(first.subarray(0, headers.length)).toEqual(headers.with(24, 0x28));
    const second = video.encode(tile, 0, 64, 64, 64, 'standard').slice();
    expect(second).toHaveLength(first.length - headers.length);
    // FRAME_BEGIN counts frames; REGION is the document's, which has its reserved flags set.
    expect([...second.subarray(0, 14)]).toEqual([0xc4, 0xcc, 14, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0]);
    expect(second.subarray(14, 37)).toEqual(Uint8Array.from([...data.subarray(14, 22), 1, ...data.subarray(23, 37)]));

    // TILESET: blockLen, and tilesDataSize behind two quantisations less.
    const view = new DataView(second.buffer);
    expect(view.getUint32(39, true)).toBe(second.length - 37 - 8);
    expect(view.getUint32(55, true)).toBe(second.length - 37 - 8 - 22 - 10);

    const image = new RemoteFxEncoder({ width: 64, height: 64, entropy: 'rlgr1', mode: 'image' });
    image.encode(tile, 0, 64, 64, 64, 'standard');
    const again = image.encode(tile, 0, 64, 64, 64, 'standard');
    // Properties: image mode, ICT, DWT 5/3, RLGR1, scalar quantisation.
    expect([...again.subarray(0, 25)]).toEqual([...headers.subarray(0, 23), 0x2a, 0x22]);
  });

  it('gives a picture of any size back, each quality as near as it says', () => {
    fc.assert(
      fc.property(pictures(150), fc.constantFrom('rlgr1', 'rlgr3'), (picture, entropy) => {
        const by = new RemoteFxEncoder({ width: picture.width, height: picture.height, entropy, mode: 'image' });
        const message = encode(picture, 'fine', by);
        expect(psnr(decode(message, picture.width, picture.height), picture.pixels)).toBeGreaterThan(43);
      }),
      { numRuns: 60 },
    );
    const picture = desktop(200, 150);
    const messages = (['fine', 'standard', 'coarse'] as const).map((quality) => encode(picture, quality));
    const [fine, standard, coarse] = messages.map((message) => psnr(decode(message, 200, 150), picture.pixels));
    expect(fine).toBeGreaterThan(46);
    expect(standard).toBeGreaterThan(38);
    expect(coarse).toBeGreaterThan(32);
    expect(messages[0]!.length).toBeGreaterThan(messages[1]!.length);
    expect(messages[1]!.length).toBeGreaterThan(messages[2]!.length);
  });

  it('keeps one colour within a level at every quality', () => {
    for (const quality of ['fine', 'standard', 'coarse'] as const) {
      for (const color of [0x000000, 0xffffff, 0x336699, 0xff0000, 0x00ff01]) {
        const picture = { pixels: new Uint32Array(70 * 3).fill(color), width: 70, height: 3 };
        expect(largestError(decode(encode(picture, quality), 70, 3), picture.pixels)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('finds a rectangle inside a larger picture', () => {
    const picture = desktop(200, 150);
    const message = encoder.encode(picture.pixels, 20 * 200 + 30, 200, 90, 70, 'fine');
    const part = Uint32Array.from(
      { length: 90 * 70 },
      (_, i) => picture.pixels[(20 + Math.floor(i / 90)) * 200 + 30 + (i % 90)]!,
    );
    expect(psnr(decode(message, 90, 70), part)).toBeGreaterThan(43);
  });

  it('has room for the noisiest picture there is', () => {
    let noise = 1;
    const pixels = Uint32Array.from({ length: 130 * 130 }, () => {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      return ((noise >>> 31) * 0xff0000) | (((noise >>> 30) & 1) * 0xff00) | (((noise >>> 29) & 1) * 0xff);
    });
    const picture = { pixels, width: 130, height: 130 };
    expect(psnr(decode(encode(picture, 'fine'), 130, 130), pixels)).toBeGreaterThan(43);
  });

  it('refuses rectangles without pixels, and with more than a message can say', () => {
    const one = new Uint32Array(1);
    expect(() => encoder.encode(one, 0, 1, 0, 1, 'fine')).toThrow(RangeError);
    expect(() => encoder.encode(one, 0, 1, 65536, 1, 'fine')).toThrow(RangeError);
    expect(() => encoder.encode(one, 0, 1, 65535, 65535, 'fine')).toThrow(RangeError);
  });
});
