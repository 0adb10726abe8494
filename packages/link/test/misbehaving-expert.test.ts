import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connection, noviceOn, testIdentity } from './ends.js';
import { expertPeer, expertProof } from './peers.js';
import { invite } from './played-judge.js';
import { read, readAll } from './streams.js';
import { say, type WireOptions, wire } from './wire.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** A novice's link, and the other end of its stream. */
async function meet(theirs?: WireOptions, invitation = invite()) {
  const [near, far] = wire(theirs);
  const novice = noviceOn(near, await testIdentity(), { offers: invitation.offers });
  return { novice, far, ...invitation };
}

/** The same with TLS between them. */
async function meetInTls(invitation?: ReturnType<typeof invite>) {
  const met = await meet({}, invitation);
  return { ...met, secure: await expertPeer(met.far) };
}

/** Why it ended; nothing of it is left, and the place is free. */
async function endOf({ novice, offer }: Awaited<ReturnType<typeof meet>>, timersOfOthers = 0) {
  const error = await novice.closed;
  expect(vi.getTimerCount()).toBe(timersOfOthers);
  const next = {};
  let place: string | undefined;
  offer.enter(next, (turn) => {
    place = turn;
  });
  offer.leave(next);
  expect(place).toBe('free');
  return error?.code;
}

const NONCE = randomBytes(32);
type Say = (secure: TLSSocket, secret: Uint8Array) => Promise<unknown>;
/** How far an expert comes inside TLS. */
const STEPS: readonly (readonly [string, Say])[] = [
  ['before its proof', async () => undefined],
  ['after one byte', (secure) => say(secure, Buffer.of(7))],
  ['between proof and commitment', (secure, secret) => say(secure, expertProof(secure, secret, NONCE).subarray(0, 32))],
  ['one byte short of its proof', (secure, secret) => say(secure, expertProof(secure, secret, NONCE).subarray(0, 63))],
  ['before it reveals', (secure, secret) => proved(secure, secret)],
  ['one byte short of what it reveals', (secure, secret) => proved(secure, secret, NONCE.subarray(0, 31))],
];

/** Proves, takes the answer, and reveals something. */
async function proved(secure: TLSSocket, secret: Uint8Array, reveal: Uint8Array = Buffer.alloc(0)): Promise<Buffer> {
  await say(secure, expertProof(secure, secret, NONCE));
  const answer = await read(secure, 65);
  if (reveal.length > 0) await say(secure, reveal);
  return answer;
}

