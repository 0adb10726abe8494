import { Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFastPathInput, encodeFastPathInput } from '../src/fast-path-input.js';
import type { InputEvent } from '../src/index.js';
import { EXTERNAL_SECURITY } from '../src/security/security-layer.js';
import { decodeSlowPathInput, encodeSlowPathInput } from '../src/slow-path-input.js';

const u16 = fc.nat(0xffff);
const event: fc.Arbitrary<InputEvent> = fc.oneof(
  fc.record({
    type: fc.constant('key' as const),
    scancode: fc.nat(0x3ff).filter((code) => (code & 0x300) !== 0x300),
    down: fc.boolean(),
  }),
  fc.record({ type: fc.constant('unicode' as const), unit: u16, down: fc.boolean() }),
  fc.record({ type: fc.constant('pointer' as const), x: u16, y: u16 }),
  fc.record({
    type: fc.constant('button' as const),
    button: fc.constantFrom('left', 'right', 'middle', 'back', 'forward'),
    down: fc.boolean(),
    x: u16,
    y: u16,
  }),
  fc.record({
    type: fc.constant('wheel' as const),
    axis: fc.constantFrom('vertical', 'horizontal'),
    rotation: fc.integer({ min: -256, max: 255 }),
  }),
  fc.record({
    type: fc.constant('locks' as const),
    scroll: fc.boolean(),
    num: fc.boolean(),
    caps: fc.boolean(),
    kana: fc.boolean(),
  }),
);

function fastPath(pdu: Uint8Array): InputEvent[] {
  const events: InputEvent[] = [];
  decodeFastPathInput(EXTERNAL_SECURITY.openFastPath(pdu, 'fastPathInput'), (input) => events.push(input));
  return events;
}

function slowPath(body: Uint8Array): InputEvent[] {
  const events: InputEvent[] = [];
  decodeSlowPathInput(new Reader(body, 'input'), (input) => events.push(input));
  return events;
}

describe('input', () => {
  it('comes out as it went in, over the fast path', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 40 }), (events) => {
        const writer = new Writer();
        encodeFastPathInput(writer, events, 0);
        expect(fastPath(writer.view())).toEqual(events);
      }),
    );
  });

  it('comes out as it went in, over the slow path', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const writer = new Writer();
        encodeSlowPathInput(writer, events);
        expect(slowPath(writer.view())).toEqual(events);
      }),
    );
  });

  it('is read as xfreerdp 2.11.7 sends it', () => {
    expect(fastPath(Buffer.from('040920009078008200', 'hex'))).toEqual([
      { type: 'button', button: 'left', down: true, x: 120, y: 130 },
    ]);
    expect(fastPath(Buffer.from('04800460', 'hex'))).toEqual([
      { type: 'locks', scroll: false, num: false, caps: false, kana: false },
    ]);
  });

  it('tells a button that is pressed while moving as a move and a press', () => {
    expect(fastPath(Buffer.from('0409200098' + '01000200', 'hex'))).toEqual([
      { type: 'pointer', x: 1, y: 2 },
      { type: 'button', button: 'left', down: true, x: 1, y: 2 },
    ]);
  });

  it('passes over time stamps and unused events', () => {
    expect(fastPath(Buffer.from('0407c001020304', 'hex'))).toEqual([]);
    expect(slowPath(Buffer.from('01000000' + '00000000' + '0200' + '000000000000', 'hex'))).toEqual([]);
  });

  it.each([
    ['that is encrypted', '840a2000', 'fastPathInput.header.flags'],
    ['of a kind that is not known', '0404e000', 'eventHeader.eventCode'],
    ['with bytes behind the events', '04040000ff', 'bytes too many'],
    ['that ends within an event', '0405200090', 'xPos'],
  ])('is refused, over the fast path, %s', (_, hex, message) => {
    expect(() => fastPath(Buffer.from(hex, 'hex'))).toThrow(message);
  });

  it('has no effect at all, over the fast path, when the PDU is not well formed to its end', () => {
    const given: InputEvent[] = [];
    const pdu = Buffer.from('0807001e' + '011eff', 'hex');
    expect(() => decodeFastPathInput(EXTERNAL_SECURITY.openFastPath(pdu, 'fastPathInput'), (input) => given.push(input))).toThrow(
      'bytes too many',
    );
    expect(given).toEqual([]);
  });

  it('is refused, over the slow path, when it is of a kind that is not known', () => {
    expect(() => slowPath(Buffer.from('01000000' + '00000000' + '0700' + '000000000000', 'hex'))).toThrow('messageType');
  });
});
