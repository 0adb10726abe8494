import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PictureCanvas } from '../../src/codecs/index.js';
import type { RdpClientSecurity } from '../../src/index.js';
import { psnr } from '../codecs/psnr.js';
import { TestServer } from './test-server.js';

/** A Connection Confirm with negotiation data: what comes before TLS. */
const CONFIRM = 19;

/** `npm run fuzz` takes its time. */
const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 250 : 1;

/** What a server said. @param file of the fixtures */
function recorded(file: string): Uint8Array {
  const bytes = readFileSync(new URL(`../fixtures/${file}`, import.meta.url));
  return new Uint8Array(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

/** A session of FreeRDP's server. */
function recording(name: string): Uint8Array {
  return recorded(`freerdp-shadow-2.11.7-${name}-session.bin`);
}

/** Plays pieces of what a server said, and accepts its key. */
function play(security: RdpClientSecurity, pieces: Iterable<Uint8Array>): TestServer {
  const server = new TestServer({ security });
  server.onEvent = (event) => {
    if (event.type === 'server-key') server.client.acceptServerKey(0);
  };
  for (const piece of pieces) {
    server.send(piece.slice());
    if (server.client.phase === 'tls') server.client.tlsStarted(0);
  }
  server.client.streamEnded(0);
  return server;
}

/** The recording in pieces that end at these places; what comes before TLS is never in one piece with what comes after. */
function pieces(bytes: Uint8Array, ends: readonly number[] = []): Uint8Array[] {
  const places = [0, CONFIRM, ...ends, bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((end, i) => bytes.subarray(places[i]!, end));
}

/** Events but for pictures and pointers. */
const course = ({ events }: TestServer) =>
  events.filter(({ type }) => !type.startsWith('frame') && !type.startsWith('pointer') && type !== 'picture');

/** What the display showed: red lines on blue. */
function grid(width: number, height: number): Uint32Array {
  return Uint32Array.from({ length: width * height }, (_, i) =>
    (i % width) % 16 === 0 || Math.floor(i / width) % 16 === 0 ? 0xffff0000 : 0xff0000ff,
  );
}

/** Each two by two pixels as one that is their mean: NSCodec with chroma subsampling keeps no more of a colour. */
function halved(pixels: Uint32Array, width: number, height: number): Uint32Array {
  return Uint32Array.from({ length: (width * height) / 4 }, (_, i) => {
    const at = Math.floor(i / (width / 2)) * 2 * width + (i % (width / 2)) * 2;
    const four = [at, at + 1, at + width, at + width + 1].map((place) => pixels[place]!);
    const mean = (shift: number) => four.reduce((sum, pixel) => sum + ((pixel >>> shift) & 0xff), 0) >> 2;
    return (mean(16) << 16) | (mean(8) << 8) | mean(0);
  });
}

/** The pictures of each activation, painted. */
function painted({ events }: TestServer): PictureCanvas[] {
  const canvases: PictureCanvas[] = [];
  for (const event of events) {
    if (event.type === 'active') canvases.push(new PictureCanvas(event.width, event.height));
    else if (event.type === 'picture') for (const rect of event.rects) canvases.at(-1)!.apply(rect);
  }
  return canvases;
}

const DESKTOP = {
  server: {
    bitsPerPixel: 32,
    fastPathInput: true,
    unicodeInput: false,
    extendedMouse: false,
    horizontalWheel: false,
    refreshRect: true,
    suppressOutput: true,
    frameAcknowledge: true,
  },
};
/** VERSIONINFO 1.2, which FreeRDP's server sends as a novice does. */
const VERSIONINFO = Buffer.from('0e0000000c000000520043005f00430054004c000000060000000100000002000000', 'hex');
const CHANNEL = { type: 'channel', name: 'remdesk', data: new Uint8Array(VERSIONINFO) };

describe('a recorded session of freerdp-shadow-cli 2.11.7', () => {
  it('over TLS goes through a change of size to its end', () => {
    expect(course(play('tls', pieces(recording('tls'))))).toEqual([
      { type: 'start-tls' },
      { type: 'active', ...DESKTOP, width: 160, height: 120 },
      CHANNEL,
      { type: 'inactive' },
      { type: 'active', ...DESKTOP, width: 200, height: 100 },
      { type: 'disconnected', reason: 'by-server' },
    ]);
  });

  it('over Standard RDP Security is deciphered to its end', () => {
    const [key, ...rest] = course(play('standard', pieces(recording('standard'))));
    expect(key).toMatchObject({ type: 'server-key', blob: { length: 284 } });
    expect(rest).toEqual([
      { type: 'active', ...DESKTOP, width: 200, height: 100 },
      CHANNEL,
      { type: 'disconnected', reason: 'by-server' },
    ]);
  });

  it.each(['tls', 'standard'] as const)('shows what the display showed, at every size: %s', (name) => {
    const canvases = painted(play(name, pieces(recording(name))));
    expect(canvases).toHaveLength(name === 'tls' ? 2 : 1);
    for (const { pixels, width, height } of canvases) expect(psnr(pixels, grid(width, height))).toBeGreaterThan(35);
  });

  it.each(['tls', 'standard'] as const)('says the same in pieces of any size: %s', (name) => {
    const bytes = recording(name);
    const whole = play(name, pieces(bytes)).events;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: CONFIRM, max: bytes.length }), { maxLength: 200 }), (ends) => {
        expect(play(name, pieces(bytes, ends)).events).toEqual(whole);
      }),
      { numRuns: 5 },
    );
  });

  it.each(['tls', 'standard'] as const)('cut off anywhere ends there: %s', (name) => {
    const bytes = recording(name);
    fc.assert(
      fc.property(fc.nat(4000), (end) => {
        const cut = play(
          name,
          pieces(bytes).map((piece, i) => (i === 0 ? piece : piece.subarray(0, end))),
        );
        expect(cut.types.filter((type) => type === 'disconnected')).toHaveLength(1);
        expect(cut.ended?.reason).toBe('by-server');
      }),
      { numRuns: 50 },
    );
  });
});

