import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer, type PduKind } from '../src/framer.js';

const tpkt = (length: number) => Uint8Array.from({ length }, (_, i) => [3, 0, length >> 8, length & 0xff][i] ?? i & 0xff);
const fastShort = (length: number) => Uint8Array.from({ length }, (_, i) => [0x04, length][i] ?? 1);
const fastLong = (length: number) => Uint8Array.from({ length }, (_, i) => [0x04, 0x80 | (length >> 8), length & 0xff][i] ?? 1);

function frame(bytes: Uint8Array, size: number, options = { maxLength: 0xffff, fastPath: true }): [PduKind, number[]][] {
  const framer = new Framer(options);
  const pdus: [PduKind, number[]][] = [];
  for (let at = 0; at < bytes.length; at += size)
    framer.push(bytes.subarray(at, at + size), (pdu, kind) => pdus.push([kind, [...pdu]]));
  return pdus;
}

describe('Framer', () => {
  it('cuts the stream into its PDUs, whatever pieces it comes in', () => {
    const pdu = fc.oneof(
      fc.integer({ min: 7, max: 300 }).map((n) => ['tpkt', tpkt(n)] as const),
      fc.integer({ min: 2, max: 127 }).map((n) => ['fast-path', fastShort(n)] as const),
      fc.integer({ min: 3, max: 300 }).map((n) => ['fast-path', fastLong(n)] as const),
    );
    fc.assert(
      fc.property(fc.array(pdu, { maxLength: 12 }), fc.integer({ min: 1, max: 200 }), (pdus, size) => {
        const stream = Uint8Array.from(pdus.flatMap(([, bytes]) => [...bytes]));
        expect(frame(stream, size)).toEqual(pdus.map(([kind, bytes]) => [kind, [...bytes]]));
      }),
    );
  });

  it.each([
    ['neither kind', [0x47, 0x45, 0x54], 'rdp.header: is neither a TPKT nor a fast-path PDU'],
    ['a TPKT too short for anything', [3, 0, 0, 6], 'tpktHeader.length: is 6, too short for any PDU'],
    ['a TPKT longer than allowed', [3, 0, 4, 1], 'rdp.header.length: is 1025, more than 1024 bytes'],
    ['a fast-path PDU shorter than its header', [0, 1], 'fastPath.length1: is 1, shorter than its header'],
    ['a long one shorter than its header', [0, 0x80, 2], 'fastPath.length2: is 2, shorter than its header'],
  ])('refuses %s as soon as its header is there', (_, bytes, message) => {
    const framer = new Framer({ maxLength: 1024, fastPath: true });
    expect(() => framer.push(Uint8Array.from(bytes), () => {})).toThrow(message);
  });

  it('refuses fast-path PDUs where they may not come, at their first byte', () => {
    expect(() => frame(Uint8Array.of(0), 1, { maxLength: 1024, fastPath: false })).toThrow(ProtocolError);
  });

  it('gives out nothing once it is stopped, be it in the middle of a piece', () => {
    const framer = new Framer({ maxLength: 1024, fastPath: true });
    let seen = 0;
    framer.push(Uint8Array.of(0, 3, 1, 0, 3, 1, 0), () => {
      seen++;
      framer.stop();
    });
    framer.push(Uint8Array.of(0, 3, 1), () => seen++);
    expect([seen, framer.partial]).toEqual([1, false]);
  });

  it('says whether a PDU has begun', () => {
    const framer = new Framer({ maxLength: 1024, fastPath: true });
    framer.push(Uint8Array.of(0, 4, 1), () => {});
    expect(framer.partial).toBe(true);
    framer.push(Uint8Array.of(1), () => {});
    expect(framer.partial).toBe(false);
  });
});
