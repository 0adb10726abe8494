import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestRect } from '../../src/codecs/index.js';
import type { ClientCapabilities, EncodedRect, PointerImage } from '../../src/index.js';
import { PictureOutput } from '../../src/output/picture-output.js';
import { CLIENT, readBitmapUpdate, readUpdates } from './updates.js';

function output(client: Partial<ClientCapabilities> = {}) {
  const pdus: Uint8Array[] = [];
  const out = new PictureOutput({ ...CLIENT, ...client }, 0, (bytes) => pdus.push(bytes.slice()));
  return { out, pdus, updates: () => readUpdates(pdus.splice(0)) };
}

function rect(length: number, more: Partial<EncodedRect> = {}): EncodedRect {
  const data = Uint8Array.from({ length }, (_, i) => i * 7);
  return { x: 1, y: 2, width: 5, height: 3, codec: 'planar', bitsPerPixel: 32, data, ...more };
}

function image(width: number, height: number, seed = 1, alpha = 255): PointerImage {
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? alpha : (i * seed) & 0xff));
  return { width, height, hotX: 1, hotY: 2, pixels };
}

const MARKERS = { setSurfaceBits: false, streamSurfaceBits: false, frameMarker: false };

describe('PictureOutput.frame', () => {
  it('sends a small frame, markers and all, in one PDU', () => {
    const { out, pdus, updates } = output();
    expect(out.frame([rect(10), rect(20, { codec: 'raw', x: 4 })])).toBe(1);
    expect(pdus).toHaveLength(1);
    const [begin, bitmap, end, ...others] = updates();
    expect(others).toEqual([]);
    expect(begin).toEqual({ code: 4, data: Uint8Array.of(4, 0, 0, 0, 1, 0, 0, 0) });
    expect(end).toEqual({ code: 4, data: Uint8Array.of(4, 0, 1, 0, 1, 0, 0, 0) });
    expect(bitmap!.code).toBe(1);
    expect(readBitmapUpdate(bitmap!.data)).toEqual([
      { left: 1, top: 2, right: 5, bottom: 4, width: 8, height: 3, bitsPerPixel: 32, flags: 0x0401, data: rect(10).data },
      { left: 4, top: 2, right: 8, bottom: 4, width: 8, height: 3, bitsPerPixel: 32, flags: 0, data: rect(20).data },
    ]);
  });

  it('sends no markers to a client that does not know them', () => {
    const { out, updates } = output({ surfaceCommands: MARKERS });
    out.frame([rect(10)]);
    expect(updates().map(({ code }) => code)).toEqual([1]);
  });

  it('sends every rectangle whole and in order, in PDUs of no more than 16 KiB, whatever the lengths (property)', () => {
    const { out, pdus, updates } = output();
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(600), fc.integer({ min: 16_300, max: 16_400 }), fc.nat(0xffff)), { maxLength: 12 }),
        (lengths) => {
          out.frame(lengths.map((length) => rect(length)));
          expect(Math.max(...pdus.map((pdu) => pdu.length))).toBeLessThanOrEqual(0x3fff);
          const sent = updates().flatMap(({ code, data }) => (code === 1 ? readBitmapUpdate(data) : []));
          expect(sent.map(({ data }) => data.length)).toEqual(lengths);
          for (const { data } of sent) expect(Buffer.from(data).equals(rect(data.length).data)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('needs no fragments for the largest rectangle of a client that cannot put them together', () => {
    const { out, pdus } = output({ maxUpdateSize: 0 });
    out.frame([rect(largestRect(0))]);
    const bitmap = pdus.find((pdu) => pdu.length > 1000)!;
    expect(readUpdates([bitmap])).toHaveLength(1);
    expect(largestRect(0)).toBeGreaterThan(16_300);
    expect(largestRect(0x3fffff)).toBe(0xffff);
  });

  it('refuses a rectangle longer than its length field can say', () => {
    expect(() => output().out.frame([rect(0x10000)])).toThrow(RangeError);
  });
});

describe('PictureOutput.frameAcknowledged', () => {
  it('knows the frames it sent, and all of them by 0xffffffff', () => {
    const { out } = output();
    expect(out.frameAcknowledged(1)).toBeUndefined();
    expect([out.frame([]), out.frame([])]).toEqual([1, 2]);
    expect(out.frameAcknowledged(1)).toBe(1);
    expect(out.frameAcknowledged(0xffffffff)).toBe(2);
    expect(out.frameAcknowledged(3)).toBeUndefined();
    expect(out.frameAcknowledged(0)).toBeUndefined();
  });
});

describe('PictureOutput.pointer', () => {
  it('hides, shows the default and moves the pointer', () => {
    const { out, updates } = output();
    out.pointer(null);
    out.defaultPointer();
    out.pointerPosition(258, 3);
    expect(updates()).toEqual([
      { code: 5, data: new Uint8Array(0) },
      { code: 6, data: new Uint8Array(0) },
      { code: 8, data: Uint8Array.of(2, 1, 3, 0) },
    ]);
  });

  it('sends a new pointer with straight alpha, rows bottom up, and black where it is transparent', () => {
    const { out, updates } = output();
    const pixels = Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 128, 7, 8, 9, 0, 10, 11, 12, 1);
    out.pointer({ width: 2, height: 2, hotX: 1, hotY: 0, pixels });
    const xor = [0, 0, 0, 0, 10, 11, 12, 1, 1, 2, 3, 255, 4, 5, 6, 128];
    const and = [0b10111111, 0xff, 0b00111111, 0xff];
    const head = [32, 0, 0, 0, 1, 0, 0, 0, 2, 0, 2, 0, 4, 0, 16, 0];
    expect(updates()).toEqual([{ code: 0xb, data: Uint8Array.from([...head, ...xor, ...and]) }]);
  });

  it('sends a color pointer to a client without new pointers, rows on two bytes', () => {
    const { out, updates } = output({ pointer: { cacheSize: 3, newPointers: false, maxSize: 32 } });
    const pixels = Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 127, 7, 8, 9, 128);
    out.pointer({ width: 3, height: 1, hotX: 0, hotY: 0, pixels });
    const head = [0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 2, 0, 10, 0];
    expect(updates()).toEqual([{ code: 9, data: Uint8Array.from([...head, 1, 2, 3, 0, 0, 0, 7, 8, 9, 0, 0b01011111, 0xff]) }]);
  });

  it('sends what the client has in its cache by number, and replaces what was used longest ago', () => {
    const { out, updates } = output();
    for (const seed of [1, 2, 3, 1, 4, 1, 2]) out.pointer(image(4, 4, seed));
    expect(updates().map(({ code, data }) => [code, code === 0xb ? data[2] : data[0]])).toEqual([
      [0xb, 0],
      [0xb, 1],
      [0xb, 2],
      [0xa, 0],
      [0xb, 1],
      [0xa, 0],
      [0xb, 2],
    ]);
  });

  it('tells a picture from the same one with another hot spot', () => {
    const { out, updates } = output();
    out.pointer(image(4, 4));
    out.pointer({ ...image(4, 4), hotX: 0 });
    expect(updates().map(({ code }) => code)).toEqual([0xb, 0xb]);
  });

  it('sends every picture anew to a client without a cache', () => {
    const { out, updates } = output({ pointer: { cacheSize: 0, newPointers: true, maxSize: 32 } });
    out.pointer(image(4, 4));
    out.pointer(image(4, 4));
    expect(updates().map(({ code }) => code)).toEqual([0xb, 0xb]);
  });

  it('sends pointers above 96 pixels as large pointers, in fragments', () => {
    const { out, pdus, updates } = output();
    out.pointer(image(96, 96));
    out.pointer(image(100, 90));
    expect(pdus.length).toBeGreaterThan(4);
    const [medium, large] = updates();
    expect(medium!.code).toBe(0xb);
    expect(large!.code).toBe(0xc);
    expect(large!.data).toHaveLength(20 + 100 * 90 * 4 + 14 * 90);
  });

  it('makes a pointer that is too large for the client smaller, hot spot and all', () => {
    const { out, updates } = output({ pointer: { cacheSize: 3, newPointers: true, maxSize: 32 } });
    out.pointer({ ...image(64, 48, 0), hotX: 40, hotY: 47 });
    const { data } = updates()[0]!;
    expect([...data.subarray(4, 12)]).toEqual([20, 0, 23, 0, 32, 0, 24, 0]);
    expect(data[16 + 3]).toBe(255);
  });
});