/** Sessions with every codec that real servers have; the pictures are red lines on blue, NSCodec's with blurred colours. */
describe.each([
  { file: 'freerdp-shadow-2.11.7-planar.bin.gz', security: 'tls', codec: 'planar', sizes: ['320x240'], exact: true },
  { file: 'freerdp-shadow-2.11.7-nscodec.bin.gz', security: 'tls', codec: 'nscodec', sizes: ['1280x1024'], exact: false },
  { file: 'xrdp-0.9.21-tls-session.bin.gz', security: 'tls', codec: 'planar', sizes: ['320x240', '640x480'], exact: true },
  { file: 'xrdp-0.9.21-standard-session.bin', security: 'standard', codec: 'interleaved', sizes: ['320x240'], exact: true },
] as const)('the recorded session $file', ({ file, security, codec, sizes, exact }) => {
  const bytes = recorded(file);

  it(`shows what the display showed, by ${codec} alone`, () => {
    const session = play(security, pieces(bytes));
    const canvases = painted(session);
    expect(canvases.map(({ width, height }) => `${width}x${height}`)).toEqual(sizes);
    for (const { pixels, width, height } of canvases) {
      if (exact) expect(pixels).toEqual(grid(width, height));
      else {
        // The last frames have one row less, and its pairs of rows begin at the bottom.
        const blurred = (all: Uint32Array) => halved(all.subarray(width), width, height - 2);
        expect(psnr(blurred(pixels), blurred(grid(width, height)))).toBeGreaterThan(35);
      }
    }
    const rects = session.events.flatMap((event) => (event.type === 'picture' ? event.rects : []));
    expect(new Set(rects.map((rect) => rect.codec))).toEqual(new Set([codec]));
    expect(session.ended).toMatchObject({ reason: 'by-server' });
  });

  it('with bytes changed here and there ends once, and paints or refuses what it came to', () => {
    const change = fc.record({ at: fc.integer({ min: CONFIRM, max: bytes.length - 1 }), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const changed = bytes.slice();
        for (const { at, value } of changes) changed[at] = value;
        const session = play(security, pieces(changed));
        expect(session.types.filter((type) => type === 'disconnected')).toHaveLength(1);
        try {
          painted(session);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 15 * TIMES },
    );
  });
});
