import type { ReceivedRect } from '@beside/rdp';
import { RemoteFxEncoder } from '@beside/rdp/codecs';
import { beforeEach, expect, it } from 'vitest';
import { Picture } from '../../src/expert/picture.js';

/** A rectangle of one colour. */
function filled(x: number, y: number, width: number, height: number, mark = 0x40): ReceivedRect {
  const data = new Uint8Array(width * height * 4).fill(mark);
  return { x, y, width, height, codedWidth: width, codedHeight: height, codec: 'raw', bitsPerPixel: 32, data };
}

let acknowledged: number[];
beforeEach(() => {
  acknowledged = [];
});

function seen(width = 4, height = 3): Picture {
  const picture = new Picture({ acknowledge: (frameId) => acknowledged.push(frameId) });
  picture.reset(width, height);
  picture.begin();
  return picture;
}

it('is whole once every pixel was painted, in any order and over each other', () => {
  const picture = seen();
  expect(picture.whole).toBe(false);
  picture.paint([filled(0, 0, 4, 2), filled(0, 0, 4, 2)]);
  expect(picture.whole).toBe(false);
  picture.paint([filled(1, 1, 3, 2)]);
  expect(picture.whole).toBe(false);
  picture.paint([filled(0, 2, 1, 1)]);
  expect(picture.whole).toBe(true);
  expect([...picture.pixels]).toEqual(Array(12).fill(0xff404040));
});

it('counts nothing that was painted before the novice said yes', () => {
  const picture = seen();
  picture.paint([filled(0, 0, 4, 3)]);
  expect(picture.whole).toBe(true);
  picture.begin();
  expect(picture.whole).toBe(false);
});

it('begins anew with another size', () => {
  const picture = seen();
  picture.paint([filled(0, 0, 4, 3)]);
  picture.reset(5, 3);
  expect([picture.width, picture.height, picture.whole]).toEqual([5, 3, false]);
  picture.paint([filled(0, 0, 5, 3)]);
  expect(picture.whole).toBe(true);
});

it('stays whole while more is painted, which counts up', () => {
  const picture = seen();
  picture.paint([filled(0, 0, 4, 3)]);
  const { paintings } = picture;
  picture.paint([filled(1, 1, 1, 1, 0x80)]);
  expect(picture.whole).toBe(true);
  expect(picture.paintings).toBeGreaterThan(paintings);
  expect(picture.pixels[5]).toBe(0xff808080);
});

it('counts of a rectangle what lies on the desktop', () => {
  const picture = seen();
  picture.paint([filled(2, 1, 4, 3), filled(0, 0, 4, 1), filled(0, 1, 2, 1)]);
  expect(picture.whole).toBe(false);
  picture.paint([filled(0, 2, 2, 1)]);
  expect(picture.whole).toBe(true);
});

it('is not whole by what a RemoteFX message claims, only by what it holds', () => {
  const picture = seen(128, 64);
  const encoder = new RemoteFxEncoder({ width: 128, height: 64, entropy: 'rlgr3', mode: 'image' });
  const tile = (x: number, claimed: number): ReceivedRect => {
    const data = encoder.encode(new Uint32Array(64 * 64), 0, 64, 64, 64, 'fine').slice();
    const size = { width: claimed, height: 64, codedWidth: claimed, codedHeight: 64 };
    return { x, y: 0, ...size, codec: 'remotefx', bitsPerPixel: 32, data };
  };
  picture.paint([tile(0, 128)]);
  expect(picture.whole).toBe(false);
  picture.paint([tile(64, 64)]);
  expect(picture.whole).toBe(true);
});

it('acknowledges a frame as soon as it is there', () => {
  seen().endFrame(7);
  expect(acknowledged).toEqual([7]);
});
