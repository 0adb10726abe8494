import { ProtocolError, Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RdpError } from '../../../src/errors.js';
import type { EncodedRect } from '../../../src/index.js';
import { PictureOutput } from '../../../src/output/picture-output.js';
import { CLIENT } from '../../output/updates.js';
import { MAX_UPDATE, Reading } from './reading.js';

function rect(length: number, more: Partial<EncodedRect> = {}): EncodedRect {
  const data = Uint8Array.from({ length }, (_, i) => i * 7);
  return { x: 1, y: 2, width: 5, height: 3, codec: 'planar', bitsPerPixel: 32, data, ...more };
}

function bytes(write: (writer: Writer) => unknown): Uint8Array {
  const writer = new Writer();
  write(writer);
  return writer.finish();
}

/** A bitmap update with one rectangle of 8x1 pixels at 4,5, changed in some fields. */
function bitmap({ right = 11, bottom = 5, width = 8, height = 1, bpp = 16, flags = 0, data = new Uint8Array(16) } = {}) {
  return bytes((w) => {
    w.u16(1).u16(1).u16(4).u16(5).u16(right).u16(bottom).u16(width).u16(height).u16(bpp).u16(flags).u16(data.length).bytes(data);
  });
}

const surface = (codec: number, { bpp = 32, length = 8, width = 2, flags = 0 } = {}) =>
  bytes((w) => {
    w.u16(6).u16(10).u16(20).u16(12).u16(21).u8(bpp).u8(flags).u8(0).u8(codec).u16(width).u16(1).u32(length);
    w.zeros(flags ? 24 : 0).zeros(8);
  });

