import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPictureMessage, writePictureMessage } from '../../src/codecs/index.js';
import type { ReceivedRect } from '../../src/index.js';

const side = fc.integer({ min: 0, max: 0xffff });
const rects: fc.Arbitrary<ReceivedRect[]> = fc.array(
  fc
    .record({
      x: side,
      y: side,
      sizes: fc.tuple(side, side, side, side),
      codec: fc.constantFrom('raw', 'interleaved', 'planar', 'remotefx', 'nscodec'),
      bitsPerPixel: fc.constantFrom(8, 15, 16, 24, 32),
      data: fc.uint8Array({ maxLength: 64 }),
    })
    .map(({ sizes: [a, b, c, d], ...rest }) => ({
      ...rest,
      width: Math.min(a, b),
      codedWidth: Math.max(a, b),
      height: Math.min(c, d),
      codedHeight: Math.max(c, d),
    })),
  { maxLength: 8 },
);

const RECT: ReceivedRect = {
  x: 1,
  y: 2,
  width: 3,
  height: 4,
  codedWidth: 4,
  codedHeight: 5,
  codec: 'planar',
  bitsPerPixel: 32,
  data: Uint8Array.of(7, 8, 9),
};

describe('a picture message', () => {
  it('has its bytes where both ends expect them', () => {
    const bytes = writePictureMessage([RECT]);
    expect([...bytes]).toEqual([1, 0, 1, 0, 2, 0, 3, 0, 4, 0, 4, 0, 5, 0, 2, 4, 3, 0, 0, 0, 7, 8, 9]);
  });

  it('gives back what was put into it (property)', () => {
    fc.assert(
      fc.property(rects, (sent) => {
        expect(readPictureMessage(writePictureMessage(sent))).toEqual(sent);
      }),
    );
  });

  it('is read without a copy, and written without a word to the source afterwards', () => {
    const data = Uint8Array.of(1, 2, 3);
    const bytes = writePictureMessage([{ ...RECT, data }]);
    data.fill(0);
    const [read] = readPictureMessage(bytes);
    expect([...read!.data]).toEqual([1, 2, 3]);
    expect(read!.data.buffer).toBe(bytes.buffer);
  });

  it('is refused when it is cut anywhere (property)', () => {
    fc.assert(
      fc.property(rects, fc.nat(), (sent, cut) => {
        const bytes = writePictureMessage(sent);
        expect(() => readPictureMessage(bytes.subarray(0, cut % bytes.length))).toThrow(ProtocolError);
      }),
    );
  });

  it('is refused with a codec or a depth that there is not, with coded pixels fewer than shown ones, and with more behind it', () => {
    const changed = (at: number, value: number) => {
      const bytes = writePictureMessage([RECT]);
      bytes[at] = value;
      return () => readPictureMessage(bytes);
    };
    expect(changed(14, 5)).toThrow('picture-message.codec: is unknown');
    expect(changed(15, 5)).toThrow('picture-message.depth: is unknown');
    expect(changed(10, 2)).toThrow('picture-message.codedWidth: is smaller than what is shown of it');
    expect(changed(12, 3)).toThrow('picture-message.codedHeight: is smaller than what is shown of it');
    expect(() => readPictureMessage(Uint8Array.of(...writePictureMessage([RECT]), 0))).toThrow('1 bytes too many');
  });

  it('is not written of what does not fit', () => {
    expect(() => writePictureMessage([{ ...RECT, x: 0x10000 }])).toThrow(RangeError);
    expect(() => writePictureMessage([{ ...RECT, y: -1 }])).toThrow(RangeError);
    expect(() => writePictureMessage(Array.from({ length: 0x10000 }, () => RECT))).toThrow(RangeError);
  });

  it('of any bytes is read or refused, and never costs more than it is long (fuzz)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          const read = readPictureMessage(bytes);
          expect(read.reduce((sum, { data }) => sum + data.length + 18, 2)).toBe(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
