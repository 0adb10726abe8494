import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces, play, recordedPdus, recording } from './recorded-session.js';
import { TestClient } from './test-client.js';

/** `npm run fuzz` takes its time. */
const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 250 : 1;

const kinds = (events: readonly string[]) => events.map((event) => (JSON.parse(event) as { type: string }).type);

/** Whatever was played: one end, at the end. `play` throws what the server throws. */
function endsCleanly(events: readonly string[]): void {
  const types = kinds(events);
  expect(types.filter((type) => type === 'disconnected')).toHaveLength(1);
  expect(types.at(-1)).toBe('disconnected');
}

/** A change to the recording: bytes overwritten, cut out, or put in. */
const mutation = fc.record({
  at: fc.nat(recording.length - 1),
  remove: fc.integer({ min: 0, max: 8 }),
  insert: fc.uint8Array({ maxLength: 8 }),
});

function mutated(changes: readonly { at: number; remove: number; insert: Uint8Array }[]): Uint8Array {
  let bytes = [...recording];
  for (const { at, remove, insert } of changes) bytes = [...bytes.slice(0, at), ...insert, ...bytes.slice(at + remove)];
  return Uint8Array.from(bytes);
}

describe('a server that is fed nonsense', () => {
  it('ends cleanly, or goes on, when a recorded session was changed here and there', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (changes) => {
        endsCleanly(play(pieces(mutated(changes), () => recording.length)));
      }),
      { numRuns: 400 * TIMES },
    );
  });

  it('ends cleanly, or goes on, when one byte of the connection sequence has any other value', () => {
    const sequence = recordedPdus().slice(0, 18);
    const length = sequence.reduce((sum, pdu) => sum + pdu.length, 0);
    for (let at = 0; at < length; at++) {
      const bytes = recording.slice(0, length);
      bytes[at] = bytes[at]! ^ (at % 3 === 0 ? 0xff : at % 3 === 1 ? 0x80 : 0x01);
      endsCleanly(play(pieces(bytes, () => length)));
    }
  });

  it('ends cleanly when PDUs come in any order', () => {
    const pdus = recordedPdus();
    fc.assert(
      fc.property(fc.shuffledSubarray(pdus.slice(1, 60)), (order) => {
        endsCleanly(play([pdus[0]!, ...order]));
      }),
      { numRuns: 200 * TIMES },
    );
  });

  it('ends cleanly for random bytes, in any phase', () => {
    const begin = [
      () => new TestClient(),
      () => new TestClient().negotiated(),
      () => new TestClient().known(),
      () => new TestClient().active(),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...begin), fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 10 }), (start, inputs) => {
        const client = start();
        for (const bytes of inputs) client.send(bytes);
        expect(client.types.filter((type) => type === 'disconnected').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 400 * TIMES },
    );
  });

  it('ends cleanly for random contents of well-formed wrappings', () => {
    const client = () => new TestClient().active();
    fc.assert(
      fc.property(
        fc.nat(15),
        fc.nat(0x40),
        fc.integer({ min: 1003, max: 1007 }),
        fc.uint8Array({ maxLength: 80 }),
        (type, type2, id, body) => {
          const wrapped = [
            (c: TestClient) => c.x224((w) => w.bytes(body)),
            (c: TestClient) => c.data(id, (w) => w.bytes(body)),
            (c: TestClient) => c.shareControl(type, (w) => w.bytes(body)),
            (c: TestClient) => c.shareData(type2, (w) => w.bytes(body)),
          ];
          for (const send of wrapped) {
            const c = client();
            send(c);
            expect(c.types.filter((kind) => kind === 'disconnected').length).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 300 * TIMES },
    );
  });

  it('keeps nothing of a flood of input', () => {
    const client = new TestClient();
    let inputs = 0;
    client.active();
    client.onEvent = (event) => {
      if (event.type === 'input') inputs++;
      client.events.length = 0;
    };
    const pdu = new Uint8Array(3 + 1 + 255 * 2);
    pdu.set([0, 0x82, 0x02, 255]);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 2000; i++) client.send(pdu);
    expect(inputs).toBe(255 * 2000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });
});
