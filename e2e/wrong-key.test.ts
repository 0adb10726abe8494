import { randomBytes } from 'node:crypto';
import { keyHash, keyHash2, publicKeyBlob } from '@beside/ticket';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Beside } from './lab/beside.js';
import { BesideExpert } from './lab/expert.js';
import { Lab, requireNeeds } from './lab/lab.js';
import { reseal, type TicketChanges } from './lab/tickets.js';
import { WireTap } from './lab/wire-tap.js';
import { startWithoutTls } from './lab/without-tls.js';

/**
 * Invitations for Windows at a computer whose key they do not name, by KH2 ([MS-RAI] 2.2.2) or by KH alone: the expert hangs up as soon
 * as it sees the key, and no novice is asked anything. What the invitation names gets in by the very same way.
 */
const OTHER = publicKeyBlob(Buffer.concat([Buffer.of(0xc0), randomBytes(255)]), 65537);

let lab = new Lab();
beforeAll(() => requireNeeds());
afterEach(async () => {
  await lab.end();
  lab = new Lab();
});

describe.each([
  // A novice that has TLS, and what it says with it.
  { security: 'TLS', selected: 1, whys: ['wrong-certificate'] },
  // One of which somebody in between says that it has none.
  { security: 'Standard RDP Security', selected: 0, whys: ['tls-not-allowed', 'wrong-key'] },
])('over $security', ({ security, selected, whys }) => {
  /** A novice with an invitation, and a way to it on which everything is read that can be. */
  async function invited() {
    const novice = await Beside.invite(lab, 'practice', { form: 'windows' });
    const tap = await WireTap.start(lab, '127.0.0.1', { host: '127.0.0.1', port: novice.port });
    return { novice, tap, port: security === 'TLS' ? tap.port : await startWithoutTls(lab, tap.port) };
  }

  /** Opens the invitation with these changes; it leads to `port`. */
  function open({ file, password, port: from }: Beside, port: number, changes: TicketChanges = {}): BesideExpert {
    return BesideExpert.open(
      lab,
      reseal(lab, file, password, { ...changes, host: '127.0.0.1', port: { from, to: port } }),
      password,
    );
  }

  /** Nobody gets in, and the novices are asked nothing. */
  async function sentAway(expert: BesideExpert, tap: WireTap, ...novices: Beside[]): Promise<void> {
    expect(await expert.event('closed')).toMatchObject({ why: 'not-connected' });
    expect((await expert.program.exited).code).toBe(1);
    expect(expert.events.filter(({ event }) => event === 'way-failed').map(({ why }) => why)).toEqual(whys);
    expect(expert.told('connected')).toBe(false);
    expect(tap.selectedProtocol).toBe(selected);
    // The key has been seen, and nothing said behind it.
    if (selected === 0) expect(tap.security?.keyBlob).toHaveLength(publicKeyBlob(new Uint8Array(256).fill(1), 65537).length);
    expect(tap.fromExpert).toEqual({ encrypted: 0, salted: 0, clear: 0 });
    // An expert that does not like a certificate hangs up before the handshake is through.
    for (const { event, why } of novices.flatMap(({ events }) => events.slice(1)))
      expect([event, why, security]).toEqual(['refused', 'tls-failed', 'TLS']);
  }

  async function welcome(expert: BesideExpert, novice: Beside): Promise<void> {
    await novice.event('consent-asked');
    expect(await expert.event('connected')).toMatchObject({ way: 'rdp', checkNumber: null });
  }

  test('KH2 of another key, whatever KH says; KH does not matter where KH2 is right', async () => {
    const { novice, tap, port } = await invited();
    await sentAway(open(novice, port, { keyHash2: keyHash2(OTHER) }), tap, novice);
    await welcome(open(novice, port, { keyHash: keyHash(OTHER) }), novice);
  });

  test('KH of another key where there is no KH2', async () => {
    const { novice, tap, port } = await invited();
    await sentAway(open(novice, port, { keyHash: keyHash(OTHER), keyHash2: null }), tap, novice);
    await welcome(open(novice, port, { keyHash2: null }), novice);
  });

  test('another computer where the novice should be', async () => {
    const { novice, port } = await invited();
    const other = await invited();
    await sentAway(open(novice, other.port), other.tap, novice, other.novice);
    await welcome(open(novice, port), novice);
  });
});
