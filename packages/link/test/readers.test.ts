import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FirstMessage, FirstMessageReader } from '../src/first-message.js';
import { MessageReader } from '../src/message-reader.js';

/** A stream into which a test puts what has arrived. */
function inbox(): Duplex {
  return new Duplex({ read: () => undefined, write: (_bytes, _encoding, done) => done() });
}

/** Bytes cut into pieces, none of them empty. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Buffer[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return places.slice(1).map((end, i) => Buffer.from(bytes.subarray(places[i], end)));
}

/** Everything that is left in a stream. */
function rest(stream: Duplex): Buffer {
  return (stream.read() as Buffer | null) ?? Buffer.alloc(0);
}

const cuts = fc.array(fc.nat(), { maxLength: 20 });

describe('the first message', () => {
  const LIMIT = 64;
  /** What likely beginnings look like, so that not nearly all are unknown. */
  const beginnings = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc
      .tuple(fc.constantFrom(3, 0x16), fc.nat(255), fc.constantFrom(0, 0, 0, 1), fc.nat(90), fc.uint8Array({ maxLength: 100 }))
      .map(([first, reserved, high, low, behind]) => Uint8Array.of(first, reserved, high, low, ...behind)),
  );

  /** Told from the bytes all at once; undefined: more has to come. */
  function told(bytes: Uint8Array, ended: boolean): { readonly message: FirstMessage; readonly taken: number } | undefined {
    const unknown = (taken: number) => ({ message: { type: 'unknown' } as const, taken });
    if (bytes.length === 0) return undefined;
    if (bytes[0] === 0x16) return { message: { type: 'tls' }, taken: 0 };
    if (bytes[0] !== 3) return unknown(1);
    if (bytes.length < 4) return ended && bytes.length > 1 ? unknown(bytes.length) : undefined;
    const length = bytes[2]! * 256 + bytes[3]!;
    if (length <= 4 || length > LIMIT) return unknown(4);
    if (bytes.length < length) return ended && bytes.length > 4 ? unknown(bytes.length) : undefined;
    return { message: { type: 'rdp', bytes: bytes.slice(0, length) }, taken: length };
  }

  it('is the same however the bytes arrive, and what follows stays in the stream', () => {
    fc.assert(
      fc.property(beginnings, cuts, fc.boolean(), (bytes, at, ended) => {
        const stream = inbox();
        const reader = new FirstMessageReader(stream, LIMIT);
        let message: FirstMessage | undefined;
        for (const piece of pieces(bytes, at)) {
          stream.push(piece);
          message ??= reader.read();
        }
        if (ended) stream.push(null);
        message ??= reader.read();
        const expected = told(bytes, ended);
        const plain = message?.type === 'rdp' ? { type: 'rdp', bytes: Uint8Array.from(message.bytes) } : message;
        expect(plain).toEqual(expected?.message);
        if (expected && !ended) expect(Uint8Array.from(rest(stream))).toEqual(bytes.slice(expected.taken));
      }),
      { numRuns: 3000 },
    );
  });

  it('is told by its fourth byte at the latest when it is too long, and not waited for', () => {
    for (const length of [LIMIT + 1, 0x100, 0xffff]) {
      const stream = inbox();
      stream.push(Buffer.of(3, 0, length >> 8, length & 0xff));
      expect(new FirstMessageReader(stream, LIMIT).read()).toEqual({ type: 'unknown' });
    }
  });
});

describe('messages of known length', () => {
  /** Reads messages of these lengths, one after the other, and then nothing. */
  function reading(lengths: readonly number[]) {
    const stream = inbox();
    const messages: Buffer[] = [];
    const told = { early: 0, cut: 0 };
    const reader = new MessageReader(
      stream,
      () => told.early++,
      () => told.cut++,
    );
    const next = () => {
      const length = lengths[messages.length];
      if (length === undefined) return;
      reader.read(length, (bytes) => {
        messages.push(Buffer.from(bytes));
        next();
      });
    };
    next();
    return { stream, reader, messages, told };
  }
  const lengths = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 6 });
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i);

  it('are cut out of the stream in order, however it arrives', () => {
    fc.assert(
      fc.property(lengths, cuts, (wanted, at) => {
        const { stream, reader, messages, told } = reading(wanted);
        const bytes = counting(sum(wanted));
        for (const piece of pieces(bytes, at)) {
          stream.push(piece);
          reader.readable();
        }
        expect(messages.map(({ length }) => length)).toEqual(wanted);
        expect(Uint8Array.from(Buffer.concat(messages))).toEqual(bytes);
        expect(told).toEqual({ early: 0, cut: 0 });
      }),
    );
  });

  it('that nobody asked for are told, unless the reader has stopped, which leaves them in the stream', () => {
    fc.assert(
      fc.property(lengths, fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.boolean(), (wanted, more, stopped) => {
        const { stream, reader, messages, told } = reading(wanted);
        if (stopped) reader.stop();
        stream.push(Buffer.concat([counting(sum(wanted)), more]));
        reader.readable();
        expect(messages).toHaveLength(wanted.length);
        expect(told.early > 0).toBe(!stopped);
        expect(Uint8Array.from(rest(stream))).toEqual(more);
      }),
    );
  });

  it('that end in the middle are told, and never given', () => {
    fc.assert(
      fc.property(lengths, fc.nat(), cuts, (wanted, short, at) => {
        const total = sum(wanted);
        const there = short % total;
        // An end between two messages is told by the stream itself.
        fc.pre(!wanted.some((_, i) => sum(wanted.slice(0, i)) === there));
        const { stream, reader, messages, told } = reading(wanted);
        for (const piece of pieces(counting(there), at)) {
          stream.push(piece);
          reader.readable();
        }
        stream.push(null);
        reader.readable();
        expect(told).toEqual({ early: 0, cut: 1 });
        expect(sum(messages.map(({ length }) => length))).toBeLessThanOrEqual(there);
        expect(messages.map(({ length }) => length)).toEqual(wanted.slice(0, messages.length));
      }),
    );
  });
});
