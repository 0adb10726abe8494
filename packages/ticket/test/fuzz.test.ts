import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTicket, parseConnectionString1, parseConnectionString2, readTicket, sealLhTicket } from '../src/index.js';
import { codeOf, fixture, PASSWORDS } from './fixtures.js';

const RUNS = process.env['BESIDE_FUZZ'] === 'long' ? 500_000 : 1500;

const real = [fixture('a-type1-xp'), fixture('b-type2-2014'), fixture('c-type2-2024'), fixture('e-bare-string')];
const strings = [
  openTicket(readTicket(real[1]!), PASSWORDS.B).connectionString,
  openTicket(readTicket(real[2]!), PASSWORDS.C).connectionString,
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
function swallow(bytes: Uint8Array): void {
  codeOf(() => {
    const ticket = readTicket(bytes);
    for (const password of [undefined, PASSWORDS.B, PASSWORDS.C]) codeOf(() => openTicket(ticket, password));
  });
}

describe('only a TicketError comes out', () => {
  it('of random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), swallow), { numRuns: RUNS });
  });

  it('of real tickets that were changed', () => {
    const start = performance.now();
    fc.assert(fc.property(mutations(real), swallow), { numRuns: RUNS });
    expect((performance.now() - start) / RUNS, 'ms for one').toBeLessThan(25);
  });

  it('of real connection strings that were changed before they were sealed', () => {
    fc.assert(
      fc.property(mutations(strings.map((string) => Buffer.from(string))), (bytes) => {
        const string = bytes.toString();
        codeOf(() => parseConnectionString2(string));
        codeOf(() => parseConnectionString1(string));
        swallow(Buffer.from(`<UPLOADINFO><UPLOADDATA LHTICKET="${sealLhTicket(string, PASSWORDS.B)}"/></UPLOADINFO>`));
      }),
      { numRuns: RUNS },
    );
  });
});
