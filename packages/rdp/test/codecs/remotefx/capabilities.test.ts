import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeRemoteFxClientCapabilities,
  encodeRemoteFxClientCapabilities,
  encodeRemoteFxServerCapabilities,
} from '../../../src/codecs/index.js';

const both = [
  { mode: 'video', entropy: 'rlgr1' },
  { mode: 'video', entropy: 'rlgr3' },
] as const;

/** What xfreerdp 2.11.7 says, both entropy algorithms in video mode. */
const xfreerdp = Uint8Array.from([
  ...[49, 0, 0, 0, 1, 0, 0, 0, 37, 0, 0, 0],
  ...[0xc0, 0xcb, 8, 0, 0, 0, 1, 0],
  ...[0xc1, 0xcb, 29, 0, 0, 0, 1, 0xc0, 0xcf, 2, 0, 8, 0],
  ...[0, 1, 64, 0, 0, 1, 1, 1],
  ...[0, 1, 64, 0, 0, 1, 1, 4],
]);

describe('RemoteFX capabilities', () => {
  it('reads and writes what a client takes ([MS-RDPRFX] 2.2.1.1)', () => {
    expect(decodeRemoteFxClientCapabilities(xfreerdp)).toEqual(both);
    expect(encodeRemoteFxClientCapabilities(both)).toEqual(xfreerdp);
    const image = [{ mode: 'image', entropy: 'rlgr3' }] as const;
    expect(decodeRemoteFxClientCapabilities(encodeRemoteFxClientCapabilities(image))).toEqual(image);
  });

  it('leaves out ways that it does not know', () => {
    for (const [at, value] of [
      [34, 2],
      [35, 32],
      [38, 2],
      [39, 2],
      [40, 2],
    ] as const) {
      expect(decodeRemoteFxClientCapabilities(xfreerdp.with(at, value))).toEqual([both[1]]);
    }
  });

  it('says nothing of a server but that it has RemoteFX ([MS-RDPRFX] 2.2.1.2)', () => {
    expect([...encodeRemoteFxServerCapabilities()]).toEqual([0, 0, 0, 0]);
  });

  it('takes any bytes and throws nothing but ProtocolError (fuzz)', () => {
    const spoilt = fc
      .tuple(fc.nat(xfreerdp.length - 1), fc.nat(255), fc.nat(xfreerdp.length))
      .map(([at, value, length]) => xfreerdp.with(at, value).subarray(0, length));
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        try {
          decodeRemoteFxClientCapabilities(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
