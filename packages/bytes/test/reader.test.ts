import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError, Reader, Writer } from '../src/index.js';

describe('Reader', () => {
  it('reads what the writer wrote, field by field', () => {
    fc.assert(
      fc.property(
        fc.nat(0xff),
        fc.nat(0xffff),
        fc.nat(0xffffffff),
        fc.bigInt(0n, 0xffffffffffffffffn),
        fc.uint8Array(),
        (a, b, c, d, e) => {
          const bytes = new Writer(1).u8(a).u16(b).u16BE(b).u32(c).u32BE(c).u64(d).bytes(e).zeros(2).finish();
          const reader = new Reader(bytes, 'test');
          expect(reader.u8('a')).toBe(a);
          expect(reader.u16('b')).toBe(b);
          expect(reader.u16BE('b')).toBe(b);
          expect(reader.u32('c')).toBe(c);
          expect(reader.u32BE('c')).toBe(c);
          expect(reader.u64('d')).toBe(d);
          expect(reader.take(e.length, 'e')).toEqual(e);
          expect(reader.rest()).toEqual(new Uint8Array(2));
          reader.end();
        },
      ),
    );
  });

  it('names the field that does not fit, and reads nothing of it', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3), 'rdp.header');
    reader.u16('flags');
    expect(() => reader.u16('length')).toThrow(new ProtocolError('rdp.header.length', 'needs 2 bytes, 1 are left'));
    expect(reader.remaining).toBe(1);
  });

  it('keeps a nested structure from reading its neighbour', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3, 4), 'outer');
    const inner = reader.nested(2, 'inner');
    expect(() => inner.u32('value')).toThrow('outer.inner.value');
    expect(reader.u16('next')).toBe(0x0403);
  });

  it('refuses a negative length and bytes that are left over', () => {
    const reader = new Reader(Uint8Array.of(1), 'x');
    expect(() => reader.take(-1, 'y')).toThrow(ProtocolError);
    expect(() => reader.end()).toThrow('1 bytes too many');
  });
});

describe('Writer', () => {
  it('patches only what was written', () => {
    const writer = new Writer().u16(0).u8(7);
    writer.patchU16(0, 0x1234);
    expect([...writer.view()]).toEqual([0x34, 0x12, 7]);
    expect(() => writer.patchU32(0, 1)).toThrow(RangeError);
  });

  it('starts again from nothing after a reset', () => {
    const writer = new Writer().u32(0xffffffff).reset().u8(1);
    expect([...writer.finish()]).toEqual([1]);
  });
});
