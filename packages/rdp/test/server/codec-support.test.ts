import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapabilitySet } from '../../src/capabilities/set.js';
import { CodecGuid, SurfaceCommandFlag } from '../../src/capabilities/surface.js';
import { clientCapabilities as asClient } from '../../src/client/client-capabilities.js';
import { encodeRemoteFxClientCapabilities, type RemoteFxCapability } from '../../src/codecs/index.js';
import { clientCapabilities } from '../../src/server/client-capabilities.js';

const DESKTOP = { width: 800, height: 600, bitsPerPixel: 32, maxUpdateSize: 0x3fffff };
const SETS = asClient(DESKTOP, false);

function setsWith(...sets: CapabilitySet[]): CapabilitySet[] {
  return [...SETS.filter(({ type }) => !sets.some((set) => set.type === type)), ...sets];
}

function remotefx(ways: readonly RemoteFxCapability[]): CapabilitySet {
  return {
    type: 'bitmap-codecs',
    codecs: [{ guid: CodecGuid.remotefx, id: 7, properties: encodeRemoteFxClientCapabilities(ways) }],
  };
}

describe('the codecs of a client', () => {
  it('are known by the ids that it gave them', () => {
    const { remotefx, nscodec } = clientCapabilities(SETS, 32);
    expect(remotefx).toEqual({ id: 3, mode: 'image', entropy: 'rlgr3' });
    expect(nscodec).toEqual({ id: 1, dynamicFidelity: true, subsampling: true, colorLoss: 3 });
  });

  it('are none at fewer than 32 bits a pixel, and without Set Surface Bits', () => {
    const markers: CapabilitySet = { type: 'surface-commands', flags: SurfaceCommandFlag.frameMarker };
    for (const client of [clientCapabilities(SETS, 16), clientCapabilities(setsWith(markers), 32)])
      expect(client).toMatchObject({ remotefx: undefined, nscodec: undefined });
  });

  it('take RemoteFX in image mode before video mode, and by RLGR3 before RLGR1, in whatever order they name them', () => {
    const ways: RemoteFxCapability[] = [
      { mode: 'video', entropy: 'rlgr1' },
      { mode: 'video', entropy: 'rlgr3' },
      { mode: 'image', entropy: 'rlgr1' },
      { mode: 'image', entropy: 'rlgr3' },
    ];
    for (let known = 1; known <= ways.length; known++)
      expect(clientCapabilities(setsWith(remotefx(ways.slice(0, known).reverse())), 32).remotefx).toEqual({
        id: 7,
        ...ways[known - 1],
      });
  });

  it('do not take the RemoteFX of still images for that of surface commands', () => {
    const codec = { guid: CodecGuid.imageRemotefx, id: 7, properties: encodeRemoteFxClientCapabilities([]) };
    expect(clientCapabilities(setsWith({ type: 'bitmap-codecs', codecs: [codec] }), 32).remotefx).toBeUndefined();
  });

  it('are none where their properties cannot be read, and nothing else comes of that (fuzz)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(CodecGuid.remotefx, CodecGuid.nscodec),
        fc.uint8Array({ maxLength: 64 }),
        (guid, properties) => {
          const client = clientCapabilities(setsWith({ type: 'bitmap-codecs', codecs: [{ guid, id: 1, properties }] }), 32);
          expect(client.planar).toBe(true);
        },
      ),
    );
  });
});