describe('OutputReader', () => {
  it('reads back every frame that a server of ours sends, in order, cut into parts or not (property)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(600), fc.integer({ min: 16_300, max: 16_400 }), fc.nat(0xffff)), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('planar' as const, 'raw' as const),
        (lengths, codec) => {
          const pdus: Uint8Array[] = [];
          new PictureOutput(CLIENT, 0, (pdu) => pdus.push(pdu.slice())).frame(lengths.map((length) => rect(length, { codec })));
          const [begin, ...events] = new Reading().pdus(pdus).events;
          expect(begin).toEqual({ type: 'frame-begin', frameId: 1 });
          expect(events.pop()).toEqual({ type: 'frame-end', frameId: 1 });
          const rects = events.flatMap((event) => (event.type === 'picture' ? event.rects : []));
          expect(rects.map(({ data }) => data.length)).toEqual(lengths);
          for (const read of rects) {
            expect(read).toMatchObject({
              x: 1,
              y: 2,
              width: 5,
              height: 3,
              codedWidth: 8,
              codedHeight: 3,
              codec,
              bitsPerPixel: 32,
            });
            expect(Buffer.from(read.data).equals(rect(read.data.length).data)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tells the codec of a bitmap by its flags and depth, and takes the compression header off', () => {
    const codec = (update: Uint8Array) => {
      const [event] = new Reading().update(1, update).events;
      if (event?.type !== 'picture') throw new Error('no picture');
      return [event.rects[0]!.codec, event.rects[0]!.data.length];
    };
    expect(codec(bitmap())).toEqual(['raw', 16]);
    expect(codec(bitmap({ flags: 0x0401 }))).toEqual(['interleaved', 16]);
    expect(codec(bitmap({ flags: 0x0001 }))).toEqual(['interleaved', 8]);
    expect(codec(bitmap({ flags: 0x0401, bpp: 32 }))).toEqual(['planar', 16]);
  });

  it('never shows more than was coded', () => {
    const [event] = new Reading().update(1, bitmap({ right: 400, bottom: 300 })).events;
    expect(event).toMatchObject({ rects: [{ x: 4, y: 5, width: 8, height: 1 }] });
  });

  it('reads slow-path updates as it reads fast-path ones', () => {
    const reading = new Reading();
    reading.reader.slowPath(new Reader(bitmap(), 'rdp.update'));
    const slow = reading.take();
    expect(slow).toEqual(reading.update(1, bitmap()).events);
    reading.take();
    reading.reader.slowPath(new Reader(Uint8Array.of(3, 0), 'rdp.update'));
    expect(reading.events).toEqual([]);
  });

  it('reads a palette', () => {
    const palette = bytes((w) => {
      w.u16(2).u16(0).u32(256);
      for (let i = 0; i < 256; i++) w.u8(i).u8(1).u8(255);
    });
    const [event] = new Reading().update(2, palette).events;
    if (event?.type !== 'palette') throw new Error('no palette');
    expect(event.colors[0x7f]).toBe(0xff7f01ff);
  });

  it('reads surface bits of the codecs that were offered, and of no other', () => {
    const read = (codec: number, more = {}) => new Reading().update(4, surface(codec, more)).events;
    for (const [id, codec] of [
      [0, 'raw'],
      [1, 'nscodec'],
      [3, 'remotefx'],
    ] as const)
      expect(read(id)).toMatchObject([{ rects: [{ x: 10, y: 20, width: 2, height: 1, codec }] }]);
    expect(read(3, { flags: 1 })).toMatchObject([{ rects: [{ data: new Uint8Array(8) }] }]);
    expect(() => read(2)).toThrow(/codecID/);
    expect(() => read(0, { bpp: 16 })).toThrow(/bpp/);
    expect(() => read(3, { length: 9 })).toThrow(ProtocolError);
    expect(() => read(3, { width: 0 })).toThrow(/rectangle/);
  });

  it.each<[string, number, Uint8Array, RegExp]>([
    ['an update of an unknown kind', 7, new Uint8Array(0), /updateCode/],
    ['a bitmap of an unknown depth', 1, bitmap({ bpp: 4 }), /bitsPerPixel/],
    ['an empty rectangle', 1, bitmap({ right: 3 }), /rectangle/],
    ['a rectangle that is coded with no rows', 1, bitmap({ height: 0 }), /rectangle/],
    ['a short compression header', 1, bitmap({ flags: 1, data: new Uint8Array(7) }), /bitmapComprHdr/],
    ['a bitmap update of another type', 1, Uint8Array.of(9, 0), /updateType/],
    ['a palette of 16 colours', 2, bytes((w) => w.u16(2).u16(0).u32(16).zeros(48)), /numberColors/],
    ['an unknown surface command', 4, Uint8Array.of(5, 0, 0, 0), /cmdType/],
    ['a frame marker that marks nothing', 4, bytes((w) => w.u16(4).u16(2).u32(1)), /frameAction/],
  ])('refuses %s, and says which field', (_, code, data, message) => {
    expect(() => new Reading().update(code, data)).toThrow(ProtocolError);
    expect(() => new Reading().update(code, data)).toThrow(message);
  });

  it('refuses to paint the desktop over and over for one PDU', () => {
    const reading = new Reading();
    // As many pixels as four desktops of the test's size and the tiles around them may have, in 30 bytes.
    const update = surface(1, { width: (64 + 64) * (48 + 64) });
    const whole = (times: number) =>
      new Reader(
        bytes((w) => {
          for (let i = 0; i < times; i++) w.u8(4).u16(update.length).bytes(update);
        }),
        'rdp.output',
      );
    reading.reader.fastPath(whole(4));
    reading.reader.fastPath(whole(4));
    expect(() => reading.reader.fastPath(whole(5))).toThrow(/more than 4 times/);
  });

  it('counts what a RemoteFX message can hold, whatever size it claims', () => {
    const message = surface(3, { width: 1 });
    const pdu = (times: number) =>
      new Reader(
        bytes((w) => {
          for (let i = 0; i < times; i++) w.u8(4).u16(message.length).bytes(message);
        }),
        'rdp.output',
      );
    const reading = new Reading();
    // Four tiles each: a message of one pixel can lie across the corner of them.
    reading.reader.fastPath(pdu(3));
    expect(() => reading.reader.fastPath(pdu(4))).toThrow(/more than 4 times/);
  });

  it('refuses what is compressed, which was not offered', () => {
    const read = (...pdu: number[]) => new Reading().reader.fastPath(new Reader(Uint8Array.from(pdu), 'rdp.output'));
    expect(() => read(0x85, 0x21, 0, 0)).toThrow(/compressionFlags/);
    expect(() => read(0x85, 0x01, 0, 0)).not.toThrow();
  });

  it('refuses fragments that are out of order or more than was offered', () => {
    const part = (fragmentation: number, code = 1, length = 0) =>
      new Reader(
        bytes((w) =>
          w
            .u8(code | (fragmentation << 4))
            .u16(length)
            .zeros(length),
        ),
        'rdp.output',
      );
    expect(() => new Reading().reader.fastPath(part(3))).toThrow(/fragmentation/);
    const { reader } = new Reading();
    reader.fastPath(part(2));
    expect(() => reader.fastPath(part(1, 4))).toThrow(/fragmentation/);
    expect(() => reader.fastPath(part(0))).toThrow(/fragmentation/);
    const filled = () => {
      for (let length = 0; length <= MAX_UPDATE; length += 10_000) reader.fastPath(part(3, 1, 10_000));
    };
    expect(filled).toThrow(/longer than was offered/);
  });

  it('never throws anything but ProtocolError and RdpError for any bytes (fuzz)', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc
        .tuple(fc.constantFrom(0, 1, 2, 4, 8, 9, 10, 11, 12), fc.uint8Array({ maxLength: 90 }))
        .map(([code, data]) => Uint8Array.of(code, data.length, 0, ...data)),
    );
    const reading = new Reading();
    fc.assert(
      fc.property(any, (data) => {
        try {
          reading.reader.fastPath(new Reader(data, 'rdp.output'));
        } catch (error) {
          expect(error instanceof ProtocolError || error instanceof RdpError).toBe(true);
        }
        for (const read of [reading.reader.slowPath, reading.reader.slowPathPointer])
          try {
            read.call(reading.reader, new Reader(data, 'rdp.output'));
          } catch (error) {
            expect(error instanceof ProtocolError || error instanceof RdpError).toBe(true);
          }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('drawing orders', () => {
  const orders = (...order: number[]) => Uint8Array.of(1, 0, ...order);

  it.each([
    ['MemBlt', [0x09, 0x0d, 0, 0]],
    ['OpaqueRect', [0x09, 0x0a]],
    ['PatBlt', [0x01]],
    ['alternate secondary order 1', [0x06, 0, 0]],
  ])('are refused by their name: %s', (name, order) => {
    const read = () => new Reading().update(0, orders(...order));
    expect(read).toThrow(RdpError);
    expect(read).toThrow(name);
  });

  it('that only fill a cache or mark a frame draw nothing, and are passed over', () => {
    const cache = [0x03, 4, 0, 0, 0, 2, ...new Array(11).fill(0)];
    const marker = [(0x0d << 2) | 2, 1, 0, 0, 0];
    const reading = new Reading().update(0, Uint8Array.of(2, 0, ...cache, ...marker));
    expect(reading.events).toEqual([]);
    expect(() => reading.update(0, orders(0x03, 0xf0, 0xff, 0, 0, 2))).toThrow(/orderLength/);
    expect(() => reading.update(0, orders(0x00))).toThrow(/controlFlags/);
    expect(() => reading.update(0, orders())).toThrow(ProtocolError);
  });
});
