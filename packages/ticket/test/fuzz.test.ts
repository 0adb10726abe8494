import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePayload, encodePayload } from '../src/beside/payload.js';
import {
  besideFile,
  openTicket,
  parseConnectionString1,
  parseConnectionString2,
  readTicket,
  sealLhTicket,
  unsealBesideInvitation,
} from '../src/index.js';
import { INVITATION, PASSWORD, quickScrypt, rejection, seal } from './beside/rig.js';
import { codeOf, fixture, PASSWORDS, readWindowsTicket } from './fixtures.js';

const RUNS = process.env['BESIDE_FUZZ'] === 'long' ? 500_000 : 1500;

const real = [fixture('a-type1-xp'), fixture('b-type2-2014'), fixture('c-type2-2024'), fixture('e-bare-string')];
const sealed = Buffer.from(besideFile(await seal()));
const strings = [
  openTicket(readWindowsTicket(real[1]!), PASSWORDS.B).connectionString,
  openTicket(readWindowsTicket(real[2]!), PASSWORDS.C).connectionString,
];

/** Byte changes that real damage and attackers make: cut, overwritten, repeated, put in. */
const change = fc.record({
  kind: fc.constantFrom('cut', 'overwrite', 'repeat', 'insert'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 200 }),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
    fc.constantFrom(...['"', '<', '>', '&', '</E>', '\0', '<!', '&#0;', ',', ';']).map((text) => Buffer.from(text)),
  ),
});

function mutated(bytes: Buffer, changes: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[]): Buffer {
  for (const { kind, at, length, bytes: added } of changes) {
    const start = Math.floor(at * bytes.length);
    const [before, after] = [bytes.subarray(0, start), bytes.subarray(start)];
    if (kind === 'cut') bytes = Buffer.concat([before, after.subarray(length)]);
    else if (kind === 'overwrite') bytes = Buffer.concat([before, added, after.subarray(added.length)]);
    else if (kind === 'repeat') bytes = Buffer.concat([before, after.subarray(0, length), after]);
    else bytes = Buffer.concat([before, added, after]);
  }
  return bytes;
}

const mutations = (from: readonly Buffer[]) =>
  fc
    .tuple(fc.constantFrom(...from), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([bytes, changes]) => mutated(bytes, changes));

/** Reads and opens; anything but a TicketError goes through and fails the test. */
async function swallow(bytes: Uint8Array): Promise<void> {
  await rejection(async () => {
    const ticket = readTicket(bytes);
    if (ticket.kind === 'beside') await unsealBesideInvitation(ticket, PASSWORD, { scrypt: quickScrypt });
    else for (const password of [undefined, PASSWORDS.B, PASSWORDS.C]) codeOf(() => openTicket(ticket, password));
  });
}

describe('only a TicketError comes out', () => {
  it('of random bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), swallow), { numRuns: RUNS });
  });

  it('of real tickets that were changed', async () => {
    const start = performance.now();
    await fc.assert(fc.asyncProperty(mutations([...real, sealed]), swallow), { numRuns: RUNS });
    expect((performance.now() - start) / RUNS, 'ms for one').toBeLessThan(25);
  });

  it('of real connection strings that were changed before they were sealed', async () => {
    await fc.assert(
      fc.asyncProperty(mutations(strings.map((string) => Buffer.from(string))), async (bytes) => {
        const string = bytes.toString();
        codeOf(() => parseConnectionString2(string));
        codeOf(() => parseConnectionString1(string));
        await swallow(Buffer.from(`<UPLOADINFO><UPLOADDATA LHTICKET="${sealLhTicket(string, PASSWORDS.B)}"/></UPLOADINFO>`));
      }),
      { numRuns: RUNS },
    );
  });

  it('of payloads of Beside’s own that were changed before they were sealed', () => {
    const payload = Buffer.from(encodePayload(INVITATION));
    fc.assert(
      fc.property(fc.oneof(mutations([payload]), fc.uint8Array({ maxLength: 400 })), (bytes) => {
        codeOf(() => expect(decodePayload(bytes).candidates.length).toBeLessThanOrEqual(64));
      }),
      { numRuns: RUNS },
    );
  });
});
