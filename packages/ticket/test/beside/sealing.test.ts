import { createDecipheriv, scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BesideInvitation,
  type Candidate,
  openBesideInvitation,
  parseCandidate,
  sealBesideInvitation,
  unsealBesideInvitation,
} from '../../src/index.js';
import { codeOf, fixedRandom } from '../fixtures.js';
import {
  containerOf,
  INVITATION,
  linkOf,
  mended,
  PASSWORD,
  quickScrypt,
  readBeside,
  realScrypt,
  rejection,
  seal,
} from './rig.js';

const link = await seal();
const container = containerOf(link);
const open = (text: string | Uint8Array, password = PASSWORD, now = INVITATION.created) =>
  openBesideInvitation(readBeside(text), password, { scrypt: quickScrypt }, now);

const candidate: fc.Arbitrary<Candidate> = fc
  .tuple(
    fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV6().map((address) => `fe80::${address.split(':')[0] || '1'}%eth0`),
      fc.domain(),
    ),
    fc.integer({ min: 1, max: 65535 }),
  )
  .map(([host, port]) => parseCandidate(host, String(port)))
  .filter((parsed) => parsed !== undefined);

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const invitation: fc.Arbitrary<BesideInvitation> = fc.record({
  user: fc.stringMatching(/^[\p{L}\p{N}]{0,20}$/u),
  candidates: fc.uniqueArray(candidate, { maxLength: 64, selector: ({ host, port }) => `${host} ${port}` }),
  certificate: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  secret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  created: time,
  expiresAt: time,
});

describe('a sealed invitation', () => {
  it('says what was sealed', async () => {
    expect(await open(link)).toEqual(INVITATION);
    await fc.assert(
      fc.asyncProperty(invitation, fc.string({ minLength: 1 }), async (wanted, password) => {
        const ticket = readBeside(await seal(wanted, password));
        expect(await unsealBesideInvitation(ticket, password, { scrypt: quickScrypt })).toEqual(wanted);
      }),
    );
  });

  it('tells nothing without its password, and never is the same twice', async () => {
    let fresh = 1;
    const random = (length: number) => fixedRandom(fresh++)(length);
    const sealed = await Promise.all(
      [1, 2].map(() => sealBesideInvitation(INVITATION, PASSWORD, { scrypt: quickScrypt, random })),
    );
    const [one, other] = sealed.map(containerOf) as [Uint8Array, Uint8Array];
    expect(one.subarray(0, 6)).toEqual(other.subarray(0, 6));
    const alike = one.subarray(6).filter((byte, i) => byte === other[6 + i]).length;
    expect(alike).toBeLessThan(10);
    expect(Object.keys(readBeside(sealed[0]!))).toEqual(['kind', 'container']);
  });

  it('opens with a made password however it is typed, and with another one as it is', async () => {
    expect(await open(link, ' bcdf-ghjk lmnp')).toEqual(INVITATION);
    expect(await open(await seal(INVITATION, 'Caf\u00e9 bar'), 'Cafe\u0301 bar')).toEqual(INVITATION);
    expect(await rejection(async () => open(await seal(INVITATION, 'Caf\u00e9 bar'), 'caf\u00e9 bar'))).toBe('wrong-password');
  });

  it('does not open with another password, or with none', async () => {
    expect(await rejection(() => open(link, 'BCDFGHJKLMNQ'))).toBe('wrong-password');
    expect(await rejection(() => open(link, ''))).toBe('password-needed');
  });

  it('is expired after its last millisecond, and only its password tells', async () => {
    expect(await open(link, PASSWORD, INVITATION.expiresAt)).toEqual(INVITATION);
    expect(await rejection(() => open(link, PASSWORD, INVITATION.expiresAt + 1))).toBe('expired');
    expect(await rejection(() => open(link, 'BCDFGHJKLMNQ', INVITATION.expiresAt + 1))).toBe('wrong-password');
    const whole = await unsealBesideInvitation(readBeside(link), PASSWORD, { scrypt: quickScrypt });
    expect(whole.expiresAt).toBe(INVITATION.expiresAt);
  });

  it('asks scrypt for the same however it is filled, and hands on what scrypt fails with', async () => {
    const asked: unknown[] = [];
    const failing = { scrypt: (...all: unknown[]) => Promise.reject(asked.push(all[2]) && new Error('no memory')) };
    await expect(openBesideInvitation(readBeside(link), PASSWORD, failing, 0)).rejects.toThrow('no memory');
    expect(asked).toEqual([{ N: 131072, r: 8, p: 1, dkLen: 32 }]);
  });

  it('refuses to seal what it could not say', async () => {
    const bad: Partial<BesideInvitation>[] = [
      { certificate: new Uint8Array(31) },
      { secret: new Uint8Array(33) },
      { created: -1 },
      { expiresAt: 2 ** 48 },
      { expiresAt: Number.NaN },
      { candidates: [{ kind: 'ipv4', host: '192.0.2', port: 1 }] },
      { candidates: [{ kind: 'ipv6', host: 'x', port: 1 }] },
      { candidates: [{ kind: 'name', host: 'x', port: 0 }] },
    ];
    for (const part of bad) await expect(seal({ ...INVITATION, ...part })).rejects.toThrow(RangeError);
  });
});

