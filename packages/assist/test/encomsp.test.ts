import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEncomsp, type EncomspPdu, encodeEncomsp } from '../src/encomsp.js';
import { hex } from './hex.js';

describe('PDUs of [MS-RDPEMC]', () => {
  it('reads the sample of section 4.2.1, which xfreerdp 2.11.7 sends', () => {
    const bytes = hex('09 00 0A 00 03 00 00 00 00 00');
    expect(decodeEncomsp(bytes)).toEqual([{ type: 'control-change', flags: 3, participantId: 0 }]);
    expect(encodeEncomsp({ type: 'control-change', flags: 3, participantId: 0 })).toEqual(bytes);
  });

  it('writes the participant that xfreerdp 2.11.7 accepts', () => {
    const pdu = { type: 'participant-created', participantId: 2, groupId: 0, flags: 5, name: 'expert' } as const;
    const bytes = hex('08 00 1c 00 02 00 00 00 00 00 00 00 05 00 06 00 65 00 78 00 70 00 65 00 72 00 74 00');
    expect(encodeEncomsp(pdu)).toEqual(bytes);
    expect(decodeEncomsp(bytes)).toEqual([pdu]);
  });

  it('reads several in one message, skips unknown ones and what a later version adds', () => {
    const bytes = hex(
      '0a00 0400 | 0c00 0800 ffffffff | 0d00 0400 | 0900 0c00 0100 02000000 aaaa | 0b00 0400'.replaceAll('|', ''),
    );
    expect(decodeEncomsp(bytes)).toEqual([
      { type: 'stream-paused' },
      { type: 'unknown', pduType: 0x0c },
      { type: 'unknown', pduType: 0x0d },
      { type: 'control-change', flags: 1, participantId: 2 },
      { type: 'stream-resumed' },
    ]);
  });

  for (const [path, bytes] of [
    ['encomsp.length', '0900 0300'],
    ['encomsp.body', '0900 0b00 0300 00000000'],
    ['encomsp.body.participantId', '0900 0600 0300'],
    ['encomsp.body.name.wchString', '0800 1000 02000000 00000000 0500 0100'],
    ['encomsp.body.name.cchString', '0800 1000 02000000 00000000 0500 0104'],
    ['encomsp.type', '0a00 0400 00'],
  ] as const) {
    it(`names ${path} when that is what is wrong`, () => {
      const decode = () => decodeEncomsp(hex(bytes));
      expect(decode).toThrow(ProtocolError);
      expect(decode).toThrow(`${path}:`);
    });
  }

  it('refuses a message of more PDUs than any novice sends', () => {
    const paused = hex('0a00 0400');
    const bytes = Uint8Array.from({ length: 4 * 1025 }, (_, i) => paused[i % 4]!);
    expect(() => decodeEncomsp(bytes)).toThrow(ProtocolError);
    expect(decodeEncomsp(bytes.subarray(0, 4096))).toHaveLength(1024);
  });

  it('reads back every PDU that it writes', () => {
    const u32 = fc.nat({ max: 0xffffffff });
    const u16 = fc.nat(0xffff);
    const name = fc.string({ unit: 'grapheme', maxLength: 20 });
    const shared = fc.boolean();
    const pdu: fc.Arbitrary<Exclude<EncomspPdu, { type: 'unknown' }>> = fc.oneof(
      fc.record({ type: fc.constant('filter-state-updated' as const), filterEnabled: fc.boolean() }),
      fc.record({ type: fc.constant('application-removed' as const), applicationId: u32 }),
      fc.record({ type: fc.constant('application-created' as const), shared, applicationId: u32, name }),
      fc.record({ type: fc.constantFrom('window-removed' as const, 'window-show' as const), windowId: u32 }),
      fc.record({ type: fc.constant('window-created' as const), shared, applicationId: u32, windowId: u32, name }),
      fc.record({ type: fc.constant('participant-removed' as const), participantId: u32, reason: u32, code: u32 }),
      fc.record({ type: fc.constant('participant-created' as const), participantId: u32, groupId: u32, flags: u16, name }),
      fc.record({ type: fc.constant('control-change' as const), flags: u16, participantId: u32 }),
      fc.record({ type: fc.constantFrom('stream-paused' as const, 'stream-resumed' as const) }),
    );
    fc.assert(
      fc.property(fc.array(pdu, { maxLength: 5 }), (pdus) => {
        const bytes = Uint8Array.from(pdus.flatMap((one) => [...encodeEncomsp(one)]));
        expect(decodeEncomsp(bytes)).toEqual(pdus);
      }),
    );
  });

  it('answers any bytes with PDUs or a ProtocolError', () => {
    const header = fc.tuple(fc.nat(14), fc.nat(40)).map(([type, length]) => [type, 0, length, 0]);
    const message = fc.array(fc.tuple(header, fc.uint8Array({ maxLength: 30 })), { maxLength: 4 });
    fc.assert(
      fc.property(message, (parts) => {
        const bytes = Uint8Array.from(parts.flatMap(([head, body]) => [...head, ...body]));
        try {
          decodeEncomsp(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });
});
