import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writtenHosts } from '../src/candidate.js';
import { parseCandidate } from '../src/index.js';
import { formatIpv6, parseIpv4, parseIpv6 } from '../src/ip-address.js';

describe('a candidate', () => {
  it.each([
    ['10.0.0.1', { kind: 'ipv4', host: '10.0.0.1' }],
    ['2001:DB8::0:1', { kind: 'ipv6', host: '2001:db8::1' }],
    ['[2001:db8::1]', { kind: 'ipv6', host: '2001:db8::1' }],
    ['fe80::1%3', { kind: 'ipv6-link-local', host: 'fe80::1', scope: '3' }],
    ['febf::1', { kind: 'ipv6-link-local', host: 'febf::1' }],
    ['fe80::1%a b', { kind: 'ipv6-link-local', host: 'fe80::1' }],
    ['fec0::1%3', { kind: 'ipv6', host: 'fec0::1' }],
    ['2001:0:284a:364:28e3:b9b:c19c:4d04', { kind: 'teredo', host: '2001:0:284a:364:28e3:b9b:c19c:4d04' }],
    ['2001:1::1', { kind: 'ipv6', host: '2001:1::1' }],
    ['::ffff:10.0.0.1', { kind: 'ipv4', host: '10.0.0.1' }],
    ['::FFFF:a00:1', { kind: 'ipv4', host: '10.0.0.1' }],
    ['WIN-7_PC', { kind: 'name', host: 'WIN-7_PC' }],
    ['Büro.example', { kind: 'name', host: 'Büro.example' }],
  ])('%s', (host, expected) => {
    expect(parseCandidate(host, '49300')).toEqual({ ...expected, port: 49300 });
  });

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '1.2.3.4.5',
    '0x7f',
    '-pc',
    'a b',
    'a/b',
    'pc\r',
    'a%b',
    '::g',
    ':::',
    '1::2::3',
    'a\u202eb',
    'x'.repeat(254),
  ])('is not made of %j', (host) => {
    const candidate = parseCandidate(host, '1');
    if (host === '0x7f') expect(candidate).toMatchObject({ kind: 'name' });
    else expect(candidate).toBeUndefined();
  });

  it.each(['0', '65536', '-1', '1.5', '', '123456', ' 1', '0x10'])('has no port %j', (port) => {
    expect(parseCandidate('pc', port)).toBeUndefined();
  });
});

describe('spellings of a host', () => {
  const written = (host: string) => writtenHosts(parseCandidate(host, '1')!);

  it('one that is long enough for FreeRDP 2.11 is written once', () => {
    expect(written('192.0.2.1')).toEqual(['192.0.2.1']);
    expect(written('2001:db8::1')).toEqual(['2001:db8::1']);
    expect(written('fe80::1%3')).toEqual(['fe80::1%3']);
  });

  it('a short one gets one of more than eight characters that means the same', () => {
    expect(written('10.0.0.1')).toEqual(['10.0.0.1', '::ffff:10.0.0.1']);
    expect(written('fd00::1')).toEqual(['fd00:0:0:0:0:0:0:1']);
    expect(written('fe80::1')).toEqual(['fe80:0:0:0:0:0:0:1']);
    expect(written('pc')).toEqual(['pc']);
  });

  it('all spellings are read back as the candidate they were made from', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (host) => {
        const candidate = parseCandidate(host, '1');
        for (const spelling of candidate ? writtenHosts(candidate) : []) expect(parseCandidate(spelling, '1')).toEqual(candidate);
      }),
    );
  });
});

describe('addresses', () => {
  const noise = fc.array(fc.constantFrom(...'0123456789abcdf:.:::'), { maxLength: 24 }).map((characters) => characters.join(''));

  it('are those that the platform takes', () => {
    fc.assert(
      fc.property(fc.oneof(noise, fc.ipV4(), fc.ipV6()), (text) => {
        expect(parseIpv6(text) !== undefined, text).toBe(isIPv6(text));
        expect(parseIpv4(text) !== undefined, text).toBe(isIPv4(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('are spelled as RFC 5952 has it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 0, 1, 0xabcd), { minLength: 8, maxLength: 8 }), (groups) => {
        const bytes = Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
        // The URL standard serialises hosts by the same rules.
        expect(`[${formatIpv6(bytes)}]`).toBe(
          new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname,
        );
        expect(parseIpv6(formatIpv6(bytes))).toEqual(bytes);
      }),
    );
  });
});
