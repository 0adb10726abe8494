import { Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelReassembler, channelChunks, encodeChannelChunk } from '../src/channels.js';

const LIMIT = 64 * 1024;
const wire = (totalLength: number, flags: number, data: Uint8Array) => {
  const writer = new Writer();
  encodeChannelChunk(writer, { totalLength, flags, data });
  return new Reader(writer.finish(), 'channel');
};
const chunk = (totalLength: number, flags: number, length: number) => wire(totalLength, flags, new Uint8Array(length));

describe('static channels', () => {
  it('get a message back together from the chunks that it was cut into', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 4 }), (messages) => {
        const reassembler = new ChannelReassembler(LIMIT);
        const got = messages.flatMap((message) =>
          [...channelChunks(message)].flatMap(({ totalLength, flags, data }) => {
            const whole = reassembler.add(wire(totalLength, flags, data));
            return whole === undefined ? [] : [whole.slice()];
          }),
        );
        expect(got).toEqual(messages);
      }),
    );
  });

  it.each([
    ['a message that claims more than the limit', [[LIMIT + 1, 1, 10]]],
    ['a chunk that goes on with nothing', [[20, 0, 10]]],
    [
      'a beginning within a message',
      [
        [20, 1, 10],
        [20, 1, 10],
      ],
    ],
    [
      'more data than the message has',
      [
        [20, 1, 10],
        [20, 2, 11],
      ],
    ],
    [
      'less data than the message has',
      [
        [20, 1, 10],
        [20, 2, 9],
      ],
    ],
    [
      'a length that changes',
      [
        [20, 1, 10],
        [21, 2, 11],
      ],
    ],
    ['a single chunk of another length', [[20, 3, 19]]],
    ['compression, which was not agreed', [[20, 0x200003, 20]]],
  ] as const)('refuse %s', (_, chunks) => {
    const reassembler = new ChannelReassembler(LIMIT);
    const [last, ...before] = chunks.map(([total, flags, length]) => chunk(total, flags, length)).reverse();
    for (const reader of before.reverse()) expect(reassembler.add(reader)).toBeUndefined();
    expect(() => reassembler.add(last!)).toThrow('channel.');
  });

  it('keep what came, not what was claimed', () => {
    const heap = () => process.memoryUsage().arrayBuffers;
    const before = heap();
    const kept = Array.from({ length: 2000 }, () => {
      const reassembler = new ChannelReassembler(LIMIT);
      reassembler.add(chunk(LIMIT, 1, 8));
      return reassembler;
    });
    expect(kept.length).toBe(2000);
    expect(heap() - before).toBeLessThan(2000 * 1024);
  });
});
