import { Reader } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSurfaceCommand } from '../../src/client/output/surface-commands.js';
import type { EncodedRect, ReceivedRect } from '../../src/index.js';
import { PictureOutput } from '../../src/output/picture-output.js';
import { CLIENT, readUpdates } from './updates.js';

const BITMAP = 1;
const SURFACE_COMMANDS = 4;

/** A client that names the codecs as Beside's own does. */
const LOSSY = {
  ...CLIENT,
  remotefx: { id: 3, mode: 'image', entropy: 'rlgr3' },
  nscodec: { id: 1, dynamicFidelity: true, subsampling: true, colorLoss: 3 },
} as const;

function output(client = LOSSY) {
  const pdus: Uint8Array[] = [];
  const out = new PictureOutput(client, 0, (bytes) => pdus.push(bytes.slice()));
  return { out, updates: () => readUpdates(pdus.splice(0)) };
}

const rects = fc.array(
  fc.record({
    x: fc.nat(2000),
    y: fc.nat(2000),
    width: fc.integer({ min: 1, max: 2000 }),
    height: fc.integer({ min: 1, max: 2000 }),
    codec: fc.constantFrom('remotefx' as const, 'nscodec' as const, 'planar' as const),
    bitsPerPixel: fc.constant(32 as const),
    // Some of several fragments.
    data: fc.oneof(fc.nat(600), fc.integer({ min: 16_200, max: 40_000 })).map((length) => new Uint8Array(length).fill(length)),
  }),
  { maxLength: 8 },
);

describe('Set Surface Bits', () => {
  it('has the bytes of [MS-RDPBCGR] 2.2.9.2.1: exclusive right and bottom, no flags, the id that the client named', () => {
    const { out, updates } = output();
    out.frame([{ x: 1, y: 2, width: 3, height: 4, codec: 'remotefx', bitsPerPixel: 32, data: Uint8Array.of(9, 8) }]);
    expect(updates()[1]).toEqual({
      code: SURFACE_COMMANDS,
      data: Uint8Array.of(1, 0, 1, 0, 2, 0, 4, 0, 6, 0, 32, 0, 0, 3, 3, 0, 4, 0, 2, 0, 0, 0, 9, 8),
    });
  });

  it('is read back by the client as it was sent, in order with bitmaps, whatever the lengths (property)', () => {
    const { out, updates } = output();
    fc.assert(
      fc.property(rects, (sent: readonly EncodedRect[]) => {
        out.frame(sent);
        const [, ...between] = updates();
        between.pop();
        const read = between
          .filter(({ code }) => code === SURFACE_COMMANDS)
          .map(({ data }) => readSurfaceCommand(new Reader(data, 'surfaceCommand')));
        const lossy = sent.filter(({ codec }) => codec !== 'planar');
        const plain = ({ data, ...rect }: EncodedRect | ReceivedRect) => ({
          ...rect,
          hash: Buffer.from(data).toString('latin1'),
        });
        expect(read.map((command) => command.type === 'bits' && plain(command.rect))).toEqual(
          lossy.map((rect) => ({ ...plain(rect), codedWidth: rect.width, codedHeight: rect.height })),
        );
        const kinds = sent.map(({ codec }) => (codec === 'planar' ? BITMAP : SURFACE_COMMANDS));
        // Bitmaps that follow each other share an update, or take several.
        const once = (codes: number[]) => codes.filter((code, i) => code !== BITMAP || codes[i - 1] !== BITMAP);
        expect(once(between.map(({ code }) => code))).toEqual(once(kinds));
      }),
      { numRuns: 100 },
    );
  });

  it('is not made for a client that did not name the codec', () => {
    const { out } = output({ ...LOSSY, ...CLIENT } as unknown as typeof LOSSY);
    for (const codec of ['remotefx', 'nscodec'] as const)
      expect(() => out.frame([{ x: 0, y: 0, width: 1, height: 1, codec, bitsPerPixel: 32, data: new Uint8Array(1) }])).toThrow(
        RangeError,
      );
  });
});
