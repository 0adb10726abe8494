import { randomBytes, X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { createSecureContext, type TLSSocket, type TLSSocketOptions } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdentity, type LinkErrorCode, type Way } from '../src/index.js';
import { encodeStatus } from '../src/proof.js';
import { expertOn, testIdentity } from './ends.js';
import { CONFIRM, FIRST_MESSAGE } from './fake-engine.js';
import { noviceAnswer, novicePeer, noviceTls, wayTo } from './peers.js';
import { read, readAll } from './streams.js';
import { say, type WireOptions, wire } from './wire.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** An expert's link, and the other end of its stream. */
async function meet({ theirs, way }: { theirs?: WireOptions; way?: Way } = {}) {
  const identity = await testIdentity();
  const secret = randomBytes(32);
  const [near, far] = wire(theirs);
  far.on('error', () => undefined);
  const expert = expertOn(near, way ?? wayTo(identity, secret));
  return { expert, far, secret, identity };
}

/** The same with TLS between them, and the expert's proof taken. */
async function meetInTls() {
  const met = await meet();
  const secure = await novicePeer(met.far, met.identity);
  return { ...met, secure, proof: await read(secure, 64) };
}

/** Why it ended; nothing of it is left. */
async function endOf({ expert }: Pick<Awaited<ReturnType<typeof meet>>, 'expert'>): Promise<LinkErrorCode | undefined> {
  const error = await expert.closed;
  expect(vi.getTimerCount()).toBe(0);
  return error?.code;
}

type Say = (secure: TLSSocket, secret: Uint8Array) => Promise<unknown>;
/** How far a novice comes inside TLS. */
const STEPS: readonly (readonly [string, Say])[] = [
  ['before its answer', async () => undefined],
  ['after the status', (secure) => say(secure, encodeStatus('ok'))],
  ['in the middle of its proof', (secure, secret) => say(secure, noviceAnswer(secure, secret).subarray(0, 17))],
  ['between proof and nonce', (secure, secret) => say(secure, noviceAnswer(secure, secret).subarray(0, 33))],
  ['one byte short of its answer', (secure, secret) => say(secure, noviceAnswer(secure, secret).subarray(0, 64))],
];

