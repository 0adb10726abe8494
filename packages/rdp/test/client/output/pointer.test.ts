import { Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PointerImage } from '../../../src/index.js';
import { PictureOutput } from '../../../src/output/picture-output.js';
import { CLIENT } from '../../output/updates.js';
import { Reading } from './reading.js';

/** A new pointer update of 2x2 pixels, in slot 3. */
function shape(xorBpp: number, xor: number[], and: number[], { index = 3, width = 2, height = 2 } = {}): Uint8Array {
  const writer = new Writer().u16(xorBpp).u16(index).u16(9).u16(1).u16(width).u16(height).u16(and.length).u16(xor.length);
  return writer.bytes(Uint8Array.from(xor)).bytes(Uint8Array.from(and)).finish();
}

/** Pixels of the image that the update makes, each blue, green, red, alpha. */
function pixels(update: Uint8Array): number[][] {
  const [event] = new Reading().update(0xb, update).events;
  if (event?.type !== 'pointer' || event.image === null || event.image === 'default') throw new Error('no picture');
  const { image } = event;
  return Array.from({ length: image.width * image.height }, (_, i) => [...image.pixels.subarray(i * 4, i * 4 + 4)]);
}

describe('pointers', () => {
  it('come back as a server of ours sends them: whole pictures, those in the cache, hidden, default, moved', () => {
    const pdus: Uint8Array[] = [];
    const out = new PictureOutput(CLIENT, 0, (pdu) => pdus.push(pdu.slice()));
    const image = (side: number, seed: number): PointerImage => ({
      ...{ width: side, height: side, hotX: 1, hotY: 2 },
      pixels: Uint8Array.from({ length: side * side * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * seed) & 0xff)),
    });
    const [arrow, hand, large] = [image(12, 3), image(13, 5), image(200, 7)];
    for (const shown of [arrow, hand, arrow, large]) out.pointer(shown);
    out.pointer(null);
    out.defaultPointer();
    out.pointerPosition(300, 400);
    expect(new Reading().pdus(pdus).events).toEqual([
      ...[arrow, hand, arrow, large].map((shown) => ({ type: 'pointer', image: shown })),
      { type: 'pointer', image: null },
      { type: 'pointer', image: 'default' },
      { type: 'pointer-position', x: 300, y: 400 },
    ]);
  });

  it('with an alpha channel keep it (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 33 }), fc.integer({ min: 1, max: 9 }), fc.nat(255), (width, height, seed) => {
        const pixels = Uint8Array.from({ length: width * height * 4 }, (_, i) => (i * 31 + seed) & 0xff);
        // What is not there has no colour.
        for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] === 0) pixels.fill(0, i, i + 4);
        pixels[3] = 9;
        const pdus: Uint8Array[] = [];
        new PictureOutput(CLIENT, 0, (pdu) => pdus.push(pdu.slice())).pointer({ width, height, hotX: 0, hotY: 0, pixels });
        expect(new Reading().pdus(pdus).events).toEqual([
          { type: 'pointer', image: { width, height, hotX: 0, hotY: 0, pixels } },
        ]);
      }),
    );
  });

  it('of 1 bit are black, white, not there, or invert what is below', () => {
    // Top row first, as in no other depth: not there, inverting; bottom row: white, black.
    expect(pixels(shape(1, [0x40, 0, 0x80, 0], [0xc0, 0, 0x00, 0]))).toEqual([
      [0, 0, 0, 0],
      [255, 255, 255, 255],
      [255, 255, 255, 255],
      [0, 0, 0, 255],
    ]);
  });

  it('of 16 and 24 bits have the colours of pictures of that depth', () => {
    const red = [0x00, 0xf8];
    expect(pixels(shape(16, [...red, ...red, 0, 0, ...red], [0, 0, 0x80, 0]))).toEqual([
      [0, 0, 0, 0],
      [0, 0, 255, 255],
      [0, 0, 255, 255],
      [0, 0, 255, 255],
    ]);
    const row = [1, 2, 3, 4, 5, 6];
    expect(pixels(shape(24, [...row, ...row], [0, 0, 0, 0]))[3]).toEqual([4, 5, 6, 255]);
  });

  it('of 32 bits without any alpha go by their AND mask', () => {
    const pixel = [1, 2, 3, 0];
    const black = [0, 0, 0, 0];
    expect(pixels(shape(32, [...pixel, ...black, ...pixel, ...pixel], [0x40, 0, 0, 0]))).toEqual([
      [1, 2, 3, 255],
      [1, 2, 3, 255],
      [1, 2, 3, 255],
      [0, 0, 0, 0],
    ]);
  });

  it('keep their hot spot inside', () => {
    expect(new Reading().update(0xb, shape(32, new Array(16).fill(1), [])).events).toMatchObject([
      { image: { hotX: 1, hotY: 1 } },
    ]);
  });

  it('of a depth that is not known are the arrow, and those without pixels are hidden', () => {
    const reading = new Reading().update(0xb, shape(4, [0, 0, 0, 0], [0, 0, 0, 0])).update(0xb, shape(32, [], [], { width: 0 }));
    expect(reading.take()).toEqual([
      { type: 'pointer', image: 'default' },
      { type: 'pointer', image: null },
    ]);
    expect(reading.update(0xa, Uint8Array.of(3, 0)).events).toEqual([{ type: 'pointer', image: null }]);
  });

  it('that were never sent are the arrow', () => {
    expect(new Reading().update(0xa, Uint8Array.of(7, 0)).events).toEqual([{ type: 'pointer', image: 'default' }]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['larger than was offered', shape(32, [], [], { width: 97 }), /size/],
    ['with too short a picture', shape(32, [1, 2, 3], []), /lengthXorMask/],
    ['with too short a mask', shape(24, new Array(12).fill(0), [0]), /lengthAndMask/],
    ['in a slot that was not offered', shape(32, new Array(16).fill(1), [], { index: 25 }), /cacheIndex/],
  ])('%s are refused', (_, update, message) => {
    expect(() => new Reading().update(0xb, update)).toThrow(message);
  });

  it('on the slow path are the same', () => {
    const reading = new Reading();
    const slow = (type: number, data: Uint8Array) =>
      reading.reader.slowPathPointer(new Reader(Uint8Array.of(type, 0, 0, 0, ...data), 'rdp.pointer'));
    const update = shape(32, new Array(16).fill(9), []);
    slow(8, update);
    slow(7, Uint8Array.of(3, 0));
    slow(1, Uint8Array.of(0, 0, 0, 0));
    slow(1, Uint8Array.of(0, 0x7f, 0, 0));
    slow(3, Uint8Array.of(1, 0, 2, 0));
    const [first, second, ...rest] = reading.events;
    expect(second).toEqual(first);
    expect(rest).toEqual([
      { type: 'pointer', image: null },
      { type: 'pointer', image: 'default' },
      { type: 'pointer-position', x: 1, y: 2 },
    ]);
    expect(() => slow(5, update)).toThrow(/messageType/);
    expect(() => slow(1, Uint8Array.of(1, 0, 0, 0))).toThrow(/systemPointerType/);
  });
});