describe('an expert that stops', () => {
  async function timesOut(novice: Connection, time: number) {
    vi.advanceTimersByTime(time - 1);
    expect(novice.link.error).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(novice.link.error?.code).toBe('handshake-timeout');
  }

  it('before its first byte has 10 s', async () => {
    const met = await meet();
    await timesOut(met.novice, 10_000);
    expect(await endOf(met)).toBe('handshake-timeout');
  });

  it.each(STEPS)('%s has 20 s from the handshake on', async (_, step) => {
    const met = await meetInTls();
    await step(met.secure, met.secret);
    await timesOut(met.novice, 20_000);
    expect(await endOf(met)).toBe('handshake-timeout');
    expect(met.novice.engine).toBeUndefined();
  });

  it('anywhere in what it says, whole records or not, is waited for no longer', async () => {
    const total = await bytesOfAnHonestExpert();
    await fc.assert(
      fc.asyncProperty(fc.nat(total - 1), async (after) => {
        const met = await meet({ cut: { after, fate: 'stall' } });
        void beHonest(met.far, met.secret).catch(() => undefined);
        await met.far.cut;
        vi.advanceTimersByTime(20_000);
        expect(await endOf(met)).toBe('handshake-timeout');
        expect(met.novice.engine).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  it('listening is cut off 2 s after it was told that its proof is wrong', async () => {
    const met = await meetInTls();
    met.secure.pause();
    met.far.pause();
    met.secure.write(randomBytes(64));
    await vi.waitUntil(() => met.novice.link.error !== undefined);
    vi.advanceTimersByTime(2000);
    expect(await endOf(met)).toBe('wrong-proof');
  });
});

describe('an expert that hangs up', () => {
  it.each(STEPS)('%s, by an end of TLS or without a word', async (_, step) => {
    for (const hangUp of [(secure: TLSSocket) => secure.end(), (secure: TLSSocket) => secure.destroy()]) {
      const met = await meetInTls();
      await step(met.secure, met.secret);
      hangUp(met.secure);
      expect(await endOf(met)).toBe('proof-unfinished');
      expect(met.novice.engine).toBeUndefined();
    }
  });

  it('after any number of bytes of proof and reveal is not through', async () => {
    for (let there = 0; there < 96; there++) {
      const met = await meetInTls();
      const proof = expertProof(met.secure, met.secret, NONCE);
      if (there < 64) met.secure.write(proof.subarray(0, there));
      else await proved(met.secure, met.secret, NONCE.subarray(0, there - 64));
      met.secure.end();
      expect(await endOf(met)).toBe('proof-unfinished');
      expect(met.novice.engine).toBeUndefined();
    }
  });

  it('anywhere in what it says, whole records or not, leaves nothing behind', async () => {
    const [total, hello] = [await bytesOfAnHonestExpert(), await bytesOfAHello()];
    await fc.assert(
      fc.asyncProperty(fc.nat(total - 1), fc.constantFrom('end', 'break'), async (after, fate) => {
        const met = await meet({ cut: { after, fate } });
        void beHonest(met.far, met.secret).catch(() => undefined);
        const code = await endOf(met);
        if (after === 0) expect(code).toBe(fate === 'end' ? undefined : 'broken');
        else if (after < hello) expect(code).toBe('tls-failed');
        else expect(['tls-failed', 'proof-unfinished']).toContain(code);
        expect(met.novice.engine).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('a slow expert', () => {
  it('is borne, byte by byte, as long as it is done in time', async () => {
    const met = await meetInTls();
    await drip(met.secure, [expertProof(met.secure, met.secret, NONCE), NONCE], 208);
    expect((await met.novice.begun).opened.way).toBe('beside');
    vi.advanceTimersByTime(3600_000);
    met.secure.end();
    expect(await endOf(met)).toBeUndefined();
  });

  it('gains nothing by each byte', async () => {
    const met = await meetInTls();
    await drip(met.secure, [expertProof(met.secure, met.secret, NONCE), NONCE], 209).catch(() => undefined);
    expect(await endOf(met)).toBe('handshake-timeout');
    expect(met.novice.engine).toBeUndefined();
  });

  it.each([1, 2, 7])('may have its bytes arrive by %i, TLS and all', async (piece) => {
    const met = await meet({ piece });
    await beHonest(met.far, met.secret);
    await met.novice.begun;
    met.far.destroy();
    await endOf(met);
  });
});

/** Says messages byte by byte, taking the novice's answer between them, and lets time pass before each byte. */
async function drip(secure: TLSSocket, messages: readonly Uint8Array[], pause: number): Promise<void> {
  for (const [i, message] of messages.entries()) {
    if (i > 0) await read(secure, 65);
    for (const byte of message) {
      vi.advanceTimersByTime(pause);
      await say(secure, Uint8Array.of(byte));
    }
  }
}

describe('an expert that says something else', () => {
  it('reveals another nonce than it committed to', async () => {
    const met = await meetInTls();
    await proved(met.secure, met.secret, randomBytes(32));
    met.secure.resume();
    expect(await endOf(met)).toBe('wrong-reveal');
    expect(met.novice.engine).toBeUndefined();
    expect(met.judge.counted).toEqual([]);
  });

  it('proves with what was right in another session, be it over or not', async () => {
    const invitation = invite();
    const first = await meetInTls(invitation);
    const recorded = expertProof(first.secure, first.secret, NONCE);
    const second = await meetInTls(invitation);
    second.secure.write(recorded);
    expect(await readAll(second.secure)).toEqual(Buffer.of(1));
    expect(await endOf(second, 1)).toBe('wrong-proof');
    expect(invitation.judge.counted).toHaveLength(1);
    // Where it is from, it is still right.
    first.secure.write(recorded);
    expect((await read(first.secure, 65))[0]).toBe(0);
    first.secure.destroy();
    expect(await endOf(first)).toBe('proof-unfinished');
  });

  it('goes on talking while its proof waits to be judged', async () => {
    const met = await meetInTls();
    met.judge.from = Date.now() + 8000;
    met.secure.write(expertProof(met.secure, met.secret, NONCE));
    met.secure.write('more');
    expect(await endOf(met)).toBe('malformed');
    expect(met.judge.counted).toEqual([]);
  });

  it('goes on talking behind a wrong proof, and is told all the same', async () => {
    const met = await meetInTls();
    const answer = readAll(met.secure);
    met.secure.write(randomBytes(200_000));
    expect(await answer).toEqual(Buffer.of(1));
    expect(await endOf(met)).toBe('wrong-proof');
  });

  it('hangs up while its proof waits to be judged', async () => {
    const met = await meetInTls();
    met.judge.from = Date.now() + 8000;
    await say(met.secure, expertProof(met.secure, met.secret, NONCE));
    met.secure.end();
    expect(await endOf(met)).toBe('proof-unfinished');
    vi.advanceTimersByTime(8000);
    expect(met.judge.counted).toEqual([]);
  });

  it('begins its session in the same breath as it reveals: that is the engine’s, every byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3000 }), fc.nat(), async (more, cut) => {
        const met = await meetInTls();
        const whole = Buffer.concat([NONCE, more]);
        await proved(met.secure, met.secret, whole.subarray(0, 1 + (cut % whole.length)));
        met.secure.end(whole.subarray(1 + (cut % whole.length)));
        expect(await endOf(met)).toBeUndefined();
        expect(Buffer.concat(met.novice.engine!.received)).toEqual(Buffer.from(more));
      }),
      { numRuns: 30 },
    );
  });

  it('anything at all, inside of TLS', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const met = await meetInTls();
        const answer = readAll(met.secure);
        met.secure.end(bytes);
        expect(await endOf(met)).toBe(bytes.length < 64 ? 'proof-unfinished' : 'wrong-proof');
        expect(await answer).toEqual(bytes.length < 64 ? Buffer.alloc(0) : Buffer.of(1));
        expect(met.novice.engine).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('anything at all, instead of TLS', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((more) => Uint8Array.of(0x16, 3, 1, 0, ...more)),
      fc.uint8Array({ maxLength: 200 }).map((more) => Uint8Array.of(3, 0, 0, 11, ...more)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (said) => {
        const met = await meet();
        met.far.on('error', () => undefined).resume();
        met.far.end(said);
        expect([undefined, 'not-rdp', 'rdp-not-offered', 'tls-failed', 'tls-too-old']).toContain(await endOf(met));
        expect(met.novice.engine).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

/** All that an expert says until it is through. */
async function beHonest(far: Duplex, secret: Uint8Array): Promise<void> {
  await proved(await expertPeer(far), secret, NONCE);
}

async function bytesOfAnHonestExpert(): Promise<number> {
  const met = await meet();
  await beHonest(met.far, met.secret);
  await met.novice.begun;
  met.far.destroy();
  await met.novice.closed;
  return met.far.carried;
}

async function bytesOfAHello(): Promise<number> {
  const [near, far] = wire();
  const handshake = expertPeer(far).catch(() => undefined);
  await new Promise((resolve) => near.once('readable', resolve));
  far.destroy();
  await handshake;
  return far.carried;
}