describe('a novice that stops', () => {
  function timesOut({ expert }: Awaited<ReturnType<typeof meet>>, time: number): void {
    vi.advanceTimersByTime(time - 1);
    expect(expert.link.error).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(expert.link.error?.code).toBe('handshake-timeout');
  }

  it('before its first byte has 10 s', async () => {
    for (const way of [undefined, { type: 'rdp' }] as const) {
      const met = await meet(way && { way });
      await new Promise((resolve) => met.far.once('readable', resolve));
      timesOut(met, 10_000);
      expect(await endOf(met)).toBe('handshake-timeout');
    }
  });

  it.each(STEPS)('%s has 20 s from the handshake on', async (_, step) => {
    const met = await meetInTls();
    await step(met.secure, met.secret);
    timesOut(met, 20_000);
    expect(await endOf(met)).toBe('handshake-timeout');
    expect(met.expert.engine).toBeUndefined();
  });

  it('anywhere in what it says, whole records or not, is waited for no longer', async () => {
    const total = await bytesOfAnHonestNovice();
    await fc.assert(
      fc.asyncProperty(fc.nat(total - 1), async (after) => {
        const met = await meet({ theirs: { cut: { after, fate: 'stall' } } });
        void beHonest(met).catch(() => undefined);
        await met.far.cut;
        vi.advanceTimersByTime(20_000);
        expect(await endOf(met)).toBe('handshake-timeout');
        expect(met.expert.engine).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
});

describe('a novice that hangs up', () => {
  it.each(STEPS)('%s, by an end of TLS or without a word', async (_, step) => {
    for (const hangUp of [(secure: TLSSocket) => secure.end(), (secure: TLSSocket) => secure.destroy()]) {
      const met = await meetInTls();
      await step(met.secure, met.secret);
      hangUp(met.secure);
      expect(await endOf(met)).toBe('proof-unfinished');
      expect(met.expert.engine).toBeUndefined();
    }
  });

  it('after any number of bytes of its answer is told nothing more', async () => {
    for (let there = 0; there < 65; there++) {
      const met = await meetInTls();
      const heard = readAll(met.secure);
      met.secure.end(noviceAnswer(met.secure, met.secret).subarray(0, there));
      expect(await endOf(met)).toBe('proof-unfinished');
      expect(met.expert.engine).toBeUndefined();
      expect(await heard).toHaveLength(0);
    }
  });

  it('anywhere in what it says, whole records or not, leaves nothing behind', async () => {
    const total = await bytesOfAnHonestNovice();
    await fc.assert(
      fc.asyncProperty(fc.nat(total - 1), fc.constantFrom('end', 'break'), async (after, fate) => {
        const met = await meet({ theirs: { cut: { after, fate } } });
        void beHonest(met).catch(() => undefined);
        expect(['not-beside', 'proof-unfinished']).toContain(await endOf(met));
        expect(met.expert.engine).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('a slow novice', () => {
  /** Says its answer byte by byte, and lets time pass before each. */
  async function drip(met: Awaited<ReturnType<typeof meetInTls>>, pause: number): Promise<void> {
    for (const byte of noviceAnswer(met.secure, met.secret)) {
      vi.advanceTimersByTime(pause);
      await say(met.secure, Uint8Array.of(byte));
    }
  }

  it('is borne, byte by byte, as long as it is done in time', async () => {
    const met = await meetInTls();
    await drip(met, 307);
    expect((await met.expert.begun).opened.way).toBe('beside');
    await read(met.secure, 32);
    await vi.waitUntil(() => met.expert.drained > 0);
    vi.advanceTimersByTime(3600_000);
    met.secure.end();
    expect(await endOf(met)).toBeUndefined();
  });

  it('gains nothing by each byte', async () => {
    const met = await meetInTls();
    await drip(met, 308);
    expect(await endOf(met)).toBe('handshake-timeout');
    expect(met.expert.engine).toBeUndefined();
  });

  it.each([1, 2, 7])('may have its bytes arrive by %i, TLS and all', async (piece) => {
    const met = await meet({ theirs: { piece } });
    await beHonest(met);
    await met.expert.begun;
    met.far.destroy();
    await endOf(met);
  });
});

describe('a novice whose TLS is not the invited one', () => {
  async function shown(options: TLSSocketOptions) {
    const met = await meet();
    const heard = readAll(noviceTls(met.far, met.identity, options));
    return { code: await endOf(met), heard: await heard, engine: met.expert.engine };
  }

  it('is too old, and hears nothing inside of it', async () => {
    const { privateKey, certificate } = await testIdentity();
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const cert = new X509Certificate(certificate).toString();
    const secureContext = createSecureContext({ key, cert, maxVersion: 'TLSv1.2' });
    expect(await shown({ secureContext })).toEqual({ code: 'tls-too-old', heard: Buffer.alloc(0), engine: undefined });
  });

  it.each([
    ['nothing that it names', undefined],
    ['something else', ['beside/2', 'h2']],
  ])('is for %s, and hears nothing inside of it', async (_, ALPNProtocols) => {
    expect(await shown({ ALPNProtocols })).toEqual({ code: 'alpn-missing', heard: Buffer.alloc(0), engine: undefined });
  });

  it('has another certificate, and hears nothing inside of it', async () => {
    const { besideContext: secureContext } = await createIdentity(Date.now(), Date.now() + 3600_000);
    expect(await shown({ secureContext })).toEqual({ code: 'wrong-certificate', heard: Buffer.alloc(0), engine: undefined });
  });

  it('has a certificate that an invitation for Windows does not name, and the engine is not told of TLS', async () => {
    const seen: Uint8Array[] = [];
    const certificate = (der: Uint8Array) => seen.push(der) < 1;
    const met = await meet({ way: { type: 'rdp', certificate } });
    expect(await read(met.far, FIRST_MESSAGE.length)).toEqual(FIRST_MESSAGE);
    met.far.write(CONFIRM);
    const heard = readAll(noviceTls(met.far, met.identity));
    expect(await endOf(met)).toBe('wrong-certificate');
    expect(await heard).toHaveLength(0);
    expect(seen.map((der) => Buffer.from(der))).toEqual([Buffer.from(met.identity.certificate)]);
    expect(met.expert.engine?.calls).toEqual(['streamEnded']);
  });
});

describe('a novice that says something else', () => {
  it.each([
    ['wrong', 'proof-refused'],
    ['expired', 'expired'],
    ['void', 'void'],
    ['busy', 'busy'],
  ] as const)('says "%s" and stays: the expert waits no longer than 2 s for it to go', async (status, code) => {
    const met = await meetInTls();
    met.secure.pause();
    met.far.pause();
    met.secure.write(Buffer.concat([encodeStatus(status), randomBytes(1000)]));
    await vi.waitUntil(() => met.expert.link.error !== undefined);
    vi.advanceTimersByTime(2000);
    expect(await endOf(met)).toBe(code);
    expect(met.expert.engine).toBeUndefined();
  });

  it('proves with what was right in another session', async () => {
    const first = await meetInTls();
    const recorded = noviceAnswer(first.secure, first.secret);
    first.secure.destroy();
    await endOf(first);
    const second = await meet({ way: wayTo(first.identity, first.secret) });
    const secure = await novicePeer(second.far, first.identity);
    await read(secure, 64);
    const heard = readAll(secure);
    secure.write(recorded);
    expect(await endOf(second)).toBe('wrong-proof');
    expect(await heard).toHaveLength(0);
  });

  it('sends the expert’s own proof back', async () => {
    const met = await meetInTls();
    const heard = readAll(met.secure);
    met.secure.write(Buffer.concat([encodeStatus('ok'), met.proof]));
    expect(await endOf(met)).toBe('wrong-proof');
    expect(await heard).toHaveLength(0);
  });

  it('anything at all, inside of TLS', async () => {
    const likely = fc.tuple(fc.nat(5), fc.uint8Array({ maxLength: 130 })).map(([status, more]) => Uint8Array.of(status, ...more));
    const codes = [undefined, 'proof-refused', 'expired', 'void', 'busy'] as const;
    await fc.assert(
      fc.asyncProperty(fc.oneof(likely, fc.uint8Array({ maxLength: 130 })), async (bytes) => {
        const met = await meetInTls();
        const heard = readAll(met.secure);
        met.secure.end(bytes);
        const [status] = bytes;
        const told = status === undefined || status > 4 ? undefined : codes[status];
        const answered = bytes.length < 65 ? 'proof-unfinished' : 'wrong-proof';
        const expected = status !== undefined && status > 4 ? 'malformed' : (told ?? answered);
        expect(await endOf(met)).toBe(expected);
        expect(await heard).toHaveLength(0);
        expect(met.expert.engine).toBeUndefined();
      }),
      { numRuns: 80 },
    );
  });

  it('anything at all, instead of TLS', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const met = await meet();
        met.far.resume();
        met.far.end(bytes);
        expect(['not-beside', 'tls-too-old']).toContain(await endOf(met));
        expect(met.expert.engine).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('anything at all, instead of RDP', async () => {
    const likely = fc.uint8Array({ maxLength: 60 }).map((more) => Uint8Array.of(...CONFIRM, ...more));
    await fc.assert(
      fc.asyncProperty(fc.oneof(likely, fc.uint8Array({ maxLength: 200 })), async (bytes) => {
        const met = await meet({ way: { type: 'rdp', certificate: () => true } });
        met.far.resume();
        met.far.end(bytes);
        expect([undefined, 'not-rdp', 'tls-failed', 'tls-too-old']).toContain(await endOf(met));
        // What follows the one message in the clear is TLS's, and never the engine's.
        expect(met.expert.engine!.received.length).toBeLessThanOrEqual(1);
        expect(met.expert.engine!.calls).toEqual(['streamEnded']);
      }),
      { numRuns: 200 },
    );
  });
});

/** All that a novice says until it has the expert's nonce. */
async function beHonest({
  far,
  identity,
  secret,
}: { far: Duplex } & Pick<Awaited<ReturnType<typeof meet>>, 'identity' | 'secret'>) {
  const secure = await novicePeer(far, identity);
  await read(secure, 64);
  await say(secure, noviceAnswer(secure, secret));
  await read(secure, 32);
}

async function bytesOfAnHonestNovice(): Promise<number> {
  const met = await meet();
  await beHonest(met);
  met.far.destroy();
  await met.expert.closed;
  return met.far.carried;
}
