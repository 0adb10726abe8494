import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rig } from './rig.js';
import { ENCOMSP, IO, REMDESK, TestServer } from './test-server.js';

/** `npm run fuzz` takes its time. */
const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 250 : 1;

/** What our own server says in a session with everything in it, PDU by PDU; the first one comes before TLS. */
function recorded(): Uint8Array[] {
  const rig = Rig.active();
  const data = Uint8Array.from({ length: 4 * 4 * 4 }, (_, i) => i * i);
  rig.server.sendChannel('remdesk', new Uint8Array(2000));
  rig.server.sendFrame([{ x: 8, y: 16, width: 4, height: 4, codec: 'raw', bitsPerPixel: 32, data }]);
  rig.server.sendPointer({ width: 4, height: 4, hotX: 1, hotY: 1, pixels: data });
  rig.server.sendPointerPosition(5, 6);
  rig.server.monitors([
    { x: 320, y: 0, width: 320, height: 480, primary: true },
    { x: 0, y: 0, width: 320, height: 480, primary: false },
  ]);
  rig.server.resize(800, 500);
  rig.run();
  rig.server.sendChannel('encomsp', new Uint8Array(20));
  rig.server.disconnect(0x0b);
  return rig.fromServer;
}

const pdus = recorded();

/** Plays what a server says, in these pieces, to a client that does all that a client can. It throws what the client throws. */
function play(pieces: readonly Uint8Array[]): string[] {
  const server = new TestServer();
  server.onEvent = (event) => {
    if (event.type !== 'active') return;
    server.client.sendInput({ type: 'pointer', x: 1, y: 1 });
    server.client.sendChannel('remdesk', Uint8Array.of(1));
    server.client.suppressOutput(true);
    server.client.refresh([{ x: 0, y: 0, width: 9, height: 9 }]);
  };
  for (const piece of pieces) {
    server.send(piece.slice());
    if (server.client.phase === 'tls') server.client.tlsStarted(0);
  }
  server.client.streamEnded(0);
  return server.types;
}

/** Whatever was played: one end, at the end. */
function endsCleanly(types: readonly string[]): void {
  expect(types.filter((type) => type === 'disconnected')).toHaveLength(1);
  expect(types.at(-1)).toBe('disconnected');
}

const first = pdus[0]!;
const rest = Uint8Array.from(Buffer.concat(pdus.slice(1)));

/** A change to the recording: bytes overwritten, cut out, or put in. */
const mutation = fc.record({
  at: fc.nat(rest.length - 1),
  remove: fc.integer({ min: 0, max: 8 }),
  insert: fc.uint8Array({ maxLength: 8 }),
});

function mutated(changes: readonly { at: number; remove: number; insert: Uint8Array }[]): Uint8Array {
  let bytes = [...rest];
  for (const { at, remove, insert } of changes) bytes = [...bytes.slice(0, at), ...insert, ...bytes.slice(at + remove)];
  return Uint8Array.from(bytes);
}

describe('a client that is fed nonsense', () => {
  it('takes the recording as it is, in pieces of any size', () => {
    const whole = play([first, rest]);
    expect(whole.filter((type) => type === 'active')).toHaveLength(2);
    expect(whole.slice(-2)).toEqual(['error-info', 'disconnected']);
    fc.assert(
      fc.property(fc.array(fc.nat(rest.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), rest.length];
        const pieces = places.slice(1).map((end, i) => rest.subarray(places[i]!, end));
        expect(play([first, ...pieces])).toEqual(whole);
      }),
      { numRuns: 50 * TIMES },
    );
  });

  it('ends cleanly, or goes on, when a recorded session was changed here and there', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (changes) => {
        endsCleanly(play([first, mutated(changes)]));
      }),
      { numRuns: 400 * TIMES },
    );
  });

  it('ends cleanly, or goes on, when one byte of it has another value, at every second place', () => {
    for (let at = 0; at < rest.length; at += 2) {
      const bytes = rest.slice();
      bytes[at] = bytes[at]! ^ (at % 6 === 0 ? 0xff : at % 6 === 2 ? 0x80 : 0x01);
      endsCleanly(play([first, bytes]));
    }
  });

  it('ends cleanly when PDUs come in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(pdus.slice(1)), (order) => {
        endsCleanly(play([first, ...order]));
      }),
      { numRuns: 200 * TIMES },
    );
  });

  it('ends cleanly for random bytes, in any phase', () => {
    const begin = [
      () => new TestServer(),
      () => new TestServer({ security: 'negotiate' }),
      () => new TestServer().negotiated(),
      () => new TestServer().joined(),
      () => new TestServer().licensed(),
      () => new TestServer().active(),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...begin), fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 10 }), (start, inputs) => {
        const server = start();
        for (const bytes of inputs) server.send(bytes);
        expect(server.types.filter((type) => type === 'disconnected').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 400 * TIMES },
    );
  });

  it('ends cleanly for random contents of well-formed wrappings', () => {
    fc.assert(
      fc.property(
        fc.nat(15),
        fc.nat(0x40),
        fc.constantFrom(IO, REMDESK, ENCOMSP, 2000),
        fc.nat(15),
        fc.uint8Array({ maxLength: 80 }),
        (type, type2, id, update, body) => {
          const wrapped = [
            (s: TestServer) => s.x224((w) => w.bytes(body)),
            (s: TestServer) => s.data(id, (w) => w.bytes(body)),
            (s: TestServer) => s.shareControl(type, (w) => w.bytes(body)),
            (s: TestServer) => s.shareData(type2, (w) => w.bytes(body)),
            (s: TestServer) => s.send(Uint8Array.of(0, body.length + 5, update, body.length, 0, ...body)),
          ];
          for (const send of wrapped) {
            const server = new TestServer().active();
            send(server);
            expect(server.types.filter((kind) => kind === 'disconnected').length).toBeLessThanOrEqual(1);
          }
          const licensing = new TestServer().joined();
          licensing.license((w) => w.bytes(body));
          expect(licensing.types.filter((kind) => kind === 'disconnected').length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 * TIMES },
    );
  });

  it('keeps nothing of a flood of channel messages', () => {
    const server = new TestServer().active();
    let messages = 0;
    server.onEvent = () => {
      messages++;
      server.events.length = 0;
    };
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 2000; i++) server.data(REMDESK, (w) => w.u32(1000).u32(3).zeros(1000));
    expect(messages).toBe(2000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });
});
