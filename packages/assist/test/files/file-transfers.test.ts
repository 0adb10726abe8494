import { utf16 } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_SIZE_LIMIT } from '../../src/files/file-transfers.js';
import { encodeWord, FILE_BLOCK, type FileWord } from '../../src/files/wire.js';
import { encodeCommand } from '../../src/remdesk/rccommand.js';
import { DIALECTS, Pair } from './pair.js';

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i * 7);
const word = (text: string) => encodeWord(text as FileWord);

describe.each(Object.entries(DIALECTS))('a file %s', (_name, dialect) => {
  it('is offered, accepted, sent in blocks and whole at its end', () => {
    const pair = new Pair(dialect);
    const id = pair.expert.files.offer({ name: 'a.bin', size: 50_000 }, 0)!;
    pair.deliver();
    expect(pair.novice.events).toEqual([{ type: 'file-offered', id: pair.novice.offered, name: 'a.bin', size: 50_000 }]);
    expect(pair.novice.files.answer(pair.novice.offered, true)).toBe(true);
    pair.deliver();
    expect(pair.expert.events).toEqual([{ type: 'file-accepted', id }]);
    const content = bytes(50_000);
    for (let at = 0; at < content.length; at += FILE_BLOCK) {
      pair.expert.files.block(id, content.subarray(at, at + FILE_BLOCK));
      for (const { data } of pair.expert.sent) expect(data.length).toBeLessThanOrEqual(dialect.block);
      pair.deliver();
    }
    expect(pair.novice.received).toEqual([...content]);
    expect(pair.novice.events.at(-1)).toEqual({ type: 'file-done', id: pair.novice.offered });
    expect(pair.expert.events.at(-1)).toEqual({ type: 'file-done', id });
  });

  it('goes from the novice just so, and after it the next', () => {
    const pair = new Pair(dialect);
    for (const content of [bytes(3), bytes(2000)]) {
      const id = pair.novice.files.offer({ name: 'log.txt', size: content.length }, 0)!;
      pair.deliver();
      pair.expert.files.answer(pair.expert.offered, true);
      pair.deliver();
      pair.novice.files.block(id, content);
      pair.deliver();
      expect(pair.expert.received).toEqual([...content]);
      expect([pair.expert.types.at(-1), pair.novice.types.at(-1)]).toEqual(['file-done', 'file-done']);
    }
  });

  it('may be empty', () => {
    const pair = new Pair(dialect);
    pair.begun(0);
    expect(pair.expert.types).toEqual(['file-accepted', 'file-done']);
    expect(pair.novice.types).toEqual(['file-offered', 'file-done']);
  });

  it('may be refused, and can be offered again', () => {
    const pair = new Pair(dialect);
    const id = pair.expert.files.offer({ name: 'a', size: 1 }, 0);
    pair.deliver();
    expect(pair.novice.files.answer(pair.novice.offered, false)).toBe(false);
    pair.deliver();
    expect(pair.expert.events).toEqual([{ type: 'file-refused', id }]);
    pair.begun(10);
    expect(pair.expert.types.at(-1)).toBe('file-accepted');
  });

  it('may be cancelled by either side at any time', () => {
    for (const canceller of ['novice', 'expert'] as const) {
      for (const begun of [false, true]) {
        const pair = new Pair(dialect);
        const id = begun ? pair.begun(50_000) : pair.expert.files.offer({ name: 'a', size: 50_000 }, 0)!;
        if (!begun) pair.deliver();
        if (begun) pair.expert.files.block(id, bytes(FILE_BLOCK));
        const ids = { expert: id, novice: pair.novice.offered };
        const other = canceller === 'novice' ? 'expert' : 'novice';
        expect(pair[canceller].files.cancel(ids[canceller])).toBe(true);
        expect(pair[canceller].events.at(-1)).toEqual({ type: 'file-cancelled', id: ids[canceller], by: 'us' });
        pair.deliver();
        const refused = canceller === 'novice' && !begun;
        expect(pair[other].events.at(-1)).toEqual(
          refused ? { type: 'file-refused', id } : { type: 'file-cancelled', id: ids[other], by: 'them' },
        );
        expect(pair.expert.files.block(id, bytes(1))).toBe(false);
        expect(pair.novice.files.answer(ids.novice, true)).toBe(false);
        expect(pair[canceller].files.cancel(ids[canceller])).toBe(false);
        expect(pair.deliver().begun(5)).not.toBe(id);
        expect(pair.expert.types.at(-1), 'the next one begins').toBe('file-accepted');
      }
    }
  });

  it('is never changed by what it holds: the words of the protocol at any place, and nothing but those', () => {
    const piece = fc.oneof(
      fc.constantFrom(...['FILEXFERACK', 'FILEXFEREND', 'FILEXFERREJECT'].flatMap((text) => [word(text), utf16(text)])),
      fc.uint8Array({ maxLength: 40 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom(0, 1000, 1010), (pieces, padding) => {
        const content = Uint8Array.from([...new Uint8Array(padding), ...pieces.flatMap((part) => [...part])]);
        const pair = new Pair(dialect);
        const id = pair.begun(content.length);
        pair.expert.files.block(id, content);
        pair.deliver();
        expect(pair.novice.received).toEqual([...content]);
        expect(pair.novice.types.at(-1)).toBe('file-done');
      }),
      { numRuns: 200 },
    );
  });

  it('is cancelled at the end of the session, without a word', () => {
    const pair = new Pair(dialect);
    pair.begun(10);
    pair.expert.files.end();
    pair.novice.files.end();
    expect(pair.expert.events.at(-1)).toMatchObject({ type: 'file-cancelled', by: 'end' });
    expect(pair.novice.events.at(-1)).toMatchObject({ type: 'file-cancelled', by: 'end' });
    expect([...pair.expert.sent, ...pair.novice.sent]).toEqual([]);
    pair.novice.files.end();
    expect(pair.novice.types.filter((type) => type === 'file-cancelled')).toHaveLength(1);
  });
});

describe('two files at once', () => {
  it('go each way between Besides, and neither touches the other', () => {
    const pair = new Pair();
    const up = pair.expert.files.offer({ name: 'up', size: 4 }, 0)!;
    const down = pair.novice.files.offer({ name: 'down', size: 4 }, 0)!;
    pair.deliver();
    pair.novice.files.answer(pair.novice.offered, true);
    pair.expert.files.answer(pair.expert.offered, true);
    pair.deliver();
    pair.novice.files.cancel(down);
    pair.deliver();
    pair.expert.files.block(up, Uint8Array.of(1, 2, 3, 4));
    pair.deliver();
    expect(pair.novice.received).toEqual([1, 2, 3, 4]);
    expect(pair.expert.types).toEqual(['file-offered', 'file-accepted', 'file-cancelled', 'file-done']);
  });

  it('go never the same way', () => {
    const pair = new Pair();
    pair.begun(10);
    expect(pair.expert.files.offer({ name: 'b', size: 1 }, 0)).toBeUndefined();
  });

  it('go never over RA_FX, which both directions share', () => {
    const pair = new Pair(DIALECTS['by version 2']);
    pair.begun(10);
    expect(pair.novice.files.offer({ name: 'b', size: 1 }, 0)).toBeUndefined();
  });

  it('are both refused over RA_FX when both sides offer at the same moment', () => {
    const pair = new Pair(DIALECTS['by version 2']);
    pair.expert.files.offer({ name: 'a', size: 1 }, 0);
    pair.novice.files.offer({ name: 'b', size: 1 }, 0);
    pair.deliver();
    expect(pair.expert.types).toEqual(['file-declined', 'file-refused']);
    expect(pair.novice.types).toEqual(['file-declined', 'file-refused']);
    pair.begun(1);
    expect(pair.expert.types.at(-1)).toBe('file-accepted');
  });
});

describe('a sender that keeps to no rule', () => {
  const RA_FX = 'RA_FX';
  const receiving = (size: number) => {
    const pair = new Pair(DIALECTS['by version 2']);
    pair.begun(size);
    return pair.novice;
  };
  const said = (side: { sent: { data: Uint8Array }[] }) => side.sent.map(({ data }) => [...data]);

  it.each([
    ['more bytes than it offered', 10, [bytes(11)], 'too-long'],
    ['more bytes than it offered, in blocks', 10, [bytes(6), bytes(6)], 'too-long'],
    ['an end before the last byte', 10, [bytes(9), word('FILEXFEREND')], 'too-short'],
    ['an acknowledgement', 100, [word('FILEXFERACK')], 'out-of-sequence'],
  ] as const)('fails with %s, and is told to stop', (_what, size, messages, code) => {
    const novice = receiving(size);
    for (const data of messages) novice.hear({ channel: RA_FX, data });
    expect(novice.events.at(-1)).toEqual({ type: 'file-failed', id: novice.offered, code });
    expect(said(novice)).toEqual([[...word('FILEXFERREJECT')]]);
    const told = novice.events.length;
    for (const data of [bytes(5), word('FILEXFEREND'), word('FILEXFERREJECT')]) novice.hear({ channel: RA_FX, data });
    expect(novice.events.length, 'what comes after the end is dropped').toBe(told);
    expect(novice.sent).toHaveLength(1);
  });

  it('fails with data or an end before it was told to go on', () => {
    for (const data of [bytes(5), word('FILEXFEREND'), word('FILEXFERACK')]) {
      const pair = new Pair(DIALECTS['by version 2']);
      pair.expert.files.offer({ name: 'a', size: 5 }, 0);
      pair.deliver();
      pair.novice.hear({ channel: RA_FX, data });
      expect(pair.novice.events.at(-1)).toEqual({ type: 'file-failed', id: pair.novice.offered, code: 'out-of-sequence' });
      expect(pair.novice.files.answer(pair.novice.offered, true)).toBe(false);
    }
  });

  it('gets nothing written by data without an offer', () => {
    const { novice } = new Pair();
    for (const channel of [RA_FX, '1000.17', '', 'x']) novice.hear({ channel, data: bytes(100) });
    expect(novice.events).toEqual([]);
    expect(novice.sent).toEqual([]);
  });

  it('has what looks like a word taken for the last block when just as many bytes are awaited', () => {
    const last = word('FILEXFEREND');
    const novice = receiving(last.length);
    novice.hear({ channel: RA_FX, data: last });
    novice.hear({ channel: RA_FX, data: last });
    expect(novice.received).toEqual([...last]);
    expect(novice.types.at(-1)).toBe('file-done');
  });

  it('fails with a second offer over the channel of a file that is under way', () => {
    const novice = receiving(10);
    novice.hear({ channel: '71', data: encodeCommand('FILEXFER', offer({})) });
    expect(novice.events.at(-1)).toEqual({ type: 'file-failed', id: novice.offered, code: 'out-of-sequence' });
  });

  it('is told no when it offers a second one over another channel, and the first goes on', () => {
    const novice = receiving(3);
    novice.hear({ channel: '71', data: encodeCommand('FILEXFER', offer({ CHANNELID: 'other' })) });
    expect(novice.events.at(-1)).toMatchObject({ type: 'file-declined', why: 'busy' });
    expect(novice.sent.map(({ channel }) => channel)).toEqual(['other']);
    novice.hear({ channel: RA_FX, data: bytes(3) });
    expect(novice.received).toEqual([...bytes(3)]);
  });

  it('is answered no at once, but told of only now and then, when it offers and offers', () => {
    const { novice } = new Pair(DIALECTS['by version 2'], { whyNot: () => 'paused' });
    for (let i = 0; i < 1000; i++) novice.hear({ channel: '71', data: encodeCommand('FILEXFER', offer({})) });
    expect(novice.sent).toHaveLength(1000);
    expect(novice.events).toHaveLength(6);
  });
});

const offer = (more: Record<string, string>) => Object.entries({ FILENAME: 'a', FILESIZE: '5', CHANNELID: 'RA_FX', ...more });
const hearOffer = (more: Record<string, string>, dialect = DIALECTS['by version 2']) => {
  const { novice } = new Pair(dialect);
  novice.hear({ channel: '71', data: encodeCommand('FILEXFER', offer(more)) });
  return novice;
};

describe('an offer', () => {
  it('has its name made safe', () => {
    expect(hearOffer({ FILENAME: '..\\..\\CON.txt' }).events).toMatchObject([{ name: '_CON.txt' }]);
    expect(hearOffer({ FILENAME: `${'x'.repeat(10_000)}.pdf` }).events).toMatchObject([{ name: `${'x'.repeat(60)}.pdf` }]);
  });

  it('is declined when it is larger than this side takes', () => {
    expect(hearOffer({ FILESIZE: String(FILE_SIZE_LIMIT) }).types).toEqual(['file-offered']);
    expect(hearOffer({ FILESIZE: String(FILE_SIZE_LIMIT + 1) }).events).toMatchObject([
      { type: 'file-declined', why: 'too-large' },
    ]);
    expect(hearOffer({ FILESIZE: '100000' }, DIALECTS['by version 1']).events).toMatchObject([{ why: 'too-large' }]);
  });

  it('of data for a program and not for a person is declined', () => {
    expect(hearOffer({ INTERNALDATA: '1' }).events).toMatchObject([{ type: 'file-declined', why: 'internal-data' }]);
    expect(hearOffer({ INTERNALDATA: '0' }).types).toEqual(['file-offered']);
  });

  it.each([
    ['FILESIZE', '-1'],
    ['FILESIZE', '1e3'],
    ['FILESIZE', '99999999999999999'],
    ['FILESIZE', '9999999999999999'],
    ['FILESIZE', ''],
    ['CHANNELID', ''],
    ['CHANNELID', '70'],
    ['CHANNELID', '71'],
    ['CHANNELID', 'RC_CTL'],
    ['CHANNELID', 'x'.repeat(32)],
    ['CHANNELID', 'RA\u0000FX'],
  ])('with %s %j has no valid form', (key, value) => {
    expect(() => hearOffer({ [key]: value })).toThrow(expect.objectContaining({ path: `rccommand.${key}` }));
  });

  it.each(['FILENAME', 'FILESIZE', 'CHANNELID'])('without %s has none either', (key) => {
    const { novice } = new Pair();
    const attributes = offer({}).filter(([name]) => name !== key);
    expect(() => novice.hear({ channel: '71', data: encodeCommand('FILEXFER', attributes) })).toThrow(/missing/);
  });

  it('of this side is one that XML can hold', () => {
    const { expert } = new Pair();
    expert.files.offer({ name: 'a\u0001b\n<&">.txt', size: 1 }, 0);
    expect(expert.sent).toHaveLength(1);
    const pair = new Pair();
    for (const message of expert.sent) pair.novice.hear(message);
    expect(pair.novice.events).toMatchObject([{ name: 'ab_&__.txt' }]);
  });
});

describe('a receiver that keeps to no rule', () => {
  it('fails when it says yes twice, says the end, or sends data', () => {
    for (const data of [word('FILEXFERACK'), word('FILEXFEREND'), bytes(5)]) {
      const pair = new Pair(DIALECTS['by version 2']);
      const id = pair.begun(100);
      pair.expert.hear({ channel: 'RA_FX', data });
      expect(pair.expert.events.at(-1)).toEqual({ type: 'file-failed', id, code: 'out-of-sequence' });
      pair.deliver();
      expect(pair.novice.events.at(-1)).toMatchObject({ type: 'file-cancelled', by: 'them' });
    }
  });
});

describe('whoever drives it', () => {
  it('may answer, send and cancel from inside of what it is told', () => {
    const pair = new Pair();
    pair.novice.during = (event) => event.type === 'file-offered' && pair.novice.files.answer(event.id, true);
    pair.expert.during = (event) => event.type === 'file-accepted' && pair.expert.files.block(event.id, bytes(3));
    pair.expert.files.offer({ name: 'a', size: 3 }, 0);
    pair.deliver();
    expect(pair.novice.received).toEqual([...bytes(3)]);
    expect(pair.expert.types).toEqual(['file-accepted', 'file-done']);
    pair.novice.during = (event) => event.type === 'file-block' && pair.novice.files.cancel(event.id);
    pair.begun(4);
    const id = pair.expert.events.findLast((event) => event.type === 'file-accepted')!.id;
    pair.expert.during = () => {};
    pair.expert.files.block(id, bytes(1));
    pair.deliver();
    expect(pair.expert.events.at(-1)).toMatchObject({ type: 'file-cancelled', by: 'them' });
  });

  it('is stopped when it would send more than it offered, or more than a block', () => {
    const pair = new Pair();
    const id = pair.begun(2 * FILE_BLOCK);
    expect(() => pair.expert.files.block(id, bytes(FILE_BLOCK + 1))).toThrow(RangeError);
    pair.expert.files.block(id, bytes(FILE_BLOCK));
    pair.expert.files.block(id, bytes(FILE_BLOCK - 1));
    expect(() => pair.expert.files.block(id, bytes(2))).toThrow(/1 bytes more/);
  });

  it('may call off what has not begun and leave what has', () => {
    const pair = new Pair();
    const id = pair.begun(10);
    pair.novice.files.offer({ name: 'b', size: 1 }, 0);
    pair.deliver();
    pair.novice.files.cancelOffers();
    pair.expert.files.cancelOffers();
    pair.deliver();
    expect(pair.novice.types.at(-1)).toBe('file-cancelled');
    expect(pair.expert.files.block(id, bytes(10))).toBe(true);
  });
});

describe('whatever is said on a channel for files', () => {
  it('makes no more events than messages, and never a block that was not accepted', () => {
    const data = fc.oneof(
      fc.constantFrom(word('FILEXFERACK'), word('FILEXFEREND'), word('FILEXFERREJECT')),
      fc.uint8Array({ maxLength: 40 }),
    );
    const step = fc.oneof(
      fc.record({ channel: fc.constantFrom('RA_FX', 'RA_FX.E1', 'other'), data }),
      fc.record({ channel: fc.constant('71'), offer: fc.constantFrom('RA_FX', 'RA_FX.E1', 'other') }),
      fc.constantFrom('yes', 'no', 'cancel', 'offer'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(DIALECTS)), fc.array(step, { maxLength: 60 }), (dialect, steps) => {
        const { novice } = new Pair(dialect);
        const accepted = new Map<string, number>();
        for (const each of steps) {
          const told = novice.events.length;
          const { offered } = novice;
          if (each === 'yes') {
            if (novice.files.answer(offered, true)) accepted.set(offered, 0);
          } else if (each === 'no') novice.files.answer(offered, false);
          else if (each === 'cancel') novice.files.cancel(offered);
          else if (each === 'offer') novice.files.offer({ name: 'x', size: 3 }, 0);
          else if ('offer' in each) {
            const attributes = offer({ CHANNELID: each.offer, FILESIZE: '30' });
            novice.hear({ channel: '71', data: encodeCommand('FILEXFER', attributes) });
          } else novice.hear(each);
          expect(novice.events.length - told).toBeLessThanOrEqual(1);
          const event = novice.events[told];
          if (event?.type !== 'file-block') continue;
          const received = accepted.get(event.id)! + event.bytes.length;
          expect(received).toBeLessThanOrEqual(30);
          accepted.set(event.id, received);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