describe('every change is noticed', () => {
  const flipped = (bit: number) => container.with(bit >> 3, container[bit >> 3]! ^ (1 << (bit & 7)));

  it('one bit, by the checksum and without a password', () => {
    const expected = (bit: number) => (bit < 24 ? 'not-a-ticket' : bit < 32 ? 'unsupported' : bit < 48 ? undefined : 'damaged');
    for (let bit = 0; bit < container.length * 8; bit++) {
      const code = codeOf(() => readBeside(linkOf(flipped(bit))));
      // A length may become one that is longer than the link, or one that cannot be.
      if (expected(bit)) expect(code, `bit ${bit}`).toBe(expected(bit));
      else expect(['damaged', 'truncated']).toContain(code);
    }
  });

  it('one bit of each byte with a mended checksum, by the seal', async () => {
    for (let bit = 48; bit < (container.length - 4) * 8; bit += 7) {
      expect(await rejection(() => open(linkOf(mended(flipped(bit))))), `bit ${bit}`).toBe('wrong-password');
    }
  });

  it('bytes cut off, at each of them', () => {
    for (let length = 3; length < container.length; length++) {
      expect(
        codeOf(() => readBeside(linkOf(container.subarray(0, length)))),
        `${length} bytes`,
      ).toBe('truncated');
    }
  });
});

describe('version 1', () => {
  // Never to be changed: every later Beside must read what stands in these invitations.
  const file = readFileSync(new URL('../fixtures/f-beside-1.beside', import.meta.url));
  const fixture = containerOf(/beside:\S+/.exec(file.toString())![0]);

  it('is read from the file that its first release wrote, and is still written so', async () => {
    const opened = await openBesideInvitation(readBeside(file), PASSWORD, { scrypt: realScrypt }, INVITATION.created);
    expect(opened).toEqual(INVITATION);
    expect(containerOf(await seal(INVITATION, PASSWORD, realScrypt))).toEqual(fixture);
  });

  it('is what its table says, by other means than ours', () => {
    const key = scryptSync(PASSWORD, fixture.subarray(6, 22), 32, { N: 131072, r: 8, p: 1, maxmem: 2 ** 28 });
    expect(key.toString('hex')).toBe(KEY);
    const decipher = createDecipheriv('aes-256-gcm', key, fixture.subarray(22, 34));
    decipher.setAAD(fixture.subarray(0, 34));
    decipher.setAuthTag(fixture.subarray(-20, -4));
    const payload = Buffer.concat([decipher.update(fixture.subarray(34, -20)), decipher.final()]).toString('hex');
    expect(payload.replace(/(00)+$/, '')).toBe(PAYLOAD.replace(/\s/g, ''));
    expect(payload.length / 2).toBe(240);
  });

  const KEY = '7b815b2d59d6d23e4d4b912027a2100ee76e894cab6cfe6f5af3d79e247bf424';
  const PAYLOAD = `
    01 0020 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
    02 0020 fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0
    03 0006 018bcfe5687b
    04 0006 018bd12eff7b
    81 0009 c3816e6e6120e69d8e
    82 0006 c094 c0000211
    83 0012 c095 20010db8000000000000000000000017
    83 0016 c096 fe80000000000000103253d95a01909b 65746830
    83 0012 c097 20010000284a036428e30b9bc19c4d04
    84 0013 c098 616e6e612d6c6170746f702e6c6f63616c`;
});
