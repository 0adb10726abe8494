import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces, play, recordedPdus, recording } from './recorded-session.js';

const whole = play(pieces(recording, () => recording.length));
const types = (events: readonly string[]) => events.map((event) => (JSON.parse(event) as { type: string }).type);
const last = (events: readonly string[]) => JSON.parse(events.at(-1)!) as { type: string; reason: string; error?: string };

describe('a recorded session of xfreerdp 2.11.7', () => {
  it('goes from the first byte to the end as it did when it was recorded', () => {
    const seen = types(whole).filter((type) => !['send', 'input', 'frame-acknowledged'].includes(type));
    expect(seen).toEqual([
      'start-tls',
      'client-info',
      'active',
      ...['channel', 'channel', 'channel'],
      'inactive',
      'active',
      ...['suppress-output', 'suppress-output'],
      'disconnected',
    ]);
    expect(last(whole)).toEqual({ type: 'disconnected', reason: 'by-client' });
  });

  it('tells who the expert is, and what it proves and asks for', () => {
    expect(whole.find((event) => event.includes('client-info'))).toContain(
      '"userName":"expert","domain":"","alternateShell":"*","workingDir":"8rYm30RBW8/4dAWoUsWbFCF5jno/7jr5tNpHQc2goLbw4uuBBJvLsU02YYLlBMg5","computerName":"EXPERT-PC"',
    );
    const channels = whole.filter((event) => event.includes('"channel"'));
    expect(channels[0]).toContain('d7b77d47c1b9e8a4b7c9035bb7dd9f6967bae0e4821319cfc98b39d5200fdfa2');
    expect(channels[2]).toContain('"name":"encomsp","data":"09000a00030000000000"');
  });

  it('types, clicks and scrolls as the person did', () => {
    const inputs = whole.map((event) => JSON.parse(event)).filter((event) => event.type === 'input');
    const typed = inputs
      .map(({ input }) => input)
      .filter((input) => input.type === 'key' && input.down && input.scancode !== 0x0f);
    expect(typed.map(({ scancode }) => scancode)).toEqual([0x1d, 0x38, 0x23, 0x12, 0x26, 0x26, 0x18, 0x14d, 0x38]);
    const buttons = inputs.map(({ input }) => input).filter((input) => input.type === 'button');
    expect(buttons.map(({ button, down, x, y }) => [button, down, x, y])).toEqual([
      ['left', true, 120, 130],
      ['left', false, 120, 130],
      ['right', true, 120, 130],
      ['right', false, 120, 130],
    ]);
    expect(inputs.map(({ input }) => input).filter((input) => input.type === 'wheel')).toEqual([
      { type: 'wheel', axis: 'vertical', rotation: 120 },
    ]);
  });

  it('acknowledges every frame, in both activations', () => {
    const acknowledged = whole.map((event) => JSON.parse(event)).filter((event) => event.type === 'frame-acknowledged');
    expect(acknowledged.map(({ frameId }) => frameId).filter((id) => id <= 8)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('is the same in pieces of one byte', () => {
    expect(play(pieces(recording, () => 1))).toEqual(whole);
  });

  it('is the same in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        let i = 0;
        expect(play(pieces(recording, () => sizes[i++ % sizes.length]!))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('cut at any byte gives the events up to there and ends', () => {
    for (let length = 0; length < recording.length; length++) {
      const events = play(pieces(recording.subarray(0, length), () => recording.length));
      expect(events.slice(0, -1)).toEqual(whole.slice(0, events.length - 1));
      expect(last(events)).toEqual({ type: 'disconnected', reason: 'by-client' });
    }
  });

  it('with two neighbouring PDUs of the connection sequence exchanged is refused, but for joins, which have no order', () => {
    const pdus = recordedPdus();
    for (let i = FIRST_MCS_PDU; i <= FONT_LIST; i++) {
      const swapped = [...pdus.slice(0, i), pdus[i + 1]!, pdus[i]!, ...pdus.slice(i + 2)];
      const joins = i >= FIRST_JOIN && i + 1 <= LAST_JOIN;
      const same = pdus[i]!.every((byte, k) => byte === pdus[i + 1]![k]);
      expect([i, last(play(swapped)).reason]).toEqual([i, joins || same ? 'by-client' : 'malformed']);
    }
  });

  it('with any PDU of the connection sequence left out or said twice is refused', () => {
    const pdus = recordedPdus();
    for (let i = FIRST_MCS_PDU; i <= FONT_LIST; i++) {
      if (i >= FIRST_JOIN && i <= LAST_JOIN) continue; // a channel may stay unjoined, or be joined again
      const without = [...pdus.slice(0, i), ...pdus.slice(i + 1)];
      const twice = [...pdus.slice(0, i + 1), ...pdus.slice(i)];
      expect([i, last(play(without)).reason, last(play(twice)).reason]).toEqual([i, 'malformed', 'malformed']);
    }
  });
});

/** Where the recording has them. */
const FIRST_MCS_PDU = 1;
const FIRST_JOIN = 4;
const LAST_JOIN = 11;
const FONT_LIST = 17;
