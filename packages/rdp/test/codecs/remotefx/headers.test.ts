import { readFileSync } from 'node:fs';
import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RemoteFxDecoder, RemoteFxEncoder, RemoteFxHeaders } from '../../../src/codecs/index.js';

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));
const headers = fixture('ms-rdprfx-4.2.2-headers.bin');
const frame = fixture('ms-rdprfx-4.2.3-data.bin');
/** The frame's blocks begin with type and length. */
const frameBegin = frame.subarray(0, new DataView(frame.buffer).getUint32(2, true));
const rest = frame.subarray(frameBegin.length);

const surface = () => ({ pixels: new Uint32Array(64 * 64), width: 64, height: 64 });

describe('the headers of a RemoteFX stream', () => {
  it('let a decoder begin in the middle of it', () => {
    const kept = new RemoteFxHeaders();
    expect(kept.message()).toBeUndefined();
    expect(kept.take(headers)).toBe(true);
    expect(kept.take(frame)).toBe(true);
    const decoder = new RemoteFxDecoder();
    const message = kept.message()!;
    expect(decoder.decode(message, surface(), 0, 0)).toEqual([]);
    expect(decoder.decode(frame, surface(), 0, 0)).toHaveLength(1);
  });

  it('are found in front of a frame, and put together when they come one by one', () => {
    const encoder = new RemoteFxEncoder({ width: 64, height: 64, entropy: 'rlgr3', mode: 'video' });
    const first = encoder.encode(new Uint32Array(64 * 64), 0, 64, 64, 64, 'fine').slice();
    const together = new RemoteFxHeaders();
    expect(together.take(first)).toBe(true);
    const message = together.message()!;
    expect(new DataView(first.buffer).getUint16(message.length, true), 'what follows them is the frame').toBe(0xccc4);
    const oneByOne = new RemoteFxHeaders();
    for (let at = 0; at < message.length; ) {
      const length = new DataView(message.buffer).getUint32(at + 2, true);
      oneByOne.take(message.subarray(at, at + length));
      at += length;
    }
    expect(oneByOne.message()).toEqual(message);
  });

  it('are those that came last, and bytes of their own', () => {
    const kept = new RemoteFxHeaders();
    const changing = headers.slice();
    kept.take(changing);
    changing.fill(0);
    expect(kept.take(headers)).toBe(true);
    expect(kept.message()!.length).toBe(headers.length);
    expect(() => new RemoteFxDecoder().decode(kept.message()!, surface(), 0, 0)).not.toThrow();
  });

  it('tell a message that goes on with a frame from one that begins with it', () => {
    const kept = new RemoteFxHeaders();
    expect(kept.take(frameBegin)).toBe(true);
    expect(kept.take(rest)).toBe(false);
  });

  it('are bounded, whatever is claimed', () => {
    const long = new Uint8Array(5000);
    long.set(headers.subarray(0, 6));
    new DataView(long.buffer).setUint32(2, 5000, true);
    expect(() => new RemoteFxHeaders().take(long)).toThrow('remotefx.blockLen: is longer than a header');
    expect(() => new RemoteFxHeaders().take(headers.subarray(0, 9))).toThrow(ProtocolError);
  });

  it('of any bytes are kept or refused (fuzz)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: headers.length }), (bytes, cut) => {
        const kept = new RemoteFxHeaders();
        try {
          kept.take(Uint8Array.of(...headers.subarray(0, cut), ...bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
        expect(kept.message()?.length ?? 0).toBeLessThanOrEqual(headers.length + bytes.length);
      }),
    );
  });
});

describe('a decoder', () => {
  it('lets go of a frame that was begun when a stream begins', () => {
    const decoder = new RemoteFxDecoder();
    decoder.decode(headers, surface(), 0, 0);
    decoder.decode(frameBegin, surface(), 0, 0);
    expect(() => decoder.decode(frame, surface(), 0, 0)).toThrow('is not the block that is due');
    decoder.decode(headers, surface(), 0, 0);
    expect(decoder.decode(frame, surface(), 0, 0)).toHaveLength(1);
  });
});
